/** The built node with a list of Wi-Fi networks: which it joins, when it looks around, and what it keeps over a restart. */
import { beforeAll, describe, expect, it } from "vitest";
import { Flash } from "../../board/virtual/index.ts";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { desk, type Desk } from "./desk.ts";
import { dingFor, flashed, lineLike, startBroker } from "./node.ts";

beforeAll(...buildFirst);

const home = { ssid: "home", password: "h-secret" };
const school = { ssid: "school", password: "s-secret" };
const lab = { ssid: "lab" };
const file = "ding.wifi";
const minute = 60_000;

/** A node with these networks, of which one is in the air. */
async function among(wifi: object, inTheAir: { ssid: string; password?: string }, flash = new Flash(), longest = 1000): Promise<Desk> {
  const all = await desk({ wifi, retry: { first: 100, longest }, recovery: { restart: 0 } }, flash);
  moveTo(all, inTheAir);
  await all.board.powerOn();
  return all;
}

/** The board is carried to where another network is in the air. */
function moveTo({ board: { accessPoint } }: Desk, { ssid, password = "" }: { ssid: string; password?: string }): void {
  accessPoint.ssid = ssid;
  accessPoint.password = password;
}

/** The names of the networks that it tried to join, in turn; what was seen until now is forgotten. */
function joins({ lines }: Desk): string[] {
  return lines.splice(0).flatMap((line) => /^wifi: joining (.*)$/.exec(line)?.[1] ?? []);
}

async function online(all: Desk, ms: number): Promise<boolean> {
  await all.clock.advance(ms);
  return all.lines.includes("mqtt: connected as hall");
}

describe("several networks", () => {
  it("are tried in turn, from the first on, hidden ones too", async () => {
    const all = await among([home, lab, school], school);
    all.board.accessPoint.hidden = true;
    expect(await online(all, 5000)).toBe(true);
    expect(joins(all)).toEqual(["home", "lab", "school"]);
  });

  it("are looked for once each has failed: a failed join costs memory", async () => {
    const all = await among([home, school], { ssid: "elsewhere" });
    await all.clock.advance(5 * minute);
    expect(all.lines.at(-1)).toMatch(/^wifi: home, school are not in range; trying again in [\d.]+ s$/);
    expect(joins(all)).toEqual(["home", "school"]);
    moveTo(all, school);
    expect(await online(all, 5000)).toBe(true);
    expect(joins(all)).toEqual(["school"]);
  });

  it("with a wrong password for one in the air give way to another", async () => {
    const all = await among([{ ...home, password: "wrong" }, school], home);
    await all.clock.advance(3000);
    moveTo(all, school);
    expect(await online(all, 5000)).toBe(true);
    expect(joins(all).slice(0, 2)).toEqual(["home", "school"]);
  });

  it("are tried blindly every ten minutes, each in turn, for they may hide their names", async () => {
    const all = await among([home, school], { ssid: "elsewhere" });
    await all.clock.advance(41 * minute);
    const tried = joins(all);
    expect(tried.slice(0, 6)).toEqual(["home", "school", "home", "school", "home", "school"]);
    expect(tried.length).toBeLessThan(7);
  });

  it("each have their turn, a hidden one too, though another is in range that does not let the node in", async () => {
    const longest = 60_000; // failed joins cost memory: more of them would restart the chip
    const all = await among([lab, { ...home, password: "wrong" }], home, new Flash(), longest);
    await all.clock.advance(43 * minute);
    const tried = joins(all);
    expect(tried.filter((name) => name === "home").length).toBeGreaterThan(50);
    expect(tried.filter((name) => name === "lab").length).toBeGreaterThan(1);
  });

  it("do not take the node from the one that holds; after a loss that one comes first", async () => {
    const all = await among([home, school], school);
    expect(await online(all, 5000)).toBe(true);
    joins(all);
    all.board.cutWifi();
    await all.clock.advance(5000);
    all.board.restoreWifi();
    await all.clock.advance(5000);
    expect(joins(all)).toEqual(["school", "home", "school"]);
  });
});

