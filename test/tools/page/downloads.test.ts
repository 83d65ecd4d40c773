/** The files that the page offers. */
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/tools/command-line/user-error.ts";
import { nodeFile } from "../../../src/tools/page/built-node.ts";
import { pageDownloads } from "../../../src/tools/page/downloads.ts";
import { fillIn, listing, listingNames } from "../../../src/tools/page/listings.ts";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";
import { wokwiConfig, wokwiDiagram } from "../../../src/tools/page/wokwi.ts";
import config from "../../../flash.config.json" with { type: "json" };
import { device, settings } from "../../support/settings.ts";

const broker = { host: "10.0.0.7", port: 1884, base: "/room" };

interface Diagram {
  parts: { id: string; type: string; attrs: Record<string, string> }[];
  connections: [string, string, string, string[]][];
}

function diagram(pins: Parameters<typeof wokwiDiagram>[0]): Diagram {
  return JSON.parse(wokwiDiagram(pins)) as Diagram;
}

/** What a part's pin, or a pin of the board, is wired to. */
function wiredTo({ connections }: Diagram, pin: string): string[] {
  return connections.flatMap(([from, to]) => (from === pin ? [to] : to === pin ? [from] : []));
}

describe("a listing", () => {
  it.each(listingNames)("%s has the broker's address in its marked lines", (name) => {
    const text = listing(name, broker);
    expect(text).toContain('\nBROKER = "10.0.0.7"  # <-- the broker\'s address\n');
    expect(text).toContain("\nPORT = 1884  # <-- the broker's port\n");
    expect(text).toContain('\nBASE = "/room"\n');
    expect(text).toContain(`python3 ${name}\n`);
  });

  it("takes any name as a text", () => {
    expect(fillIn('BROKER = "x"\nPORT = 1\nBASE = "/a"\n', { host: '"$&\\', port: 2, base: "/é" })).toBe('BROKER = "\\"$&\\\\"\nPORT = 2\nBASE = "/é"\n');
  });

  it("without its marked lines is a fault of ours", () => {
    expect(() => fillIn("import time\n", broker)).toThrow("no line BROKER = ...");
  });
});

describe("diagram.json", () => {
  const { buttons, outputs, lightPin } = deviceInfo(device);

  it("wires the pins of flash.config.json as the README draws them", () => {
    const wiring = diagram({ buttons: [config.device.button], outputs: [{ name: "led", ...config.device.led }], lightPin });
    expect(wiredTo(wiring, "button:1.l")).toEqual(["esp:0"]);
    expect(config.device.button.pin).toBe("D0");
    expect(wiredTo(wiring, "button:2.l")).toEqual(["esp:GND.2"]);
    expect(wiredTo(wiring, "resistor:1")).toEqual(["esp:2"]);
    expect(config.device.led.pin).toBe("D2");
    expect(wiredTo(wiring, "led:A")).toEqual(["resistor:2"]);
    expect(wiredTo(wiring, "led:C")).toEqual(["esp:GND.3"]);
    expect(wiredTo(wiring, "light:AO")).toEqual(["esp:34"]);
  });

  it("follows other pins and levels, and leaves out a sensor that is not there", () => {
    const wiring = diagram({
      buttons: [{ name: "", pin: "D27", activeLow: false }],
      outputs: [{ name: "led", pin: "D4", activeLow: true }],
      lightPin: undefined,
    });
    expect(wiredTo(wiring, "button:1.l")).toEqual(["esp:27"]);
    expect(wiredTo(wiring, "button:2.l")).toEqual(["esp:3V3"]);
    expect(wiredTo(wiring, "resistor:1")).toEqual(["esp:3V3"]);
    expect(wiredTo(wiring, "led:C")).toEqual(["esp:4"]);
    expect(wiring.parts.map(({ id }) => id)).toEqual(["esp", "button", "led", "resistor"]);
  });

  it("has a part for each button and each output, with its name", () => {
    const wiring = diagram({
      buttons: [...buttons, { name: "door", pin: "D27", activeLow: true }],
      outputs: [...outputs, { name: "relay", pin: "D4", activeLow: true }],
      lightPin,
    });
    expect(wiring.parts.find(({ id }) => id === "button2")?.attrs).toEqual({ color: "green", label: "door", key: "2" });
    expect(wiring.parts.find(({ id }) => id === "led2")?.attrs).toEqual({ color: "red", label: "relay" });
    expect(wiredTo(wiring, "button2:1.l")).toEqual(["esp:27"]);
    expect(wiredTo(wiring, "resistor2:1")).toEqual(["esp:3V3"]);
    expect(wiredTo(wiring, "led2:C")).toEqual(["esp:4"]);
    const ids = wiring.parts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("names only parts that it has, and its attributes are texts", () => {
    const { parts, connections } = diagram({ buttons, outputs, lightPin: "D36" });
    const ids = [...parts.map(({ id }) => id), "$serialMonitor"];
    for (const [from, to] of connections) for (const end of [from, to]) expect(ids).toContain(end.split(":")[0]);
    for (const { attrs } of parts) for (const value of Object.values(attrs)) expect(value).toBeTypeOf("string");
    expect(connections).toContainEqual(["light:AO", "esp:VP", "gold", []]);
  });
});

it("wokwi.toml says that it is untried, and names an image", () => {
  expect(wokwiConfig()).toMatch(/Untried/);
  expect(wokwiConfig()).toMatch(/^\[wokwi\]\nversion = 1\nfirmware = '.+'$/m);
});

it("every file is offered by its name", async () => {
  const files = pageDownloads(broker, deviceInfo(device), () => ({ release: { version: "1", boot: "b", doors: "d", node: "n" }, settings }));
  expect([...files.keys()]).toEqual([...listingNames, "diagram.json", "node.json", "wokwi.toml"]);
  for (const { type, body } of files.values()) expect([type, String(await body())]).toEqual([expect.stringMatching(/^\w+\//), expect.stringMatching(/\S/)]);
});

describe("node.json", () => {
  const built = { release: { version: "1", boot: "b", doors: "d", node: "n" }, settings };

  it("is made once", async () => {
    let builds = 0;
    const { body } = nodeFile(() => (builds++, built));
    expect(await Promise.all([body(), body()])).toEqual([JSON.stringify(built), JSON.stringify(built)]);
    await body();
    expect(builds).toBe(1);
  });

  it("is tried again after a build that failed", async () => {
    let tries = 0;
    const { body } = nodeFile(() => (tries++ === 0 ? Promise.reject(new UserError("the build fails")) : built));
    await expect(body()).rejects.toThrow("the build fails");
    expect(await body()).toBe(JSON.stringify(built));
  });
});
