/** UDP on Espruino. */
import type { UdpSocket } from "../board.ts";

/** A socket that gets a free port when it first sends. */
export function openUdpSocket(): UdpSocket {
  return require("dgram").createSocket("udp4");
}
