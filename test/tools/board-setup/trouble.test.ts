/** Boards that make it hard: busy, throwing, hanging, full, in safe mode. */
import { describe, expect, it } from "vitest";
import { LinuxEspruino } from "../../../board/linux/index.ts";
import { RealNetwork, VirtualEsp32 } from "../../../board/virtual/index.ts";
import { espruino, nextLine, type MakeBoard } from "../../support/boards.ts";
import { again } from "../../tinymqtt/again.ts";
import { boardWith, flash, littleNode, nodeWith, Person } from "./flash-fixture.ts";

const rows: [name: string, make: MakeBoard][] = [
  ["virtual ESP32", () => new VirtualEsp32({ network: new RealNetwork(), hangLimit: 400, ctrlCInterrupts: true })],
];
if (espruino) rows.push(["real interpreter", () => new LinuxEspruino(espruino)]);
else it.skip("the real interpreter: skipped, for ESPRUINO names none", () => undefined);

const up = "Node:    hall, version 1.0.0, is up";
const yes = { options: { yes: true } };

it("says to press EN where a program hangs: on the ESP32 Ctrl-C does not stop it", async () => {
  const make = (): VirtualEsp32 => new VirtualEsp32({ network: new RealNetwork(), hangLimit: 400 });
  const board = boardWith(make, { ".bootcde": "setTimeout(function(){while(true);},100)" });
  await board.powerOn();
  await new Promise((resolve) => setTimeout(resolve, 600));
  await expect(flash(board, await nodeWith(littleNode("1.0.0")), { ...yes, attempt: 50 })).rejects.toThrow(/press the board's EN button/);
});

it.each([
  ["2v27", ["         The node is tested on Espruino 2v29, and this one is older: npm run flash -- --interpreter <download> installs a newer one"]],
  ["2v29", []],
  ["2v29.277", []],
  ["3v00", []],
])("warns of an Espruino that is older than the one tested on: %s", async (version, warnings) => {
  const board = boardWith(() => new VirtualEsp32({ network: new RealNetwork(), version }));
  await board.powerOn();
  const said = await flash(board, await nodeWith(littleNode("1.0.0")), { options: { dryRun: true } });
  expect(said.filter((line) => line.includes("is tested on"))).toEqual(warnings);
});

describe.each(rows)("flashing the %s", (name, make) => {
  it.each([
    ["prints all the time", "function p(){print('busy');setTimeout(p,2)}p()"],
    ["throws when it starts", "throw new Error('broken')"],
    ["throws all the time", "function t(){setTimeout(t,5);nothing.here()}t()"],
    ["hangs", "setTimeout(function(){while(true);},300)"],
  ])("gets past a program that %s", again(name), async (_what, program) => {
    const board = boardWith(make, { ".bootcde": program });
    await board.powerOn();
    if (program.includes("while")) await new Promise((resolve) => setTimeout(resolve, 350));
    expect(await flash(board, await nodeWith(littleNode("1.0.0")), yes)).toContain(up);
  });

  it("makes room where Storage is full of what was erased, and says that the power must stay on", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    await board.eval('(function(s){s.write("old","x",0,s.getFree()-3000);s.erase("old")})(require("Storage"))');
    const said = await flash(board, await nodeWith(littleNode("1.0.0")));
    expect(said.join("\n")).toMatch(/making room\. Do not unplug the board/);
    expect(said).toContain(up);
  });

  it("says what takes the room where Storage is full, and leaves the node that runs", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    await flash(board, await nodeWith(littleNode("1.0.0")));
    await board.eval('(function(s){s.write("photos","x",0,s.getFree()-1000)})(require("Storage"))');
    const startedAgain = nextLine(board, /^ding 1\.0\.0: hall/);
    const flashing = flash(board, await nodeWith(littleNode("1.1.0", 30_000)));
    await expect(flashing).rejects.toThrow(/Storage has no room: \d+ bytes are needed, \d+ are free\. The biggest files there: photos \(\d+\), /);
    await startedAgain;
  });

  it("ends safe mode, also when it only changes the configuration", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    await flash(board, await nodeWith(littleNode("1.0.0")));
    for (let boot = 0; boot < 3; boot++) {
      await board.powerOff();
      await board.powerOn();
    }
    const said = await flash(board, await nodeWith(littleNode("1.0.0")), { options: { onlyConfig: true, node: "cellar" } });
    expect(said).toContain("Node:    cellar, version 1.0.0, is up");
  });

  it("does not replace somebody else's program unasked", again(name), async () => {
    const board = boardWith(make, { ".bootcde": "print('mine')" });
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    await expect(flash(board, node)).rejects.toThrow(/runs another program .* add -y/);
    await expect(flash(board, node, { person: new Person(["n"]) })).rejects.toThrow("nothing was changed");
    expect(await board.eval('require("Storage").read(".bootcde")')).toBe("print('mine')");
    expect(await flash(board, node, { person: new Person(["y", "", ""]) })).toContain(up);
  });
});
