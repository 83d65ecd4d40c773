/**
 * An outage on the virtual board, with presses, readings and the return of the link, in which the power is cut at one operation
 * on flash; then a second boot. What arrived is held against what had been made before the cut.
 */
import { expect } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { Flash, type Cut, type FlashOperation } from "../../board/virtual/index.ts";
import { desk } from "./desk.ts";

const sensor = "/kv6003/sensor/ding";
/** Light that moves, so that a reading comes when it is told to. */
const light = [{ name: "light", kind: "analog", pin: "D34", every: 86_400_000, change: 0.1 }];
const outage = "PPRPPPRPPPPRPPPPRPPPPPPR"; // 19 presses, and one more after the return

export interface Told {
  boot: number;
  seq: number;
}

/** Flash as it is after `from`. */
export function copyOf(from: Flash): Flash {
  const copy = new Flash();
  for (const name of from.names()) copy.put(name, from.read(name) ?? "");
  from.region.bytes.copy(copy.region.bytes);
  return copy;
}

/** Notes each operation on flash from here on, and cuts the power where `cut` says so. */
export function watchFlash(flash: Flash, cut: Cut | undefined): readonly FlashOperation[] {
  const operations: FlashOperation[] = [];
  flash.power.operations = 0;
  flash.power.cut = (operation) => {
    operations.push(operation);
    return cut?.(operation);
  };
  return operations;
}

/** Boots on `flash` and lets the outage happen; `cut` may end it at any operation. Boots again, and checks what arrived. */
export async function outageWithCut(flash: Flash, cut: Cut | undefined, where: string): Promise<readonly FlashOperation[]> {
  const { board, clock, lines, told, end } = await desk({ sensors: light, retry: { first: 100, longest: 200 } }, flash);
  const operations = watchFlash(flash, cut);
  /** Messages that were made, and known to be written or sent, before the power went. */
  let made = 0;
  const isOff = (): boolean => flash.power.isOff;
  const step = async (what: string): Promise<void> => {
    if (isOff()) return;
    if (what === "R") board.drive("D34", (level = (level + 0.2) % 1));
    else press(board);
    await clock.advance(600);
    if (isOff()) return;
    made++;
    release(board);
    await clock.advance(600);
  };
  const pass = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) await clock.advance(100);
  };
  let level = 0;
  await board.powerOn();
  await pass(20);
  if (!flash.power.isOff) made++; // the reading at power-on
  if (!flash.power.isOff) board.cutWifi();
  await pass(3);
  for (const what of outage) await step(what);
  board.restoreWifi();
  await pass(20);
  await step("P");
  await pass(20);

  flash.power.cut = undefined;
  const wasCut = flash.power.isOff;
  await board.powerOff();
  release(board);
  lines.length = 0;
  await board.powerOn();
  await pass(60);
  expect(lines, where).toContain("mqtt: connected as hall");
  expect(
    lines.filter((line) => /Uncaught|SAFE MODE/.test(line)),
    where,
  ).toEqual([]);
  press(board);
  await pass(10);

  const heard = told(sensor) as unknown as Told[];
  const ids = heard.map(({ boot, seq }) => boot * 1000 + seq);
  const first = ids.filter((id, i) => ids.indexOf(id) === i);
  expect(first, `${where}: the order`).toEqual(first.toSorted((a, b) => a - b));
  const texts = new Map<number, string>();
  for (const [i, message] of heard.entries()) {
    const text = JSON.stringify(message);
    expect(texts.get(ids[i] ?? 0) ?? text, `${where}: an id given twice`).toBe(text);
    texts.set(ids[i] ?? 0, text);
  }
  const boots = [...new Set(heard.map(({ boot }) => boot))];
  for (const boot of boots) {
    const seqs = [...new Set(heard.filter((message) => message.boot === boot).map(({ seq }) => seq))];
    expect(seqs, `${where}: gaps in boot ${boot}`).toEqual(seqs.map((_, i) => i + 1));
    if (boot === boots.at(-1)) expect(seqs.length, `${where}: the boot after the cut`).toBe(2);
    else expect(seqs.length, `${where}: arrived`).toBeGreaterThanOrEqual(made);
  }
  expect(boots.length, where).toBe(made ? 2 : boots.length);
  if (!cut) expect([made, wasCut], where).toEqual([outage.length + 2, false]);
  await end();
  return operations;
}
