/** Overdue answers: after how long the node gives up a connection is configuration. */
import type { Duplex } from "node:stream";
import { beforeAll, expect, it } from "vitest";
import { press } from "../../board/shared/index.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";

beforeAll(...buildFirst);

/** A broker that gives these answers: by first byte of what it gets. */
function broker(answers: Record<number, readonly number[]>): (stream: Duplex) => void {
  return (stream) => {
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Buffer) => {
      const answer = answers[chunk[0] ?? 0];
      if (answer) stream.write(Buffer.from(answer));
    });
  };
}

const connect = 0x10;
const connack = [0x20, 2, 0, 0];

/** The seconds after which the node said so. */
async function secondsUntil({ clock, lines }: Desk, said: string): Promise<number> {
  for (let seconds = 1; seconds <= 60; seconds++) {
    await clock.advance(1000);
    if (lines.some((line) => line.startsWith(said))) return seconds;
  }
  throw new Error(`${said} was not said in a minute: ${lines.join(", ")}`);
}

it.each([
  [{}, 10],
  [{ recovery: { answer: 3000 } }, 3],
])("a broker that does not answer CONNECT, with %o", async (ding, seconds) => {
  const all = await desk(ding);
  all.replaceBroker(broker({}));
  await all.board.powerOn();
  const waited = await secondsUntil(all, "mqtt: connect timed out");
  expect([seconds, seconds + 1]).toContain(waited);
});

it.each([
  [{}, 30],
  [{ recovery: { receipt: 5000 } }, 5],
])("a broker that sends no PUBACK, with %o", async (ding, seconds) => {
  const all = await desk(ding);
  all.replaceBroker(broker({ [connect]: connack }));
  await all.board.powerOn();
  press(all.board);
  const waited = await secondsUntil(all, "mqtt: receipt overdue");
  expect([seconds, seconds + 1]).toContain(waited);
});