describe("the last good network", () => {
  it("comes first after a restart, once it has held for ten minutes", async () => {
    const flash = new Flash();
    const all = await among([home, school], school, flash);
    await all.clock.advance(9 * minute);
    expect(flash.read(file)).toBeUndefined();
    await all.clock.advance(2 * minute);
    expect(flash.read(file)).toBe(`1${"\xff".repeat(63)}`);
    joins(all);
    await all.board.powerOff();
    await all.board.powerOn();
    expect(await online(all, 2000)).toBe(true);
    expect(joins(all)).toEqual(["school"]);
  });

  it("is not written sooner because the time server has set the clock, at which all timers are due", async () => {
    const flash = new Flash();
    const all = await among([home, school], school, flash);
    expect(await online(all, 5000)).toBe(true);
    all.board.setSystemTime(1_763_812_345);
    await all.clock.advance(9 * minute);
    expect(flash.read(file)).toBeUndefined();
    await all.clock.advance(2 * minute);
    expect(flash.read(file)).toBe(`1${"\xff".repeat(63)}`);
  });

  it("is written only when it is another one", async () => {
    const flash = new Flash();
    const all = await among([home, school], school, flash);
    await all.clock.advance(11 * minute);
    for (let boot = 0; boot < 3; boot++) {
      await all.board.powerOff();
      await all.board.powerOn();
      await all.clock.advance(11 * minute);
    }
    expect(flash.read(file)).toBe(`1${"\xff".repeat(63)}`);
    await all.board.powerOff();
    moveTo(all, home);
    await all.board.powerOn();
    await all.clock.advance(11 * minute);
    expect(flash.read(file)).toBe(`10${"\xff".repeat(62)}`);
  });

  it("starts the file anew when it is full", async () => {
    const flash = new Flash();
    flash.put(file, "01".repeat(31) + "00");
    const all = await among([home, school], school, flash);
    await all.clock.advance(11 * minute);
    expect(flash.read(file)).toBe(`1${"\xff".repeat(63)}`);
  });

  it.each([
    ["a network that the list no longer has", `4${"\xff".repeat(63)}`],
    ["no number", "garbage"],
    ["nothing", ""],
  ])("is the first of the list where the file holds %s", async (_what, contents) => {
    const flash = new Flash();
    flash.put(file, contents);
    const all = await among([home, school], home, flash);
    expect(await online(all, 2000)).toBe(true);
    expect(joins(all)).toEqual(["home"]);
  });

  it("is not written where there is one network, in a list or not", async () => {
    for (const wifi of [home, [home]]) {
      const flash = new Flash();
      const all = await among(wifi, home, flash);
      await all.clock.advance(11 * minute);
      expect(all.lines).toContain("mqtt: connected as hall");
      expect([flash.read(file), joins(all)]).toEqual([undefined, []]);
      await all.end();
    }
  });
});

describe("a list with mistakes", () => {
  it("costs the network that is wrong, and names it", async () => {
    const all = await among([{ ssid: "x".repeat(32) }, { password: "lone-secret" }, { ...school, colour: 1 }], school);
    expect(await online(all, 3000)).toBe(true);
    expect(all.lines.filter((line) => line.startsWith("config: "))).toEqual([
      `config: wifi[0].ssid must be 0..31 bytes, got "${"x".repeat(32)}"; using ""`,
      "config: unknown key wifi[2].colour",
      "config: wifi[0].ssid is missing; leaving it out",
      "config: wifi[1].ssid is missing; leaving it out",
    ]);
    expect(all.lines.join("\n")).not.toContain("secret");
  });

  it.each([
    ["empty", []],
    ["too long", Array.from({ length: 6 }, () => home)],
    ["of names", ["home", "school"]],
  ])("that is %s is not taken", async (_what, wifi) => {
    const all = await among(wifi, home);
    await all.clock.advance(1000);
    expect(all.lines).toContain("config: wifi must be object, or list of 1..5 objects; using the defaults");
    expect(all.lines.join("\n")).toContain("wifi.ssid is missing.");
  });

  it("keeps its passwords from the console", async () => {
    const all = await among([home, school], home);
    expect(await online(all, 2000)).toBe(true);
    const shown = await all.board.eval("ding.config.wifi");
    expect(shown).toContain("school");
    expect(shown).not.toContain("secret");
  });
});

describe.each(boards())("on the %s", (_name, make) => {
  it("a node with a list goes online", async () => {
    const broker = await startBroker();
    const { board, lines } = await flashed(make, { ...dingFor(broker), wifi: [{ ssid: "virtual" }, { ssid: "elsewhere" }] });
    board.put(file, `0${"\xff".repeat(63)}`);
    await board.powerOn();
    await lineLike(lines, /^mqtt: connected as hall$/);
    expect(lines).toContain("wifi: joining virtual");
    expect(await board.eval("ding.config.wifi.map(function(w){return w.password}).join()")).toBe("(not shown),(not shown)");
  });
});
