/** Why a connection or an attempt ended. */

/** Codes for programs, next to the texts for people. Each names the layer that failed. */
export const enum Reason {
  /** DNS or TCP failed. */
  ConnectFailed = 1,
  /** No CONNACK in time. */
  ConnectTimeout,
  /** The broker refused the client: CONNACK 1 to 5, in MQTT 5 CONNACK or DISCONNECT with a reason code. */
  Refused,
  /** The broker closed the connection. */
  ClosedByBroker,
  /** The broker violated the MQTT protocol. */
  ProtocolError,
  /** No PINGRESP in time. */
  NoPingresp,
  /** Nothing received for one and a half times the keep alive. */
  NothingReceived,
  /** No receipt in time. */
  ReceiptOverdue,
  /** The broker does not read the client's answers. */
  BrokerDoesNotRead,
  /** The program called `suspend`. */
  Suspended,
  /** The program called `disconnect` or `end`. */
  Disconnected,
  /** The broker does not speak MQTT 5; with 3.1.1 it is tried at once. */
  VersionRefused,
}

/** The meaning of a CONNACK return code: table 3.1 of MQTT 3.1.1. */
export function refusalText(code: number): string {
  const names = ["protocol version", "identifier", "server unavailable", "bad username or password", "not authorized"];
  return "refused: " + (names[code - 1] || "unknown") + " (" + code + ")";
}

/** Failures that count for a refusal, enough for the next wait to be drawn from all of 0..retry.longest: retrying soon is pointless. */
export const failuresOfRefusal = 99;
