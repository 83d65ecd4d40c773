/** The built node's console for people: what `ding` answers, on the serial line. */
import { beforeAll, describe, expect, it } from "vitest";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { again } from "../tinymqtt/again.ts";
import { flashed, lineLike, online, until, type Online } from "./node.ts";
import { device } from "../support/settings.ts";

beforeAll(...buildFirst);

/** What a person reads who types this. */
async function say({ board, lines }: Pick<Online, "board" | "lines">, expression: string): Promise<string[]> {
  const from = lines.length;
  // The interpreter prints before it answers; the virtual board's lines come on their own.
  const printed = await board.eval(`(${expression},0)`);
  return [...lines.slice(from), ...printed.split("\n").slice(0, -1)];
}

describe.each(boards())("on the %s", (name, make) => {
  it("ding.help() names all that it can do", again(name), async () => {
    const node = await online(make);
    expect(await say(node, "ding.help()")).toEqual(['ding.status() ding.press() ding.led("toggle") ding.config']);
  });

  it("ding.status() tells whether it is online, its health and the LED in one line", again(name), async () => {
    const node = await online(make);
    const status = async (): Promise<[word: string, health: unknown, led: unknown]> => {
      // What the node logs meanwhile may stand beside it.
      const line = (await say(node, "ding.status()")).find((printed) => printed.endsWith("}")) ?? "";
      const [, word = line, health = "", led = ""] = /^(\w+) ({.*}) ({.*})$/.exec(line) ?? [];
      return [word, JSON.parse(health), JSON.parse(led)];
    };
    const health = {
      node: "hall",
      boot: 1,
      up: expect.any(Number) as number,
      memory: { used: expect.any(Number) as number, total: expect.any(Number) as number },
      dropped: 0,
    };
    expect(await status()).toEqual([
      "online",
      expect.objectContaining({ ...health, queued: expect.any(Number) as number, mqtt: expect.objectContaining({ losses: 0, last: "" }) as unknown }),
      { state: "off", brightness: 1 },
    ]);
    node.board.cutWifi();
    await lineLike(node.lines, /^wifi: .*trying again/);
    expect(await status()).toEqual([
      "offline",
      expect.objectContaining({
        ...health,
        queued: 0,
        mqtt: expect.objectContaining({ losses: 1, last: expect.stringMatching(/^Wi-Fi: .+/) as string }) as unknown,
      }),
      { state: "off", brightness: 1 },
    ]);
  });

  it("ding.press() is a press like any other", again(name), async () => {
    const { board, listener } = await online(make, { button: { debounce: 10, events: ["press", "release", "click"] } });
    await board.eval("(ding.press(),0)");
    const messages = await listener.count("/kv6003/sensor/ding", 3);
    expect(messages.map(({ payload }) => (payload as { event: string }).event)).toEqual(["press", "release", "click"]);
  });

  it("ding.led() takes what the control topic takes, and says why it does not", again(name), async () => {
    const node = await online(make);
    expect(await say(node, "ding.led('on')")).toEqual([]);
    await until(
      () => (node.board.level("D2") === 1 ? true : undefined),
      () => "the LED to be on",
    );
    await node.listener.next("/kv6003/state/hall/led", (told) => (told as { state: string }).state === "on");
    const words = "command refused: state must be one of on,off,toggle";
    expect(await say(node, "ding.led('onn')")).toEqual([words]);
    expect(await say(node, "ding.led()")).toEqual([words]);
    expect(node.board.level("D2")).toBe(1);
  });

  it("ding.config is the whole configuration in use, without its passwords", again(name), async () => {
    const wifi = { ssid: "virtual", password: "open-sesame" };
    const { board, lines } = await flashed(make, { wifi, mqtt: { username: "hall", password: "open-sesame", key: "open-sesame-open" }, queue: 7 });
    await board.powerOn();
    await lineLike(lines, /^config: mqtt\.host is missing/);
    expect(JSON.parse(await board.eval("JSON.stringify(ding.config)"))).toEqual({
      ...device,
      wifi: { ssid: "virtual", password: "(not shown)" },
      mqtt: { ...device.mqtt, username: "hall", password: "(not shown)", key: "(not shown)" },
      console: { ...device.console, password: "(not shown)" },
      queue: 7,
    });
    for (const shown of ["ding", "ding.config", "ding.status()"]) expect((await say({ board, lines }, `print(${shown})`)).join()).not.toContain("sesame");
  });
});
