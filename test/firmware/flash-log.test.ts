/** The log in flash: what is kept, in which order, what goes when it is full, and what a broken or torn flash costs. */
import { crc32 } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Kind } from "../../src/firmware/flash-page.ts";
import type { FlashLog } from "../../src/firmware/flash-log.ts";
import { event, LogBench, reading, waiting, type LogModule } from "./log-bench.ts";

/** Fills a third of a page. */
const long = (name: string): string => name.padEnd(1350, ".");
const names = (texts: string[]): string[] => texts.map((text) => text.replace(/\.+$/, ""));

afterEach(() => {
  vi.doUnmock("../../board/esp32/flash-region.ts");
  vi.unstubAllGlobals();
});

describe("a log of four pages", () => {
  it("keeps messages of any length and any bytes, over power cuts, and takes no page while nothing is written", async () => {
    const bench = await LogBench.of(4);
    expect(bench.openLog(4).waiting).toBe(0);
    expect(bench.region.writes).toBe(0);
    const texts = ["", "a", "ab", "abc", "abcd", "\xff\xff\xff\xff\xff", "\0\0\0", "x".repeat(4000)];
    const log = bench.openLog(4);
    for (const text of texts) expect(bench.append(log, event, text)).toBe(true);
    const again = bench.openLog(4);
    expect(again.waiting).toBe(texts.length);
    expect(waiting(bench, again)).toEqual(texts);
  });

  it("writes a record as it is documented", async () => {
    const bench = await LogBench.of(4);
    bench.append(bench.openLog(4), event, "hello");
    const page = bench.region.bytes.subarray(0, 40).toString("hex");
    // "DING", kind 1, number 0 and their complement; mark, 0xFF, length, text, padding, CRC-32 of 05 00 and the text.
    expect(page).toBe("44494e47" + "01000000" + "feffffff" + "ffff0500" + "68656c6c6fffffff" + crcOf("\x05\0hello") + "ffffffff".repeat(3));
  });

  it("gives no message again whose receipt came, and goes on in the same page", async () => {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    for (const text of ["a", "b", "c"]) bench.append(log, event, text);
    expect(waiting(bench, log)).toEqual(["a", "b", "c"]);
    expect(bench.markDone(log, "b")).toBe(true);
    expect(bench.markDone(log, "b")).toBe(false);
    expect([log.waiting, log.inFlight.length]).toEqual([2, 2]);
    const again = bench.openLog(4);
    expect(waiting(bench, again)).toEqual(["a", "c"]);
    bench.append(again, event, "d");
    expect(waiting(bench, bench.openLog(4))).toEqual(["a", "c", "d"]);
    expect(bench.region.erases.filter((times) => times > 0)).toHaveLength(1);
  });

  it("sees a message that is written while it reads", async () => {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    expect(bench.nextRecord(log, event)).toBeUndefined();
    for (let i = 0; i < 8; i++) {
      bench.append(log, event, long(`m${i}`));
      expect(names(waiting(bench, log))).toEqual([`m${i}`]);
    }
  });

  it("gives up the oldest page of readings first, then the oldest of events; a reading never costs an event", async () => {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    const put = (kind: Kind, name: string): boolean => bench.append(log, kind, long(name));
    for (const name of ["r1", "r2", "r3", "r4"]) put(reading, name);
    for (const name of ["e1", "e2", "e3", "e4", "e5", "e6"]) put(event, name);
    expect(log.dropped).toBe(0);
    put(event, "e7"); // all four pages are full of this, or begun: the first with r1, r2 and r3 goes
    expect(log.dropped).toBe(3);
    for (const name of ["e8", "e9", "e10"]) put(event, name); // r4
    expect(log.dropped).toBe(4);
    for (const name of ["e11", "e12", "e13"]) put(event, name); // e1, e2, e3
    expect([log.dropped, log.waiting]).toEqual([7, 10]);
    expect(put(reading, "r5")).toBe(true);
    expect([log.dropped, log.waiting]).toEqual([8, 10]);
    const kept = ["e4", "e5", "e6", "e7", "e8", "e9", "e10", "e11", "e12", "e13"];
    expect(names(waiting(bench, bench.openLog(4)))).toEqual(kept);
    expect(names(waiting(bench, log))).toEqual(kept);
  });

  it("erases a page whose messages are all done before it gives one up that waits", async () => {
    const bench = await LogBench.of(4);
    const before = bench.openLog(4);
    for (let i = 0; i < 9; i++) bench.append(before, event, long(`m${i}`));
    for (const text of waiting(bench, before)) bench.markDone(before, text);
    const log = bench.openLog(4); // closed before its pages were erased
    for (const name of ["r0", "r1", "r2"]) expect(bench.append(log, reading, long(name))).toBe(true);
    for (let i = 0; i < 9; i++) bench.append(log, event, long(`n${i}`));
    expect(log.dropped).toBe(0);
    expect(names(waiting(bench, bench.openLog(4)))).toEqual(["r0", "r1", "r2", ...Array.from({ length: 9 }, (_, i) => `n${i}`)]);
  });

  it("of readings alone keeps the latest", async () => {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    for (let i = 1; i <= 13; i++) bench.append(log, reading, long(`r${i}`));
    expect(log.dropped).toBe(3);
    expect(names(waiting(bench, log))).toEqual(["r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13"]);
  });

  it("does not count as lost what is in flight when its page goes, and writes no mark into the new one", async () => {
    const bench = await LogBench.of(1);
    const log = bench.openLog(1);
    for (const name of ["a", "b", "c"]) bench.append(log, event, long(name));
    bench.nextRecord(log, event);
    bench.takeRecord(log, event);
    bench.append(log, event, long("d"));
    expect([log.dropped, log.waiting]).toEqual([2, 1]);
    const { writes } = bench.region;
    expect(bench.markDone(log, long("a"))).toBe(true);
    expect(bench.region.writes).toBe(writes);
    expect(names(waiting(bench, log))).toEqual(["d"]);
  });

  it("erases pages that are done when it is told to, one at a time, and wears all alike", async () => {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    for (let i = 0; i < 400; i++) {
      bench.append(log, event, long("m"));
      for (const text of waiting(bench, log)) bench.markDone(log, text);
      if (log.isUntidy) bench.tidy(log);
    }
    const erases = bench.region.erases.slice(0, 4);
    expect(Math.max(...erases) - Math.min(...erases)).toBeLessThanOrEqual(2);
    expect(erases.reduce((sum, times) => sum + times)).toBeLessThanOrEqual(400 / 3 + 5);
    expect(bench.region.erases.slice(4)).toEqual(new Array(12).fill(0));
  });

  it("leaves no page to erase to a press, once it had time", async () => {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    for (let i = 0; i < 5; i++) bench.tidy(log);
    expect(log.isUntidy).toBe(false);
    const erases = [...bench.region.erases];
    for (let i = 0; i < 12; i++) bench.append(log, event, long(`m${i}`));
    expect(bench.region.erases).toEqual(erases);
  });
});

