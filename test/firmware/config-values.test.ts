/** The configuration: every field of a wrong type or out of range, and what the console says of it. */
import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/firmware/validate.ts";
import { configKeys, itemKeys, lists, type List } from "../../src/tools/schema/keys.ts";
import { ruleWords } from "../../src/tools/schema/rule.ts";
import { at, complaints, device, loadAndHear } from "./load.ts";

describe("a bad value is named and its default used", () => {
  const name = "0..32 bytes without + # /";
  const topic = "1..64 bytes without + #, no / at its end";
  const events = "list of press,release,click,double,long";
  const usualEvents = '["press"]';
  const pin = "a pin's name";
  const usualSensors = JSON.stringify(device.sensors);

  it.each<[path: string, bad: unknown, wanted: string, using: string]>([
    ["node", 7, name, '""'],
    ["node", "a/b", name, '""'],
    ["node", "a+", name, '""'],
    ["node", "#", name, '""'],
    ["node", "a\nb", name, '""'],
    ["node", "a\u007f", name, '""'],
    ["node", "x".repeat(33), name, '""'],
    ["base", false, topic, '"/kv6003"'],
    ["base", "", topic, '"/kv6003"'],
    ["base", "/kv6003/", topic, '"/kv6003"'],
    ["base", "/kv6003/#", topic, '"/kv6003"'],
    ["base", "x".repeat(65), topic, '"/kv6003"'],
    ["wifi.ssid", 5, "0..31 bytes", '""'],
    ["wifi.ssid", "x".repeat(32), "0..31 bytes", '""'],
    ["mqtt.host", ["a"], "0..253 bytes without :", '""'],
    ["mqtt.host", "x".repeat(254), "0..253 bytes without :", '""'],
    ["mqtt.host", "broker.local:1884", "0..253 bytes without :", '""'],
    ["mqtt.port", "x", "1..65535", "1883"],
    ["mqtt.port", "1883", "1..65535", "1883"],
    ["mqtt.port", 0, "1..65535", "1883"],
    ["mqtt.port", 65536, "1..65535", "1883"],
    ["mqtt.port", 1883.5, "1..65535", "1883"],
    ["mqtt.port", -1, "1..65535", "1883"],
    ["mqtt.port", null, "1..65535", "1883"],
    ["mqtt.username", {}, "0..128 bytes", '""'],
    ["mqtt.keepalive", 4, "5..65535", "30"],
    ["mqtt.keepalive", true, "5..65535", "30"],
    ["mqtt.keepalive", 65536, "5..65535", "30"],
    ["mqtt.tls", "no", "boolean", "false"],
    ["mqtt.tls", 0, "boolean", "false"],
    ["button.pin", 0, pin, '"D0"'],
    ["button.pin", ["D4"], pin, '"D0"'],
    ["led.pin", null, pin, '"D2"'],
    ["status.pin", false, pin, '""'],
    ["button.activeLow", 1, "boolean", "true"],
    ["button.debounce", -1, "0..1000", "50"],
    ["button.debounce", 1001, "0..1000", "50"],
    ["button.long", 99, "100..60000", "800"],
    ["button.long", "800", "100..60000", "800"],
    ["button.double", 49, "50..5000", "300"],
    ["button.double", 5001, "50..5000", "300"],
    ["button.events", "press", events, usualEvents],
    ["button.events", ["press", "tap"], events, usualEvents],
    ["button.events", [1], events, usualEvents],
    ["button.events", { press: true }, events, usualEvents],
    ["led.activeLow", "false", "boolean", "false"],
    ["status.activeLow", null, "boolean", "false"],
    ["sensors", { name: "light" }, "list", usualSensors],
    ["sensors", "light", "list", usualSensors],
    ["retry.first", 99, "100..3600000", "1000"],
    ["retry.first", "1s", "100..3600000", "1000"],
    ["retry.longest", 86_400_001, "100..86400000", "60000"],
    ["retry.longest", [], "100..86400000", "60000"],
    ["queue", 0, "1..1000", "64"],
    ["queue", 1001, "1..1000", "64"],
    ["queue", 1.5, "1..1000", "64"],
    ["health", 999, "1000..86400000", "60000"],
    ["health", "60000", "1000..86400000", "60000"],
    ["sntp", 1, "0..253 bytes", '"pool.ntp.org"'],
    ["console.remote", "yes", "boolean", "false"],
  ])("%s: %j", (path, bad, wanted, using) => {
    const line = `${path} must be ${wanted}, got ${JSON.stringify(bad)}; using ${using}`;
    expect(loadAndHear(at(path, bad))).toEqual({ config: device, lines: [line] });
  });

  it.each(["mqtt", "button", "led", "status", "retry", "console"])("%s that is no object", (path) => {
    for (const bad of ["text", 1, null, [], false]) {
      expect(loadAndHear(at(path, bad))).toEqual({ config: device, lines: [`${path} must be object; using the defaults`] });
    }
  });

  it("while the good ones beside it count", () => {
    const { config, lines } = loadAndHear({ node: 5, mqtt: { host: "10.0.0.2", port: "x" }, queue: 10 });
    expect([config.node, config.mqtt.host, config.mqtt.port, config.queue]).toEqual(["", "10.0.0.2", 1883, 10]);
    expect(lines).toHaveLength(2);
  });
});

