/** A node for a test: main.ts on a board and with a client that stand in. Import it, and each test has a new one. */
import type { Message } from "tinymqtt";
import { afterEach, beforeEach, vi } from "vitest";
import { FlashPower, FlashRegion } from "../../board/virtual/index.ts";
import { configBytes } from "../../src/tools/config/check-config.ts";
import { board, device } from "../support/settings.ts";
import { readUtf8 } from "./bytes.ts";
import { FakeBoard, fakeTinymqtt, type FakeClient } from "./doubles.ts";
import { useRegion } from "./log-bench.ts";

export const thisNode = "/kv6003/control/led/hall";
/** A ding.json with all that a node needs, and a status LED. */
export const complete = { node: "hall", wifi: { ssid: "home" }, mqtt: { host: "broker" }, status: { pin: "D4" }, sensors: [] };

export let chip: FakeBoard;
export let fake: { readonly client: FakeClient };
/** What the console says. */
export let lines: string[] = [];
export let main: typeof import("../../src/firmware/main.ts");

beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  vi.stubGlobal("VERSION", "1.0.0");
  vi.stubGlobal("DEFAULTS", configBytes(device));
  vi.stubGlobal("PINS", configBytes(board.pins));
  vi.stubGlobal("global", {}); // where the console's `ding` is put
  lines = [];
  vi.spyOn(console, "log").mockImplementation((...said: unknown[]) => lines.push(said.join(" ")));
  fake = fakeTinymqtt();
  chip = new FakeBoard();
  chip.install();
  useRegion(new FlashRegion(new FlashPower()));
  main = await import("../../src/firmware/main.ts");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const module of [
    "tinymqtt",
    "../../board/esp32/chip.ts",
    "../../board/esp32/doors.ts",
    "../../board/esp32/pins.ts",
    "../../board/esp32/flash-region.ts",
  ])
    vi.doUnmock(module);
  vi.useRealTimers();
});

/** Starts the node with this ding.json, in its third boot. */
export function start(ding: object = complete, lived: () => void = () => undefined): FakeClient {
  chip.ding = configBytes(ding);
  main.start(3, lived, "", 0);
  return fake.client;
}

/** Starts it, and it gets connected. What was said and published until then is forgotten. */
export function online(ding: object = complete): FakeClient {
  const client = start(ding);
  chip.wifi.up();
  client.emit("connected", { sessionPresent: false });
  vi.advanceTimersByTime(1000);
  client.published.length = client.calls.length = lines.length = 0;
  return client;
}

/** A message comes. */
export function comes(client: FakeClient, message: Partial<Message>): void {
  client.emit("message", { topic: thisNode, message: "", qos: 1, retain: false, dup: false, ...message });
}

/** What was published on a topic of the node's. */
export function on(client: FakeClient, topic: string): unknown[] {
  return client.published.filter((each) => each.topic === topic).map(({ payload }) => JSON.parse(readUtf8(payload)) as unknown);
}

export const refusals = (client: FakeClient): unknown[] => on(client, "/kv6003/error/hall");
export const states = (client: FakeClient): unknown[] => on(client, "/kv6003/state/hall/led");
