/** Opens a connection: the socket, then CONNECT. */
import { toBytes } from "#to-bytes";
import { everySecond } from "./keep-alive.ts";
import { continueLongMessage } from "./long-message.ts";
import type { Net } from "./options.ts";
import { flush } from "./outbox.ts";
import { field, Packet, word } from "./packets.ts";
import { Reason } from "./reasons.ts";
import { onData } from "./receive.ts";
import { send, Unsent } from "./send.ts";
import { connectProperties, willProperties } from "./connect-properties.ts";
import { restoreLimits } from "./limits.ts";
import { lose, setState } from "./state.ts";
import { State, Version, type ClientSocket, type ClientState } from "./types.ts";
import { adoptBroker, fallBackOnClose, nextBroker } from "./version.ts";

const enum ConnectFlag {
  /** In MQTT 5: Clean Start. */
  CleanSession = 2,
  Will = 4,
  WillQos1 = 8,
  WillRetain = 32,
  Password = 64,
  Username = 128,
}

/** Starts an attempt: finds the broker if it must be looked up, and opens a socket to it. */
export function open(client: ClientState): void {
  const lookUp = client._options.lookUp;
  // Right after a loss the broker is most likely where it was. After a suspension the network may be another one.
  const isKnown = client._skipLookUp || (client._state === State.Waiting && client.attempts === 0);
  delete client._skipLookUp;
  setState(client, State.Connecting);
  client.attempts++;
  client._timer = 0; // it may have been the wait, and Espruino reuses the ids of expired timers
  if (!lookUp || isKnown) {
    openSocket(client);
    return;
  }
  const search = (client._search = {});
  try {
    lookUp(function (found) {
      if (client._search !== search || client._state !== State.Connecting || client._timer) return;
      delete client._search;
      if (typeof found === "string") {
        lose(client, Reason.ConnectFailed, found);
      } else {
        adoptBroker(client, found);
        openSocket(client);
      }
    });
  } catch (error) {
    lose(client, Reason.ConnectFailed, "look-up failed: " + String(error));
  }
}

/** Opens a socket to the next broker. */
function openSocket(client: ClientState): void {
  const options = client._options;
  const broker = nextBroker(client);
  restoreLimits(client);
  client._sinceOpen = 0;
  client._unsentBytes = 0;
  client._timer = setTimeout(everySecond, 1000, client);
  try {
    const net: Net = options.net || (options.tls ? require("tls") : require("net"));
    // TLS takes options of its own.
    const socket: ClientSocket = net.connect(options.tls ? Object.assign(Object.assign({}, options), broker) : broker, onConnect);
    client._socket = socket;
    socket._client = client;
    socket.on("data", onData);
    socket.on("drain", onDrain);
    socket.on("close", onClose);
  } catch (error) {
    lose(client, Reason.ConnectFailed, "connect failed: " + broker.host + ":" + broker.port + ": " + String(error));
  }
}

/** TCP is connected, or about to be: Espruino on Linux reports it too early. Only CONNACK proves that a broker is there. */
function onConnect(this: ClientSocket): void {
  if (this._client) sendConnect(this._client);
}

/** Sends CONNECT, its fields in the order of [MQTT-3.1.3-1]. */
function sendConnect(client: ClientState): void {
  const options = client._options;
  const will = options.will;
  let flags: number = client._isClean ? ConnectFlag.CleanSession : 0;
  let payload = field(toBytes(options.clientId || getSerial()));
  if (will) {
    flags |= ConnectFlag.Will | ((will.qos || 0) * ConnectFlag.WillQos1) | (will.retain ? ConnectFlag.WillRetain : 0);
    payload += willProperties(client, will) + field(toBytes(will.topic)) + field(toBytes(will.message));
  }
  if (options.username !== undefined) {
    flags |= ConnectFlag.Username;
    payload += field(toBytes(options.username));
  }
  if (options.password !== undefined) {
    flags |= ConnectFlag.Password;
    payload += field(toBytes(options.password));
  }
  const level = client._emptyProperties ? Version.Mqtt5 : Version.Mqtt3;
  send(client, Packet.Connect, field("MQTT") + String.fromCharCode(level, flags) + word(client._keepalive) + connectProperties(client) + payload);
}

/** The socket has sent everything. */
function onDrain(this: ClientSocket): void {
  const client = this._client;
  if (!client) return;
  if (client._unsentBytes > Unsent.Limit && client._long) {
    continueLongMessage(client);
  } else {
    client._unsentBytes = 0;
    if (client.queued > client._inflight) flush(client);
  }
}

function onClose(this: ClientSocket): void {
  const client = this._client;
  if (client && (client.connected || !fallBackOnClose(client)))
    lose(client, Reason.ClosedByBroker, client.connected ? "closed by broker" : "closed by broker before CONNACK");
}