describe("every key of the rules, of a wrong type or out of its range", () => {
  /** What no rule takes, or not this one. */
  function wrongFor({ type, pin, min = 0, max = 0, words = [], without = "", notLast = "", fraction, protects }: Rule): unknown[] {
    const always = [null, {}, [7], [[]], 1e300];
    if (pin) return [...always, true, 0, 4, "D", "D6", "D11", "D40", "D-1", "D04", "d4", "4", "A0", "LED1", " D4", "toString", "x".repeat(500)];
    switch (type) {
      case "boolean":
        return [...always, 0, 1, "", "true"];
      case "number":
        return [...always, true, "", String(min), ...(fraction ? [min - 0.001, max + 0.001] : [min - 1, max + 1, min + 0.5, -min - 1])];
      case "list":
        if (words.length === 0) return [null, {}, true, 0, "", "[]"];
        return [...always, true, 0, "", words[0], [words[0], "tap"], [null]];
      case "text":
        if (words.length > 0) return [...always, true, 0, "", words.join(" "), String(words[0]).toUpperCase()];
        return [
          ...always,
          true,
          0,
          "x".repeat(max + 1),
          "\0",
          "a\nb",
          "\x7f",
          ...(min > 0 && !protects ? [""] : []),
          ...Array.from(without, (bad) => `a${bad}b`),
          ...(notLast ? [`a${notLast}`] : []),
        ];
      default:
        throw new Error(`there is no key of type ${type}`);
    }
  }

  it.each(configKeys(device).map((key) => [key.path, ruleWords(key.rule), key.rule] as const))(
    "%s (%s) is named, and its default used; what protects is closed instead",
    (path, _words, rule) => {
      const closed = { ...device, mqtt: { ...device.mqtt, key: "?" } };
      for (const wrong of wrongFor(rule)) {
        const { config, lines } = loadAndHear(at(path, wrong));
        expect(config).toEqual(rule.protects ? closed : device);
        expect(lines, JSON.stringify(wrong)).toEqual([expect.stringMatching(new RegExp(`^${path.replaceAll(".", "\\.")} must be .+, got .+; using `))]);
      }
    },
  );

  const goodItems: Record<List["key"], object> = {
    buttons: { name: "door", pin: "D27", activeLow: false, debounce: 10, long: 500, double: 100, events: ["long"] },
    outputs: { name: "relay", pin: "D4", activeLow: true, restore: "on" },
    sensors: { name: "light", kind: "analog", pin: "D35", every: 5000, change: 1 },
  };

  it.each(lists.flatMap((list) => itemKeys(list).map(({ path, rule }) => [list.item, path, ruleWords(rule), rule, list] as const)))(
    "%s's %s (%s) is named, and its default used",
    (_item, key, _words, rule, list) => {
      const good = goodItems[list.key];
      for (const wrong of wrongFor(rule)) {
        const { config, lines } = loadAndHear({ sensors: [], [list.key]: [{ ...good, [key]: wrong }] });
        const [item] = config[list.key];
        expect(lines[0], JSON.stringify(wrong)).toMatch(
          new RegExp(`^${list.key}\\[0\\]\\.${key} must be .+, got .+; ${key === "pin" ? "(using|leaving)" : "using"} `),
        );
        // Without a pin it cannot be.
        if (key === "pin") expect([item, lines.at(-1)]).toEqual([undefined, expect.stringMatching(/; leaving it out$/)]);
        else expect(item).toEqual({ ...good, [key]: list.usual[key] });
      }
    },
  );

  it.each<[what: string, ding: object, complaint: string]>([
    ["two buttons of one name", { buttons: [{ pin: "D26" }, { name: "button2", pin: "D27" }] }, 'buttons[1].name must be unique, got "button2"'],
    ["a button of the first one's name", { button: { name: "door" }, buttons: [{ name: "door", pin: "D27" }] }, 'buttons[0].name must be unique, got "door"'],
    ["an output that would take the updates' topic", { outputs: [{ name: "update", pin: "D4" }] }, 'outputs[0].name must be unique, got "update"'],
    ["an output with the LED's name", { outputs: [{ name: "led", pin: "D4" }] }, 'outputs[0].name must be unique, got "led"'],
    ["the button's pin", { buttons: [{ pin: "D0" }] }, 'buttons[0].pin must be a pin for button, got "D0": it is taken by button'],
    ["one pin for two", { buttons: [{ pin: "D4" }], outputs: [{ pin: "D4" }] }, 'outputs[0].pin must be a pin for output, got "D4": it is taken by buttons[0]'],
    ["a pin that cannot be watched", { buttons: [{ pin: "D12" }] }, 'buttons[0].pin must be a pin for button, got "D12"'],
    ["a pin without output", { outputs: [{ pin: "D34" }] }, 'outputs[0].pin must be a pin for output, got "D34"'],
    ["nothing", { outputs: [7] }, 'outputs[0].pin must be a pin for output, got ""'],
  ])("%s is named, and that part left out", (_what, ding, complaint) => {
    const { config, lines } = loadAndHear(ding);
    expect(lines).toEqual([expect.stringContaining(complaint)]);
    expect(lines[0]).toMatch(/; leaving it out$/);
    expect(config.outputs).toEqual([]);
    expect(config.buttons.length).toBeLessThan(2);
  });

  it("takes the edge of each range", () => {
    for (const { path, rule } of configKeys(device)) {
      if (rule.type !== "number") continue;
      for (const good of [rule.min, rule.max]) expect(complaints(at(path, good)), path).toEqual([]);
    }
  });
});
