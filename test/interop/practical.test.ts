/**
 * docs/practical.md with other people's programs: its Python on paho, and its commands for Mosquitto's tools, against the board and
 * the broker of `npm start`. Only the port differs from what the page says.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { listing } from "../../src/tools/page/listings.ts";
import { ChildProgram, killAll } from "../support/child-program.ts";
import { buildFirst } from "../support/dist.ts";
import { blocksBelow } from "../support/doc-pages.ts";
import { startWorkbench, type StartedWorkbench } from "../support/workbench.ts";
import { findProgram } from "../../src/tools/brokers/find-program.ts";
import { requirements } from "./requirements.ts";
import { inlineCommand, mends } from "./worksheet.ts";

const found = requirements();
const page = "docs/practical.md";
const press = /"event":"press"/;
const [ownSubscriber = ""] = blocksBelow(page, "A subscriber of your own", "python");
const [brokenPublisher = "", mendedPublisher = ""] = blocksBelow(page, "The second listing, which does not run", "python");

describe.skipIf(typeof found === "string" || findProgram("mosquitto_sub") === undefined)("the worksheet", () => {
  beforeAll(...buildFirst);
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    killAll();
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function workbench(): Promise<StartedWorkbench> {
    const started = await startWorkbench();
    ends.push(() => started.end());
    return started;
  }

  /** Saves a program of the page and runs it, with the port of this broker. */
  function python(program: string, { broker }: StartedWorkbench): ChildProgram {
    if (typeof found === "string") throw new Error(found);
    const folder = mkdtempSync(join(tmpdir(), "worksheet-"));
    ends.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "program.py");
    writeFileSync(file, program.replaceAll("1883", String(broker.address.port)));
    return new ChildProgram(found.python, ["-u", file]);
  }

  /** Runs a command of the page for one of Mosquitto's tools, which tells of each packet as it comes. */
  function mosquitto(command: string, { broker }: StartedWorkbench): ChildProgram {
    return new ChildProgram("sh", ["-c", `exec stdbuf -oL ${command.trim()} -h 127.0.0.1 -p ${broker.address.port} -d`]);
  }

  /** What a subscriber to this filter hears from now on, as `topic payload`. */
  async function hearing(filter: string, { broker }: StartedWorkbench): Promise<string[]> {
    const client = await connectAsync({ host: broker.address.host, port: broker.address.port, reconnectPeriod: 0 });
    client.on("error", () => undefined);
    ends.push(() => client.end(true));
    const heard: string[] = [];
    client.on("message", (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    await client.subscribeAsync(filter, { qos: 1 });
    return heard;
  }

  describe("a subscriber of your own", () => {
    it("rings at a press, and at a reading too", async () => {
      const started = await workbench();
      const program = python(ownSubscriber, started);
      await program.seen(/^connected, result code 0$/);
      await program.seen(/"state":"off"/);
      await started.bench.simulation.press("single");
      await program.seen(press);
      started.bench.simulation.node("ding-virtual").setLight(0.9);
      await program.seen(/"type":"reading"/);
      await program.seen(/^DING!$/, 2);
    });

    it("connects again by itself after the broker was away", async () => {
      const started = await workbench();
      const program = python(ownSubscriber, started);
      await program.seen(/^connected, result code 0$/);
      await started.bench.simulation.toggleBroker();
      await started.bench.simulation.toggleBroker();
      await program.seen(/^connected, result code 0$/, 2);
    });

    it("takes bytes that are not UTF-8 for a failed connection, and ends", async () => {
      const started = await workbench();
      const program = python(ownSubscriber, started);
      await program.seen(/"state":"off"/);
      const command = inlineCommand("mosquitto_pub");
      await mosquitto(command, started).ended();
      expect(await program.ended()).toBe(1);
      expect(program.lines.at(-1)).toBe("connection failed");
    });

    it("ends when no broker is there at the start", async () => {
      const started = await workbench();
      await started.bench.simulation.toggleBroker();
      const program = python(ownSubscriber, started);
      expect(await program.ended()).toBe(1);
      expect(program.lines).toEqual(["connection failed"]);
    });
  });

  describe("the second listing", () => {
    it("fails by one mistake after the other, as the table says", async () => {
      const started = await workbench();
      const rows = mends();
      expect(rows).toHaveLength(3);
      let program = brokenPublisher;
      for (const { wrong, says, right } of rows) {
        const run = python(program, started);
        expect(await run.ended()).toBe(1);
        expect(run.lines.at(-1)).toBe(says);
        expect(program).toContain(wrong);
        program = program.replace(wrong, right);
      }
      const heard = await hearing("/kv6003/test", started);
      expect(await python(program, started).ended()).toBe(0);
      await python(mendedPublisher, started).ended();
      await expect.poll(() => heard).toEqual(['/kv6003/test {"room": "305", "window": "open"}']);
    });
  });

  it("subscribes to nothing where the subscription is not in on_connect", async () => {
    const started = await workbench();
    const { broker, bench } = started;
    const subscribe = '    client.subscribe(BASE + "/#", qos=1)\n';
    const original = listing("subscriber-paho1.py", { host: broker.address.host, port: broker.address.port, base: "/kv6003" });
    expect(original).toContain(subscribe);
    const moved = original.replace(subscribe, "").replace(/^client\.connect_async.*$/m, (line) => `${line}\n${subscribe.trim()}`);
    const heard = await hearing("/kv6003/sensor/ding", started);
    const program = python(moved, started);
    await program.seen(/^connected to 127\.0\.0\.1$/);
    await bench.simulation.press("single");
    await expect.poll(() => heard.filter((line) => press.test(line)).length, { timeout: 20_000 }).toBe(1);
    program.signal("SIGINT");
    await program.ended();
    expect(program.lines).toEqual(["connected to 127.0.0.1"]);
  });

  it("a will is published when its client is killed, and not after Ctrl-C", async () => {
    const started = await workbench();
    const [command = ""] = blocksBelow(page, "Wills", "sh");
    const heard = await hearing("/kv6003/status/me", started);
    for (const signal of ["SIGINT", "SIGHUP"] as const) {
      const client = mosquitto(command, started);
      await client.seen(/SUBACK/);
      await client.endBy(signal);
    }
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual(["/kv6003/status/me gone"]);
  });

  it("presses of an absence wait for a session with QoS 1, and not for one with QoS 0", async () => {
    const started = await workbench();
    const commands = blocksBelow(page, "QoS", "sh");
    expect(commands).toHaveLength(2);
    const heard = await hearing("/kv6003/sensor/ding", started);
    const presses = (): number => heard.filter((line) => press.test(line)).length;
    for (const command of commands) {
      const first = mosquitto(command, started);
      await first.seen(/SUBACK/);
      await first.endBy("SIGINT");
    }
    for (let times = 0; times < 3; times += 1) await started.bench.simulation.press("single");
    await expect.poll(presses, { timeout: 20_000 }).toBe(3);
    const [atLeastOnce, atMostOnce] = commands.map((command) => mosquitto(command, started));
    await atLeastOnce?.seen(press, 3);
    await atMostOnce?.seen(/SUBACK/);
    await started.bench.simulation.press("single");
    await atMostOnce?.seen(press);
    expect(atMostOnce?.lines.filter((line) => press.test(line))).toHaveLength(1);
  });
});
