/** The document for Home Assistant, held against a table of the keys that it takes. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import type { Config } from "../../../src/firmware/config.ts";
import { discoveryDocument, discoveryTopic, idOf } from "../../../src/tools/home-assistant/document.ts";
import { deviceClasses, deviceKeys, documentKeys, originKeys, platforms, stateClasses, triggerTypes } from "../../support/home-assistant-keys.ts";
import { device } from "../../support/settings.ts";

const everything: Config = {
  ...device,
  base: "haus/7",
  mqtt: { ...device.mqtt, key: "a key of 18 bytes." },
  button: { ...device.button, events: ["press", "release", "click", "double", "long"] },
  buttons: [{ ...device.button, name: "Tür", pin: "D27", events: ["press", "long"] }],
  outputs: [{ name: "relay", pin: "D4", activeLow: true, restore: "last" }],
  sensors: [
    { name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 },
    { name: "window open", kind: "digital", pin: "D35", every: 60_000, change: 0 },
    { name: "chip", kind: "temperature", pin: "", every: 60_000, change: 0 },
  ],
};

const configurations: [what: string, config: Config, node: string][] = [
  ["the default", device, "ding-40c4ff"],
  ["one with all there is", everything, "ding-40c4ff"],
  ["one with a topic for each node", { ...everything, topics: "node", readings: "topic" }, "hall"],
  ["one whose name needs care", everything, "Küche 'links' \\ 1.OG"],
];

describe.each(configurations)("the document of %s", (_what, config, node) => {
  const document = discoveryDocument(config, node, "1.0.0");
  const components = Object.entries(document.cmps);

  it("has the keys that a document may have, and those that it must have", () => {
    const keys = Object.keys(document);
    expect(keys).toEqual(expect.arrayContaining(documentKeys.required));
    expect([...documentKeys.required, ...documentKeys.optional]).toEqual(expect.arrayContaining(keys));
    expect(deviceKeys).toEqual(expect.arrayContaining(Object.keys(document.dev)));
    expect(originKeys).toEqual(expect.arrayContaining(Object.keys(document.o)));
    expect(document.dev["ids"]).toEqual([expect.stringMatching(/^[\w-]+$/)]);
  });

  it.each(components)("%s has the keys of its platform", (id, component) => {
    const platform = platforms[String(component["p"])];
    expect(id).toMatch(/^[\w-]+$/);
    expect(Object.keys(component)).toEqual(expect.arrayContaining([...(platform?.required ?? ["a known platform"])]));
    expect(platform?.all).toEqual(expect.arrayContaining(Object.keys(component)));
    const { dev_cla: deviceClass, unit_of_meas: unit, stat_cla: stateClass, type, p } = component;
    if (typeof deviceClass === "string") expect(deviceClasses[deviceClass]).toContain(unit);
    if (stateClass !== undefined) expect(stateClasses).toContain(stateClass);
    if (p === "device_automation") expect(triggerTypes).toContain(type);
    // Home Assistant takes no other states of a template light than the commands' own.
    if (p === "light") expect(component["schema"]).toBe("template");
  });

  it("names each thing once", () => {
    const ids = components.flatMap(([, { uniq_id: id }]) => (typeof id === "string" ? [id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    const triggers = components.flatMap(([, { p, type, stype }]) => (p === "device_automation" ? [`${String(type)} ${String(stype)}`] : []));
    expect(new Set(triggers).size).toBe(triggers.length);
  });

  it("fits the chip", () => {
    expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(8000);
  });
});

it("shows each part of the node", () => {
  expect(Object.keys(discoveryDocument(everything, "hall", "1.0.0").cmps)).toEqual([
    ...["button", "release_button", "click_button", "double_button", "long_button"],
    ...["button_T_r-" + idOf("Tür").split("-")[1], `press_button_${idOf("Tür")}`, `long_button_${idOf("Tür")}`],
    ...["output_led", "output_relay"],
    ...["sensor_light", `sensor_${idOf("window open")}`, "sensor_chip"],
    ...["rssi", "memory", "losses", "last_loss", "dropped", "restart", "update"],
  ]);
});

it("loses no trigger where a button is named like an event", () => {
  const buttons = ["press", "long", "press_long"].map((name) => ({ ...device.button, name }));
  const document = discoveryDocument({ ...device, buttons }, "hall", "1.0.0");
  const parts = Object.values(document.cmps).filter(({ p }) => p === "device_automation" || p === "event");
  expect(parts).toHaveLength(4 + 4 * device.button.events.length);
});

it("shows the version of a node with a key, which takes updates, and nothing of the key", () => {
  const document = discoveryDocument(everything, "hall", "1.0.0");
  expect(document.cmps["update"]).toMatchObject({ stat_t: "haus/7/update/hall", l_ver_t: "haus/7/update/hall/latest", cmd_t: "haus/7/update/hall/install" });
  expect(JSON.stringify(document)).not.toContain("a key");
  expect(discoveryDocument(device, "hall", "1.0.0").cmps).not.toHaveProperty("update");
});

it("goes to a topic that Home Assistant takes, another for each name", () => {
  expect(discoveryTopic("homeassistant", "ding-40c4ff")).toBe("homeassistant/device/ding-40c4ff/config");
  const topics = ["a.b", "a b", "a_b", "ä b"].map((name) => discoveryTopic("ha", name));
  expect(new Set(topics).size).toBe(4);
  for (const topic of topics) expect(topic).toMatch(/^ha\/device\/[\w-]+\/config$/);
});

it("is in the recipe as it is made", () => {
  const shown: unknown = JSON.parse(readFileSync("docs/recipes/home-assistant/document.json", "utf8"));
  expect(shown).toEqual(discoveryDocument(device, "hall", manifest.version));
});
