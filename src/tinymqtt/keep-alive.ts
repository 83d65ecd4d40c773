/** Runs once a second while connecting or connected: sends PINGREQ and enforces the timeouts. */
import { Packet } from "./packets.ts";
import { Reason } from "./reasons.ts";
import { send } from "./send.ts";
import { lose } from "./state.ts";
import { retryAside } from "./set-aside.ts";
import { State, type ClientState } from "./types.ts";

/**
 * Bytes. Receipts and PINGRESP queue behind whatever else the broker is sending. So a second in which this much arrived
 * (about one full read of Espruino's) does not count towards their timeouts.
 */
const floodPerSecond = 512;

/**
 * Counts seconds instead of reading the clock, which jumps by decades when SNTP first sets it. It restarts a timeout each
 * time because an interval would make up for such a jump with one call per second.
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
  const isFlood = client._receivedBytes >= floodPerSecond;
  client._receivedBytes = 0;
  if (client._sinceOpen >= client._stableAfter) becomeStable(client);
  if (client._inflight && !isFlood && ++client.sinceReceipt >= client._receiptTimeout) {
    lose(client, Reason.ReceiptOverdue, "receipt overdue");
  } else if (client._keepalive) keepAlive(client, isFlood);
}

/** The connection has lasted long enough to count as stable. */
function becomeStable(client: ClientState): void {
  client._failures = 0;
  client._isOneByOne = false;
  delete client._suspect;
  delete client._strikes;
  if (client._aside) retryAside(client, client._aside);
  else delete client.aside;
}

function keepAlive(client: ClientState, isFlood: boolean): void {
  client._sinceReceived++;
  if (!(client._isPinging && isFlood)) client._sincePing++;
  if (client._isPinging && client._sincePing >= client._pingTimeout) {
    lose(client, Reason.NoPingresp, "no PINGRESP");
  } else if (client._sinceReceived >= 1.5 * client._keepalive) {
    lose(client, Reason.NothingReceived, "nothing received");
  } else if (!client._isPinging && client._sincePing >= 0.75 * client._keepalive - 1) {
    // A quarter early, whatever else is being sent [MQTT-3.1.2-23], and one second more, in case a second is late.
    client._isPinging = true;
    client._sincePing = 0;
    send(client, Packet.Pingreq, "");
  }
}

/** Handles PINGRESP. The next PINGREQ is timed from the last PINGREQ, not from its answer. */
export function handlePingresp(client: ClientState): void {
  client._isPinging = false;
}
