/** flash.config.json: whole, or refused with a line for each thing that is wrong. */
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { compiledIn, readSettings, SettingsError } from "../../../src/tools/config/settings.ts";
import { device } from "../../support/settings.ts";
import { projectOf } from "../../support/small-project.ts";

const board = "esp32-devkit";

async function withDevice(changed: object): Promise<string> {
  return projectOf({
    "package.json": { version: "1.2.3" },
    "flash.config.json": { board, device: { ...device, ...changed }, budget: { total: 4096 } },
    [`board/pins/${board}.json`]: await readFile(`board/pins/${board}.json`, "utf8"),
  });
}

/** Why it is refused. */
async function faults(changed: object): Promise<readonly string[]> {
  const error: unknown = await readSettings(await withDevice(changed)).catch((reason: unknown) => reason);
  if (!(error instanceof SettingsError)) throw new Error("it was taken");
  return error.lines.map((line) => line.replace(/^flash\.config\.json: /, ""));
}

it("gives the device, the board, the budget and the version", async () => {
  const settings = await readSettings(await withDevice({}));
  expect(settings).toMatchObject({ device, board: { name: "ESP32 DevKit" }, budget: 4096, version: "1.2.3" });
});

it("is compiled in as bytes", async () => {
  const { DEFAULTS } = compiledIn(await readSettings(await withDevice({ node: "Küche" })));
  expect(DEFAULTS).toContain('"node":"K\xc3\xbcche"');
});

it.each(Object.keys(device).filter((key) => key !== "button" && key !== "led"))("may not leave out %s", async (key) => {
  expect(await faults({ [key]: undefined })).toEqual([`device.${key} is missing`]);
});

it("may leave out the button and the LED, which the board has", async () => {
  const { device: whole } = await readSettings(await withDevice({ button: { ...device.button, pin: undefined }, led: undefined }));
  expect(whole.led).toEqual({ pin: "D2", activeLow: false, restore: "off" });
});

it.each<[string, object, RegExp[]]>([
  [
    "an LED on the console's pin",
    { led: { pin: "D1", activeLow: false, restore: "off" } },
    [/^device\.led\.pin must be a pin for output, got "D1": it belongs to the console \(TX\)$/],
  ],
  ["an LED on an input", { led: { pin: "D34", activeLow: false, restore: "off" } }, [/^device\.led\.pin .* "D34": it is input-only$/]],
  [
    "an LED on the DAC's pin",
    { led: { pin: "D25", activeLow: false, restore: "off" } },
    [/^device\.led\.pin .* "D25": it is a DAC pin, which cannot dim an LED$/],
  ],
  ["an LED on the button's pin", { led: { pin: "D0", activeLow: false, restore: "off" } }, [/^device\.led\.pin .* "D0": it is taken by button$/]],
  ["a status LED on the LED's pin", { status: { pin: "D2", activeLow: false } }, [/^device\.status\.pin .* "D2": it is taken by led$/]],
  ["a button on a pin that cannot be watched", { button: { ...device.button, pin: "D12" } }, [/^device\.button\.pin .* "D12": Espruino cannot watch it$/]],
  ["a button on the flash chip's pin", { button: { ...device.button, pin: "D6" } }, [/^device\.button\.pin .* "D6": it belongs to the flash chip$/]],
  ["a pin that does not exist", { status: { pin: "D99", activeLow: false } }, [/^device\.status\.pin .* "D99": no such pin$/]],
  [
    "two sensors of one pin",
    {
      sensors: [
        { name: "a", kind: "analog", pin: "D34" },
        { name: "b", kind: "digital", pin: "D34" },
      ],
    },
    [/^device\.sensors\[1\]\.pin .* "D34": it is taken by sensors\[0\]$/],
  ],
  [
    "two sensors of one name",
    {
      sensors: [
        { name: "a", kind: "analog", pin: "D34" },
        { name: "a", kind: "analog", pin: "D35" },
      ],
    },
    [/^device\.sensors\[1\]\.name must be unique, got "a"$/],
  ],
  [
    "an ADC sensor on a digital pin",
    { sensors: [{ kind: "temperature" }, { kind: "analog", pin: "D4" }] },
    [/^device\.sensors\[1\]\.pin must be a pin for analog, got "D4"/],
  ],
])("is refused with %s, as on the board", async (_what, changed, expected) => {
  const lines = await faults(changed);
  expect(lines).toHaveLength(expected.length);
  for (const [i, pattern] of expected.entries()) expect(lines[i]).toMatch(pattern);
});

it("takes a sensor that needs no pin without one, as ding.json does", async () => {
  await expect(readSettings(await withDevice({ sensors: [{ kind: "temperature" }] }))).resolves.toBeDefined();
});
