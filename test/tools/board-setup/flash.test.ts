/** Flashing a board that is there: bare, with an older node, with a program that is in the way. */
import { describe, expect, it } from "vitest";
import { boards } from "../../support/boards.ts";
import { again } from "../../tinymqtt/again.ts";
import { boardWith, erase, flash, littleNode, nodeWith } from "./flash-fixture.ts";

describe.each(boards())("flashing the %s", (name, make) => {
  it("makes a node of a bare board", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const said = await flash(board, await nodeWith(littleNode("1.0.0")));
    expect(said).toContain("Node:    hall, version 1.0.0, is up");
    expect(said).toContain("Broker:  connected");
    expect(await board.eval('require("Storage").list().filter(function(n){return /new|boot3/.test(n)}).length')).toBe("0");
  });

  it("puts a newer node beside the older, and the newest into the room of the first", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    await flash(board, await nodeWith(littleNode("1.0.0")));
    expect(await flash(board, await nodeWith(littleNode("1.1.0")))).toContain("Node:    hall, version 1.1.0, is up");
    expect(await flash(board, await nodeWith(littleNode("1.2.0")))).toContain("Node:    hall, version 1.2.0, is up");
    await board.powerOff();
    await board.powerOn();
    expect(await board.eval('require("Storage").read("ding.js").indexOf("1.2.0")>0')).toBe("true");
  });

  it("ends the trial of an update that came over MQTT: the version flashed is the one that runs", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    await flash(board, node);
    await board.eval('require("Storage").write("ding.b0","T",require("Storage").read("ding.b0").indexOf("\\xff",8),1024)');
    await board.powerOff();
    board.put("ding2.js", littleNode("1.1.0"));
    await board.powerOn();
    await expect(board.eval('Modules.getCached().indexOf("ding2.js")>=0')).resolves.toBe("true");
    expect(await flash(board, node)).toContain("Node:    hall, version 1.0.0, is up");
    await board.powerOff();
    await board.powerOn();
    await expect(board.eval('Modules.getCached().indexOf("ding.js")>=0')).resolves.toBe("true");
  });

  it("says what it would write, and writes nothing", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    const said = await flash(board, node, { options: { dryRun: true } });
    expect(said.slice(-5)).toEqual([
      `Would write the node to ding.js (${node.release.node.length} bytes)`,
      expect.stringMatching(/^Would write the configuration to ding\.json \(\d+ bytes\)$/),
      `Would write the boot guard to .bootcde (${node.release.boot.length} bytes)`,
      `Would write the file that closes the consoles to .boot1 (${node.release.doors.length} bytes)`,
      expect.stringMatching(/^That takes \d+ bytes of Storage; \d+ are free$/),
    ]);
    expect(await board.eval('require("Storage").list().indexOf("ding.js")')).toBe("-1");
  });

  it("changes the configuration alone", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    await expect(flash(board, await nodeWith(littleNode("1.0.0")), { options: { onlyConfig: true } })).rejects.toThrow(/no node on the board yet/);
    await flash(board, await nodeWith(littleNode("1.0.0")));
    const said = await flash(board, await nodeWith(littleNode("1.1.0")), { options: { onlyConfig: true, node: "cellar" } });
    expect(said).toContain("Node:    cellar, version 1.0.0, is up");
  });

  it("throws a configuration away that came over MQTT and is on trial, when it brings another", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    await flash(board, node);
    await board.eval('require("Storage").write("ding.try","1",0,64)');
    await flash(board, node);
    expect(await board.eval('require("Storage").list(/try/).join()')).toBe("ding.try");
    await flash(board, node, { options: { onlyConfig: true, node: "cellar" } });
    expect(await board.eval('require("Storage").list(/try/).join()')).toBe("");
  });

  it("brings the document for Home Assistant, and leaves it alone while it says the same", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    const options = { discovery: "homeassistant" };
    expect((await flash(board, node, { options: { ...options, dryRun: true } })).join("\n")).toMatch(
      /^Would write the document for Home Assistant to ding\.ha \(\d+ bytes\)$/m,
    );
    await flash(board, node, { options });
    expect(await board.eval('require("Storage").read("ding.ha").split("\\n")[4]')).toBe("homeassistant/device/hall/config");
    await board.eval('require("Storage").write("ding.ha",".",3)'); // the node has published it
    expect(await flash(board, node, { options })).toContain("The board is up to date; nothing is written");
    await flash(board, node, { options: { ...options, node: "cellar", onlyConfig: true } });
    expect(await board.eval('require("Storage").read("ding.ha").split("\\n").slice(3,6).join()')).toBe(
      "cellar,homeassistant/device/cellar/config,homeassistant/device/hall/config",
    );
  });

  it("brings a key, which nobody is shown", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const key = "a key of 18 bytes.";
    const node = await nodeWith(littleNode("1.0.0"));
    const said = await flash(board, node, { key });
    expect(said.join("\n")).not.toContain(key);
    expect(await board.eval('require("Storage").readJSON("ding.json").mqtt.key')).toBe(key);
    expect(await board.eval('require("Storage").readJSON("ding.json").mqtt.sign')).toBe("undefined");
    await flash(board, node, { key, options: { sign: true, onlyConfig: true } });
    expect(await board.eval('require("Storage").readJSON("ding.json").mqtt.sign')).toBe("true");
  });

  it("takes the node off again", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const before = await board.eval('require("Storage").list().join()');
    await flash(board, await nodeWith(littleNode("1.0.0")));
    await board.eval('require("Storage").write("ding.wifi","1",0,64)');
    await board.eval('require("Storage").write("ding.try","1",0,64)');
    await expect(erase(board)).rejects.toThrow(/erases the node .* add -y/);
    expect(await erase(board, { yes: true })).toContain("Erased: .bootcde, .boot1, ding.js, ding.json, ding.try, ding.wifi");
    expect(await board.eval('require("Storage").list().filter(function(n){return!/^ding.b/.test(n)}).join()')).toBe(before);
    expect(await erase(board, { yes: true })).toContain("Nothing to erase: there is no node on the board");
  });

  it("writes nothing when the board has it all", again(name), async () => {
    const board = boardWith(make);
    await board.powerOn();
    const node = await nodeWith(littleNode("1.0.0"));
    await flash(board, node);
    expect(await flash(board, node)).toContain("The board is up to date; nothing is written");
  });
});
