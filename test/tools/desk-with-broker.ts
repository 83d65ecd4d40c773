/** The built node on the virtual ESP32, and a tool that is at work on it: the node's clock moves meanwhile. */
import { createServer } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { desk, type Desk } from "../node/desk.ts";
import { withKey } from "../node/updates.ts";

/** A node with a key that is online, and the address by which programs reach its broker. */
export async function onlineDesk(): Promise<Desk & { address: { host: string; port: number } }> {
  const world = await desk(withKey);
  const server = createServer((socket) => world.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  await world.board.powerOn();
  await world.clock.advance(2000);
  return { ...world, address: { host: "127.0.0.1", port: address.port } };
}

/** Lets time pass for the node until a tool has ended. Returns what it failed with; "" if it did not. */
export async function untilEnded({ clock }: Pick<Desk, "clock">, tool: Promise<void>): Promise<string> {
  const ended = new AbortController();
  const failure = tool
    .then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    .finally(() => ended.abort());
  while (!ended.signal.aborted) {
    await clock.advance(20);
    await nextTurn();
  }
  return failure;
}
