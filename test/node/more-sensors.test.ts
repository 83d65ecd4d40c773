/**
 * The way to another kind of sensor in docs/configuration.md: its lines, put where it says, make a node that reads a DS18B20 and a DHT22.
 * On the virtual ESP32, where modules in Storage stand in for Espruino's own.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Flash } from "../../board/virtual/index.ts";
import { build } from "../../src/tools/node-build/build-dist.ts";
import { settings } from "../support/settings.ts";
import { desk } from "./desk.ts";

const page = readFileSync("docs/configuration.md", "utf8");

/** The lines that the page says to put into kinds.ts: those to import, and rows. */
function linesFor(kind: string): { imports: string; rows: string } {
  const block = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, text = ""]) => text).find((text) => text.includes(`./${kind}.ts`)) ?? "";
  const lines = block.split("\n").filter((line) => line !== "");
  const pick = (wanted: (line: string) => boolean): string => lines.filter(wanted).join("\n");
  const isImport = (line: string): boolean => line.startsWith("import ");
  return { imports: pick(isImport), rows: pick((line) => !isImport(line)) };
}

/** A build of the project with the page's lines in its kinds.ts. */
async function buildWith(...kinds: string[]): Promise<string> {
  const root = mkdtempSync(path.join(tmpdir(), "sensors-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const part of ["board", "src", "package.json", "tsconfig.chip.json", "tsconfig.base.json"]) cpSync(part, path.join(root, part), { recursive: true });
  mkdirSync(path.join(root, "node_modules"));
  symlinkSync("../src/tinymqtt", path.join(root, "node_modules/tinymqtt"));
  const file = path.join(root, "board/sensors/kinds.ts");
  let source = readFileSync(file, "utf8");
  for (const { imports, rows } of kinds.map(linesFor)) {
    expect([imports, rows]).not.toContain("");
    source = source.replace(/^import \{ analog/m, `${imports}\n$&`).replace(/^ {4}analog: .*$/m, `${rows}\n$&`);
  }
  writeFileSync(file, source);
  const dist = path.join(root, "dist");
  await build(dist, { root, settings: { ...settings, budget: 2 * settings.budget } });
  return dist;
}

it("gives readings of a DS18B20 and a DHT22", async () => {
  const dist = await buildWith("ds18b20", "dht22");
  const sensors = [
    { name: "water", kind: "ds18b20", pin: "D4" },
    { name: "air", kind: "dht22", pin: "D5" },
    { name: "damp", kind: "humidity", pin: "D12" },
    { name: "broken", kind: "humidity", pin: "D13" },
  ];
  const { board, clock, lines, told } = await desk({ sensors }, new Flash(), dist);
  // Espruino's modules answer like this, some time later; the bus is the interpreter's.
  board.put(".boot2", "function OneWire(pin){this.pin=pin}");
  board.put("DS18B20", "exports.connect=function(bus){return{getTemp:function(f){setTimeout(f,750,String(bus.pin)==='D4'?21.0625:null)}}}");
  board.put(
    "DHT22",
    "exports.connect=function(pin){return{read:function(f){setTimeout(f,50,String(pin)==='D13'?{err:true,temp:-1,rh:-1}:{temp:-3.2,rh:64.1})}}}",
  );
  await board.powerOn();
  for (let step = 0; step < 50; step++) await clock.advance(100);
  expect(lines.filter((line) => /crash|Uncaught|^config/.test(line))).toEqual([]);
  const readings = told("/kv6003/sensor/ding");
  expect(readings).toHaveLength(3);
  expect(readings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ sensor: "water", value: 21.063, unit: "°C" }),
      expect.objectContaining({ sensor: "air", value: -3.2, unit: "°C" }),
      expect.objectContaining({ sensor: "damp", value: 64.1, unit: "%" }),
    ]),
  );
});

it("names the module that is not in Storage", async () => {
  const dist = await buildWith("ds18b20");
  const { board, clock, lines } = await desk({ sensors: [{ name: "water", kind: "ds18b20", pin: "D4" }] }, new Flash(), dist);
  await board.powerOn();
  await clock.advance(1000);
  expect(lines.join("\n")).toMatch(/^sensor water: .*Module "?DS18B20"? not found/m);
});
