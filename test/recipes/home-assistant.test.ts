/**
 * Home Assistant, as far as it goes without one: a node publishes its document, the document's templates are rendered by Jinja
 * with the messages that the node really sends, and the node obeys what the templates make of a click.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { discoveryFile } from "../../src/firmware/discovery-file.ts";
import { discoveryTopic, type DiscoveryDocument } from "../../src/tools/home-assistant/document.ts";
import { storedDocument } from "../../src/tools/home-assistant/stored-document.ts";
import { configBytes } from "../../src/tools/config/check-config.ts";
import { Mosquitto } from "../interop/mosquitto.ts";
import { buildFirst } from "../support/dist.ts";
import { device } from "../support/settings.ts";
import { endsAfterEach } from "./ends.ts";
import { engines, startNode, type RunningNode } from "./node.ts";
import { Observer } from "./observer.ts";
import { found, installed, jinja } from "./requirements.ts";

beforeAll(...buildFirst);

type Rendering = readonly [template: string, variables: object];

/** The texts that templates make. */
function render(...renderings: Rendering[]): string[] {
  const script = path.join(import.meta.dirname, "render.py");
  const { stdout, stderr, status } = spawnSync(installed().python, [script], { input: JSON.stringify(renderings), encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

/** With `value_json` for a message's JSON. */
function withMessage(template: unknown, line: string): Rendering {
  return [String(template), { value_json: JSON.parse(line.slice(line.indexOf(" ") + 1)) as unknown }];
}

const settings = {
  discovery: "homeassistant",
  button: { events: ["press", "release"], debounce: 10 },
  buttons: [{ name: "Tür 'links'", pin: "D27" }],
  outputs: [{ name: "relay", pin: "D4" }],
  sensors: [
    { name: "light", kind: "analog", pin: "D34", every: 1000 },
    { name: "door", kind: "digital", pin: "D35", every: 1000 },
  ],
};

describe.skipIf(typeof found === "string" || !jinja).each(engines)("Home Assistant and a node on the %s engine", (engine) => {
  const started = endsAfterEach();

  /** A node with its document on a board, and what a subscriber hears. */
  async function shown(more: object = {}): Promise<{ node: RunningNode; observer: Observer; document: DiscoveryDocument }> {
    const broker = started(await Mosquitto.start(installed()), (one) => one.end());
    const observer = started(await Observer.open(broker.address), (one) => one.close());
    const config = { ...device, ...settings, ...more, node: "hall", button: { ...device.button, ...settings.button } };
    const buttons = settings.buttons.map((button) => ({ ...device.button, ...button }));
    const file = storedDocument(JSON.parse(configBytes({ ...config, buttons })) as typeof device, "", "1.0.0", undefined);
    const node = await startNode(engine, "hall", broker.address, { ...settings, ...more }, new Map([[discoveryFile, file ?? ""]]));
    started(node.board, (board) => board.discard());
    const [line = ""] = await observer.seen(new RegExp(`^${discoveryTopic("homeassistant", "hall")} \\{`));
    return { node, observer, document: JSON.parse(line.slice(line.indexOf(" ") + 1)) as DiscoveryDocument };
  }

  it("its button is an event and a trigger, and nobody else's message is", async () => {
    const { node, observer, document } = await shown();
    const { button, press_button: trigger } = document.cmps;
    await node.press();
    const [press = ""] = await observer.seen(/^\/kv6003\/sensor\/ding .*"event":"press"/);
    const ofOthers = press.replace('"node":"hall"', '"node":"bench"');
    const ofTheDoor = press.replace('"type":"button"', '"type":"button","button":"door"');
    const [event, other, door, fired, notFired] = render(
      withMessage(button?.["val_tpl"], press),
      withMessage(button?.["val_tpl"], ofOthers),
      withMessage(button?.["val_tpl"], ofTheDoor),
      withMessage(trigger?.["val_tpl"], press),
      withMessage(trigger?.["val_tpl"], ofOthers),
    );
    expect(JSON.parse(event ?? "")).toEqual({ event_type: "press", boot: 1, seq: expect.any(Number) as number });
    expect(button?.["evt_typ"]).toContain("press");
    expect([other, door, notFired]).toEqual(["", "", ""]);
    expect(fired).toBe(trigger?.["pl"]);
  });

  it("a second button has its own, whatever its name", async () => {
    const { node, observer, document } = await shown({ topics: "node" });
    node.board.drive("D27", 1);
    await node.board.eval(`(ding.press(${JSON.stringify("T\u00c3\u00bcr 'links'")}),0)`);
    const [press = ""] = await observer.seen(/^\/kv6003\/sensor\/ding\/hall .*"button":"Tür 'links'"/);
    const [, second] = Object.values(document.cmps).filter(({ p }) => p === "event");
    const [event, first] = render(withMessage(second?.["val_tpl"], press), withMessage(document.cmps["button"]?.["val_tpl"], press));
    expect(JSON.parse(event ?? "")).toMatchObject({ event_type: "press" });
    expect(first).toBe("");
  });

  it("a click on the light switches its output, and what it tells is what Home Assistant reads", async () => {
    const { node, observer, document } = await shown();
    for (const [id, pin] of [
      ["output_led", "D2"],
      ["output_relay", "D4"],
    ] as const) {
      const light = document.cmps[id];
      const [on = "", dimmed = "", off = ""] = render(
        [String(light?.["cmd_on_tpl"]), {}],
        [String(light?.["cmd_on_tpl"]), { brightness: 128 }],
        [String(light?.["cmd_off_tpl"]), {}],
      );
      const stateTopic = String(light?.["stat_t"]);
      for (const [command, state, brightness] of [
        [on, "on", "255"],
        [dimmed, "on", "128"],
        [off, "off", "128"],
      ] as const) {
        const before = observer.matching(new RegExp(`^${stateTopic} `)).length;
        await observer.publish(String(light?.["cmd_t"]), command);
        const told = await observer.seen(new RegExp(`^${stateTopic} `), before + 1);
        const last = told.at(-1) ?? "";
        expect(render(withMessage(light?.["stat_tpl"], last), withMessage(light?.["bri_tpl"], last))).toEqual([state, brightness]);
      }
      expect(node.board.level(pin)).toBe(0);
    }
    expect(observer.matching(/^\/kv6003\/error/)).toEqual([]);
  });

  it("readings and diagnostics are numbers and words", async () => {
    const { observer, document } = await shown();
    const { sensor_light: light, sensor_door: door, rssi, memory, losses, last_loss: lastLoss, dropped, restart } = document.cmps;
    const [reading = ""] = await observer.seen(/"sensor":"light"/);
    const [level = ""] = await observer.seen(/"sensor":"door"/);
    const [health = ""] = await observer.seen(/^\/kv6003\/health\/hall /);
    const [value, none, open] = render(withMessage(light?.["val_tpl"], reading), withMessage(light?.["val_tpl"], level), withMessage(door?.["val_tpl"], level));
    expect(Number(value)).toBeGreaterThanOrEqual(0);
    expect([none, [door?.["pl_on"], door?.["pl_off"]].includes(open)]).toEqual(["", true]);
    const values = render(...[rssi, memory, losses, lastLoss, dropped, restart].map((one) => withMessage(one?.["val_tpl"], health)));
    expect(values).toEqual([expect.stringMatching(/^(-\d+)?$/), expect.stringMatching(/^\d+\.\d$/), "0", "none", "0", "none"]);
    expect(document.avty_t).toBe("/kv6003/status/hall");
    expect(observer.matching(/^\/kv6003\/status\/hall online$/)).not.toEqual([]);
  });
});