describe("flash that is not as it should be", () => {
  it("whatever lies there at first is not a message, and is erased before it is used", async () => {
    const bench = await LogBench.of(4);
    for (let i = 0; i < bench.region.bytes.length; i++) bench.region.bytes[i] = (i * 7919) & 255;
    const log = bench.openLog(4);
    expect([log.waiting, waiting(bench, log)]).toEqual([0, []]);
    expect(bench.append(log, event, "a")).toBe(true);
    expect(waiting(bench, bench.openLog(4))).toEqual(["a"]);
  });

  it("a record that does not read back is written once more, in another page", async () => {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    bench.append(log, event, "a");
    bench.region.bytes[12 + 12 + 6] = 0; // a bit that fell by itself, in the place of the next text
    expect(bench.append(log, event, "bcd")).toBe(true);
    expect(log.waiting).toBe(2);
    expect(waiting(bench, log)).toEqual(["a", "bcd"]);
    const again = bench.openLog(4);
    expect([again.waiting, waiting(bench, again)]).toEqual([2, ["a", "bcd"]]);
  });

  it("a chip that does not erase or write says so, at once", async () => {
    const bench = await LogBench.of(4);
    bench.region.bytes.fill(0);
    bench.region.erasePage = () => undefined;
    expect(bench.append(bench.openLog(4), event, "a")).toBe(false);
    const log = bench.openLog(4);
    bench.tidy(log);
    expect(log.isUntidy).toBe(false);
  });

  it("a message that rotted in its page costs no other", async () => {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    for (const text of ["aaaa", "bbbb", "cccc"]) bench.append(log, event, text);
    bench.region.bytes[12 + 12 + 5] = 0;
    const again = bench.openLog(4);
    expect([again.waiting, waiting(bench, again)]).toEqual([2, ["aaaa", "cccc"]]);
  });
});

function crcOf(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(Buffer.from(text, "latin1")));
  return bytes.toString("hex");
}

describe("a read that fails for want of memory", () => {
  /** Six presses in two pages of four, and a page of readings that are all done. */
  async function filled(): Promise<{ bench: LogBench & LogModule; log: FlashLog }> {
    const bench = await LogBench.of(4);
    const log = bench.openLog(4);
    for (let i = 0; i < 3; i++) bench.append(log, reading, long(`r${i}`));
    for (const text of waiting(bench, log)) bench.markDone(log, text);
    for (let i = 0; i < 6; i++) bench.append(log, event, long(`m${i}`));
    return { bench, log };
  }

  it.each<[string, (bench: LogModule, log: FlashLog) => unknown]>([
    ["opened", (bench) => bench.openLog(4)],
    ["written", (bench, log) => bench.append(log, event, long("new"))],
    ["read", waiting],
    ["tidied", (bench, log) => [1, 2, 3].map(() => bench.tidy(log))],
  ])("at any time while the log is %s costs no message", async (_what, work) => {
    let fails = 0;
    for (let goodReads = 0; fails === goodReads; goodReads++) {
      const { bench, log } = await filled();
      const { bytes } = bench.region;
      let reads = 0;
      const read = vi.spyOn(bytes, "toString").mockImplementation((...args) => {
        if (reads++ === goodReads) throw new Error("too little memory");
        return Buffer.from(bytes).toString(...args);
      });
      try {
        work(bench, log);
      } catch {
        fails++;
      }
      read.mockRestore();
      bench.append(log, event, long("later"));
      for (const found of [log, bench.openLog(4)]) {
        const texts = names(waiting(bench, found).concat(found.inFlight.map(({ text }) => text)));
        for (const text of ["m0", "m1", "m2", "m3", "m4", "m5", "later"]) expect(texts, `after ${goodReads} reads`).toContain(text);
      }
    }
    expect(fails).toBeGreaterThan(0);
  });
});
