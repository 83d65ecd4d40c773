/**
 * The Python programs that the page offers, against Mosquitto: each works, starts before its broker, and goes on when the
 * broker was away. Those for paho 2 run on paho 2 where PAHO2_PYTHON names a Python that has it, and always on paho 1.x whose
 * callbacks as-paho2.py has changed into those of paho 2.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { listing, listingNames, type ListingName } from "../../src/tools/page/listings.ts";
import { ChildProgram, killAll } from "../support/child-program.ts";
import { Mosquitto } from "./mosquitto.ts";
import { requirements, type Requirements } from "./requirements.ts";

const found = requirements();
const paho2 = process.env["PAHO2_PYTHON"];
const base = "/practical";
const helper = join(import.meta.dirname, "as-paho2.py");

interface Way {
  name: ListingName;
  on: string;
  start: (file: string) => ChildProgram;
}

const ways: Way[] = listingNames.flatMap((name): Way[] => {
  if (name.endsWith("-paho1.py")) return [{ name, on: "paho 1.x", start: (file) => new ChildProgram(installed().python, ["-u", file]) }];
  const helped = { name, on: "paho 1.x with the callbacks of paho 2", start: (file: string) => new ChildProgram(installed().python, ["-u", helper, file]) };
  return paho2 === undefined ? [helped] : [helped, { name, on: "paho 2", start: (file) => new ChildProgram(paho2, ["-u", file]) }];
});

describe.skipIf(typeof found === "string")("the practical's programs", () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    killAll();
  });

  async function mosquitto(): Promise<Mosquitto> {
    const broker = await Mosquitto.start(installed());
    ends.push(() => broker.end());
    return broker;
  }

  /** Starts the program as someone does who has downloaded it from the page. */
  function start({ name, start: run }: Way, { address }: Mosquitto): ChildProgram {
    const folder = mkdtempSync(join(tmpdir(), "listing-"));
    ends.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, name);
    writeFileSync(file, listing(name, { host: address.host, port: address.port, base }));
    return run(file);
  }

  async function client({ address }: Mosquitto): Promise<MqttClient> {
    const other = await connectAsync({ host: address.host, port: address.port, reconnectPeriod: 0 });
    // The broker is killed below; what this client says about that is not the point.
    other.on("error", () => undefined);
    ends.push(() => other.end(true));
    return other;
  }

  it.each(ways.filter(({ name }) => name.startsWith("subscriber")))("$name on $on rings, also after the broker was away", async (way) => {
    const broker = await mosquitto();
    await broker.kill();
    const program = start(way, broker);
    await broker.restart();
    for (const seq of [1, 2]) {
      await program.seen(/^connected to 127\.0\.0\.1$/, seq);
      await broker.logged(/Sending SUBACK/);
      const node = await client(broker);
      await node.publishAsync(`${base}/sensor/ding`, `{"node":"hall","boot":1,"seq":${seq},"type":"reading","sensor":"light","value":0.5}`, { qos: 1 });
      await node.publishAsync(`${base}/sensor/ding`, `{"node":"hall","boot":1,"seq":${seq},"type":"button","event":"press","up":5}`, { qos: 1 });
      await node.publishAsync(`${base}/status/hall`, Buffer.of(0xff), { qos: 1 });
      await node.publishAsync(`${base}/status/hall`, "[]", { qos: 1 });
      await program.seen(/DING!/, seq);
      await program.seen(/status\/hall \[\]$/, seq);
      if (seq === 2) break;
      await broker.kill();
      await program.seen(/^connection lost, trying again$/);
      await broker.restart();
    }
    expect(program.lines.filter((line) => line.includes("DING!"))).toHaveLength(2);
    expect(program.lines.filter((line) => line.includes('"seq":2'))).toHaveLength(2);
    program.signal("SIGINT");
    expect(await program.ended(), program.lines.join("\n")).toBe(0);
  });

  it.each(ways.filter(({ name }) => name.startsWith("publisher")))("$name on $on goes on when the broker is back", async (way) => {
    const broker = await mosquitto();
    await broker.kill();
    const program = start(way, broker);
    await program.seen(/^waiting for the broker$/);
    await broker.restart();
    for (const time of [1, 2]) {
      await program.seen(/^connected to 127\.0\.0\.1$/, time);
      const node = await client(broker);
      const toggled = new Promise<string>((resolve) => node.once("message", (topic, payload) => resolve(`${topic} ${payload.toString()}`)));
      await node.subscribeAsync("#", { qos: 1 });
      expect(await toggled).toBe(`${base}/control/led toggle`);
      if (time === 2) break;
      await broker.kill();
      await program.seen(/^connection lost, trying again$/);
      await broker.restart();
    }
    program.signal("SIGINT");
    expect(await program.ended(), program.lines.join("\n")).toBe(0);
  });
});

function installed(): Requirements {
  if (typeof found === "string") throw new Error(found);
  return found;
}
