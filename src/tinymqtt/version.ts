/** Which version of MQTT is spoken with a broker: with `auto` 5 is tried first, and 3.1.1 where that is refused. */
import type { FoundBroker } from "./options.ts";
import { Reason } from "./reasons.ts";
import { lose } from "./state.ts";
import { Version, type Broker, type ClientState } from "./types.ts";

/** The broker that was looked up is the one to try. Of another one it is not known yet which version it speaks. */
export function adoptBroker(client: ClientState, found: FoundBroker): void {
  const broker = client._brokers[0]!;
  const isAnother = broker.host !== found.host || broker.port !== found.port;
  if (isAnother && (broker.version === Version.FoundMqtt3 || broker.version === Version.FoundMqtt5)) broker.version = Version.Unknown;
  broker.host = found.host;
  broker.port = found.port;
  client._options.username = found.username!;
  client._options.password = found.password!;
}

/** Turns to the next broker, and to the version to try there. */
export function nextBroker(client: ClientState): Broker {
  const next = client._brokers.shift()!;
  client._brokers.push(next);
  client._emptyProperties = next.version === Version.Mqtt3 || next.version === Version.FoundMqtt3 ? "" : "\0";
  return next;
}

function currentBroker(client: ClientState): Broker {
  return client._brokers[client._brokers.length - 1]!;
}

/** Remembers that the broker has accepted MQTT 5. */
export function rememberVersion(client: ClientState): void {
  const broker = currentBroker(client);
  if (broker.version === Version.Unknown) broker.version = Version.FoundMqtt5;
}

/** The broker refuses MQTT 5. If the client may choose, it connects with 3.1.1 at once, and true is returned. */
export function fallBack(client: ClientState): boolean {
  const broker = currentBroker(client);
  if (broker.version !== Version.Unknown && broker.version !== Version.FoundMqtt5) return false;
  broker.version = Version.FoundMqtt3;
  client._brokers.unshift(client._brokers.pop()!); // it is the next to try
  client._skipLookUp = true;
  client.attempts--; // this is still the same attempt
  lose(client, Reason.VersionRefused, "no MQTT 5 at " + broker.host + ", trying 3.1.1");
  return true;
}

/**
 * The broker has closed before CONNACK: some refuse MQTT 5 so. Returns true if that is what it may mean, and connects with
 * 3.1.1 at once. If the broker closes then as well, that was no refusal of MQTT 5, which is tried again.
 */
export function fallBackOnClose(client: ClientState): boolean {
  const broker = currentBroker(client);
  if (broker.version === Version.Unknown) return fallBack(client);
  if (broker.version === Version.FoundMqtt3) broker.version = Version.Unknown;
  return false;
}
