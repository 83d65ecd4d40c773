/** Why a connection, or an attempt at one, ended. */

/** Codes for programs; the texts are for people. Each names the layer that failed. */
export const enum Reason {
  /** DNS or TCP said no. */
  ConnectFailed = 1,
  /** No CONNACK in time. */
  ConnectTimeout,
  /** CONNACK 1 to 5: the broker does not want this client. */
  Refused,
  /** The broker closed the connection. */
  ClosedByBroker,
  /** The broker sent what MQTT does not allow. */
  ProtocolError,
  /** No PINGRESP in time. */
  NoPingresp,
  /** Nothing came for one and a half times the keep alive. */
  NothingReceived,
  /** No receipt of a message in time. */
  ReceiptOverdue,
  /** The broker makes the client answer, and does not read the answers. */
  BrokerDoesNotRead,
  /** The program said that the network is gone. */
  Suspended,
  /** The program asked for it. */
  Disconnected,
}

/** What CONNACK's codes mean: table 3.1 of MQTT 3.1.1. */
export function refusalText(code: number): string {
  const names = ["protocol version", "identifier", "server unavailable", "bad username or password", "not authorized"];
  return "refused: " + (names[code - 1] || "unknown") + " (" + code + ")";
}
