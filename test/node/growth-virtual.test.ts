/** The built node on the virtual ESP32, which has no JsVars to count: no watch, listener or global stays behind either. */
import { beforeAll, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { buildFirst } from "../support/dist.ts";
import { running } from "./desk.ts";
import { inUse } from "./in-use.ts";

beforeAll(...buildFirst);

it("100 presses, 100 commands and 20 losses of the Wi-Fi", async () => {
  const { board, clock, told } = await running({ button: { events: ["press", "click", "double", "long"] }, retry: { first: 100, longest: 200 } });
  async function work(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      press(board);
      await clock.advance(100);
      release(board);
      board.type(`\x10ding.led(${i % 2 ? `'{"blink":{"on":10,"off":10},"for":500}'` : `"onn"`})\n`);
      await clock.advance(900);
      if (i % 5 > 0) continue;
      board.cutWifi();
      await clock.advance(500);
      board.restoreWifi();
      for (let step = 0; step < 10; step++) await clock.advance(100);
    }
    await clock.advance(2000);
  }
  await work(10);
  const before = await inUse(board);
  expect(before).toMatchObject({ watches: "2", listeners: "1,1" });
  await work(100);
  expect(await inUse(board)).toEqual(before);
  expect(told("/kv6003/sensor/ding").filter(({ event }) => event === "press")).toHaveLength(110);
});
