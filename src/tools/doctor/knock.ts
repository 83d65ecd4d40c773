/** Whether somebody answers at a TCP port. */
import { connect } from "node:net";

export type Door = "open" | "closed" | "unreachable";

/** ms */
const patience = 3_000;

/** Connects, and hangs up at once. `unreachable`: nobody says yes or no. */
export function knock(host: string, port: number): Promise<Door> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patience });
    const answer = (door: Door): void => {
      socket.destroy();
      resolve(door);
    };
    socket.once("connect", () => answer("open"));
    socket.once("timeout", () => answer("unreachable"));
    socket.once("error", (error: NodeJS.ErrnoException) => answer(error.code === "ECONNREFUSED" || error.code === "ECONNRESET" ? "closed" : "unreachable"));
  });
}
