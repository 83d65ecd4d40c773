/** The client's one timer: the wait before an attempt, or a second of a connection. */
import { allOptions } from "#features";
import type { Inside } from "./types.ts";
import { Packet } from "./packets.ts";
import { seldom, sending } from "./seldom.ts";

/**
 * Seconds are counted, not read from the clock, which jumps by decades when SNTP first sets it; and each is a timeout of
 * its own, since an interval would then catch up one call for each second missed.
 */
export function tick(client: Inside): void {
  const keepalive = client._keepalive;
  const quiet = ++client._quiet;
  let reason = "";
  client._timer = 0;
  if (!client._socket) return seldom()._open(client);
  if (allOptions ? quiet >= 0 && quiet < 1 : !quiet) reason = client.connected ? "no PINGRESP" : "connect timed out";
  else if (client.connected) {
    if (++client._online >= (allOptions ? (client._options.stable || 30000) / 1000 : 30)) client._failures = 0;
    if (!allOptions || keepalive) {
      // A quarter early, and a tick: whatever else is sent [MQTT-3.1.2-23], and one late tick does no harm.
      if (quiet >= keepalive * 0.75 - 1) {
        client._quiet = -((allOptions && client._options.pingTimeout) || 10000) / 1000;
        sending()._send(client, Packet.Pingreq, "");
      }
      if (++client._heard >= 1.5 * keepalive) reason = "nothing received";
    }
  }
  if (reason) seldom()._lose(client, reason);
  else client._timer = setTimeout(tick, 1000, client);
}
