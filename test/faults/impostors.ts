/** Who may answer in a broker's place. */
import { deafBroker } from "../support/deaf-broker.ts";
import type { Accept } from "./link.ts";

/** Takes the connection, and says nothing. */
export const mute: Accept = (stream) => stream.on("error", () => undefined).resume();

/** Takes all there is, and acknowledges no message. */
export const unreceipting = deafBroker({ puback: false, closesAfterConnack: false });

export const hangingUp = deafBroker({ puback: false, closesAfterConnack: true });

/** @param connack MQTT's return code */
export const refusing = (connack: number): Accept => deafBroker({ connack, puback: false, closesAfterConnack: false });

/** A web server, to which CONNECT is a bad request. */
export const httpServer: Accept = (stream) => {
  stream.on("error", () => undefined);
  stream.once("data", () => stream.end("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>Bad Request</h1>\r\n"));
};
