/**
 * The power is cut in every operation that the log makes on flash: before it, after it, and after each byte of it, with the bits
 * of the next byte in any state between. What was written before is there again, and nothing that never was.
 */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { FlashLog } from "../../src/firmware/flash-log.ts";
import type { Kind } from "../../src/firmware/flash-page.ts";
import { event, LogBench, PowerCut, reading, waiting } from "./log-bench.ts";

const pages = 3;
/** Bytes of an erase after which the power goes; within the header, each. */
const cutsInErase = [...Array.from({ length: 14 }, (_, i) => i), 100, 2048, 4095, 4096];

let bench: Awaited<ReturnType<typeof LogBench.of>>;

beforeAll(async () => {
  bench = await LogBench.of(pages);
});
afterAll(() => {
  vi.doUnmock("../../board/esp32/flash-region.ts");
  vi.unstubAllGlobals();
});

/** What must be in the log, and what may be. */
interface Model {
  kept: Set<string>;
  /** Written or marked when the power went. */
  open: string | undefined;
}

type Step = (log: FlashLog, model: Model) => void;

const put =
  (kind: Kind, text: string): Step =>
  (log, model) => {
    model.open = text;
    expect(bench.append(log, kind, text)).toBe(true);
    model.open = undefined;
    model.kept.add(text);
  };

/** Takes what waits, and gets receipts for the first `count`. */
const receive =
  (count: number): Step =>
  (log, model) => {
    waiting(bench, log);
    for (const { text } of log.inFlight.slice(0, count)) {
      model.open = text;
      model.kept.delete(text);
      bench.markDone(log, text);
      model.open = undefined;
    }
  };

const tidy: Step = (log) => bench.tidy(log);

/** Short messages in one page; long ones that take page after page, with pages that are erased again. */
const scenarios: [name: string, steps: Step[]][] = [
  ["20 presses and readings, half acknowledged", [...Array.from({ length: 20 }, (_, i) => put(i % 4 ? event : reading, `message ${i}`)), receive(10)]],
  [
    "pages that fill, empty and are used again",
    [
      ...Array.from({ length: 8 }, (_, i) => put(event, `a${i}`.padEnd(900, "."))),
      receive(5),
      tidy,
      ...Array.from({ length: 4 }, (_, i) => put(event, `b${i}`.padEnd(900, "."))),
      receive(6),
      tidy,
      tidy,
      put(reading, "c".padEnd(900, ".")),
      put(event, "d".padEnd(900, ".")),
    ],
  ],
];

function run(steps: Step[]): Model {
  const model: Model = { kept: new Set(), open: undefined };
  try {
    const log = bench.openLog(pages);
    for (const step of steps) step(log, model);
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
  }
  return model;
}

/** After the cut: boots again, checks what is there, and goes on until all is sent and tidy. */
function check({ kept, open }: Model, where: string): void {
  bench.power.cut = undefined;
  bench.powerOn();
  const log = bench.openLog(pages);
  const found = waiting(bench, log);
  expect(log.waiting, where).toBe(found.length);
  expect(new Set(found).size, where).toBe(found.length);
  expect(
    [...kept].filter((text) => !found.includes(text)),
    where,
  ).toEqual([]);
  expect(
    found.filter((text) => !kept.has(text) && text !== open),
    where,
  ).toEqual([]);
  for (const kind of ["a", "b", "message"]) {
    const order = found.filter((text) => text.startsWith(kind)).map((text) => Number(/\d+/.exec(text)?.[0]));
    if (kind !== "message") expect(order, where).toEqual(order.toSorted((a, b) => a - b));
  }
  expect(bench.append(log, event, "after"), where).toBe(true);
  expect(waiting(bench, log).at(-1), where).toBe("after");
  for (const { text } of [...log.inFlight]) bench.markDone(log, text);
  for (let i = 0; i <= pages && log.isUntidy; i++) bench.tidy(log);
  expect([log.waiting, log.isUntidy], where).toEqual([0, false]);
}

it.each(scenarios)("%s", { timeout: 120_000 }, (name, steps) => {
  const operations: { kind: string; length: number }[] = [];
  bench.reset();
  bench.power.cut = (operation) => {
    operations.push(operation);
    return undefined;
  };
  check(run(steps), "no cut");
  let cuts = 0;
  const total = operations.length;
  for (let number = 1; number <= total; number++) {
    const { kind, length } = operations[number - 1] ?? { kind: "", length: 0 };
    const everyByte = Array.from({ length: length + 1 }, (_, i) => i);
    const ends = kind === "erase" ? cutsInErase : length < 100 ? everyByte : everyByte.filter((i) => i < 10 || i > length - 10 || i % 50 === 0);
    for (const bytes of ends) {
      for (const stuck of kind === "erase" ? [255, 0] : [255, 0x0f, (number * 37 + bytes * 101) & 255]) {
        bench.reset();
        bench.power.cut = (operation) => (operation.number === number ? { bytes, stuck } : undefined);
        check(run(steps), `${name}: ${kind} ${number}, after ${bytes} of ${length} bytes, bits ${stuck}`);
        cuts++;
      }
    }
  }
  console.log(`log in flash: the power was cut at ${cuts} points in ${total} operations`);
  expect(cuts).toBeGreaterThan(1000);
});
