/** Once a second, while a connection is made or stands: PINGREQ in time, and what is overdue. */
import { Packet } from "./packets.ts";
import { Reason } from "./reasons.ts";
import { send } from "./send.ts";
import { lose } from "./state.ts";
import { retryAside } from "./set-aside.ts";
import { State, type ClientState } from "./types.ts";

const enum Flood {
  /**
   * Bytes. Receipts and PINGRESP stand behind whatever the broker sends before them: a second that brought so much, a
   * whole piece of what Espruino takes at once, does not count as a second of waiting for them.
   */
  Second = 512,
}

/**
 * Seconds are counted, not read from the clock, which jumps by decades when SNTP first sets it; and each is a timeout of
 * its own, since an interval would then catch up one call for each second missed.
 */
export function everySecond(client: ClientState): void {
  client._timer = setTimeout(everySecond, 1000, client);
  client._sinceOpen++;
  if (client._state === State.Connecting) watchAttempt(client);
  else watchConnection(client);
}

function watchAttempt(client: ClientState): void {
  if (client._sinceOpen >= client._connectTimeout) lose(client, Reason.ConnectTimeout, "connect timed out");
}

function watchConnection(client: ClientState): void {
  const isFlood = client._receivedBytes >= Flood.Second;
  client._receivedBytes = 0;
  if (client._sinceOpen >= client._stableAfter) becomeStable(client);
  if (client._inflight && !isFlood && ++client._sinceReceipt >= client._receiptTimeout) {
    lose(client, Reason.ReceiptOverdue, "receipt overdue");
  } else if (client._keepalive) keepAlive(client, isFlood);
}

/** The connection has lasted. */
function becomeStable(client: ClientState): void {
  client._failures = 0;
  client._isCautious = false;
  if (client._aside) retryAside(client, client._aside);
}

function keepAlive(client: ClientState, isFlood: boolean): void {
  client._sinceReceived++;
  if (!(client._isPinging && isFlood)) client._sincePing++;
  if (client._isPinging && client._sincePing >= client._pingTimeout) {
    lose(client, Reason.NoPingresp, "no PINGRESP");
  } else if (client._sinceReceived >= 1.5 * client._keepalive) {
    lose(client, Reason.NothingReceived, "nothing received");
  } else if (!client._isPinging && client._sincePing >= 0.75 * client._keepalive - 1) {
    // A quarter early, and a second: whatever else is sent [MQTT-3.1.2-23], and one late second does no harm.
    client._isPinging = true;
    client._sincePing = 0;
    send(client, Packet.Pingreq, "");
  }
}

/** PINGRESP. The next PINGREQ is due a period after the last one, not after its answer. */
export function handlePingresp(client: ClientState): void {
  client._isPinging = false;
}
