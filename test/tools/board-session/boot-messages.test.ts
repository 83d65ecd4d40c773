/** A real chip prints its boot loader's messages, and now and then a panic, between Espruino's lines: the tools read past them. */
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { RealNetwork, VirtualEsp32 } from "../../../board/virtual/index.ts";
import { examine } from "../../../src/tools/doctor/command.ts";
import { readDist } from "../../../src/tools/node-build/release.ts";
import { Cable } from "../../support/cable.ts";
import { buildFirst, builtDist } from "../../support/dist.ts";
import { dingFor, flashed, lineLike, startBroker } from "../../node/node.ts";
import { builtNode, ding, flash, Person } from "../board-setup/flash-fixture.ts";

beforeAll(...buildFirst);

const make = (): VirtualEsp32 => new VirtualEsp32({ network: new RealNetwork(), bootMessages: true });

it("flash installs a node on a chip that talks, and sees it online", async () => {
  const broker = await startBroker();
  const board = make();
  onTestFinished(() => board.discard());
  await board.powerOn();
  const person = new Person();
  const { host, port } = broker.address;
  board.accessPoint.password = ding.wifi.password;
  await flash(board, await builtNode(), { person, options: { broker: `${host}:${port}` } });
  expect(person.said.join("\n")).toMatch(/online|connected/i);
});

it("doctor finds nothing wrong with a node that restarted itself with a panic a moment ago", async () => {
  const broker = await startBroker();
  const { board, lines } = await flashed(make, dingFor(broker));
  await board.powerOn();
  await lineLike(lines, /^mqtt: connected as hall/);
  lines.length = 0;
  board.type("\x10E.reboot()\n");
  await lineLike(lines, /^Guru Meditation/);
  const cable = new Cable(board);
  onTestFinished(() => cable.close());
  const findings = await examine(
    cable,
    115_200,
    { board: "ESP32", version: "2v29", release: readDist(await builtDist()) },
    {
      patience: 5_000,
      waiting: () => undefined,
      knock: () => Promise.resolve("closed"),
    },
  );
  expect(findings.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
});
