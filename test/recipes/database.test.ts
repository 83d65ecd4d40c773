/** The recipe with a database: each message is stored once, whatever is away meanwhile, and can be asked for. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Mosquitto } from "../interop/mosquitto.ts";
import { ChildProgram } from "../support/child-program.ts";
import { endsAfterEach } from "./ends.ts";
import { InfluxDb } from "./influxdb.ts";
import { engines, startNode } from "./node.ts";
import { Observer } from "./observer.ts";
import { copyRecipe, listings, replaceAll, shell } from "./recipe.ts";
import { curl, found, influxd, installed } from "./requirements.ts";

const paho2 = process.env["PAHO2_PYTHON"];
const pythons = [{ paho: "1.x", python: () => installed().python }, ...(paho2 === undefined ? [] : [{ paho: "2.x", python: () => paho2 }])];
const topic = "/kv6003/sensor/ding";

const press = '{"node":"hall","boot":3,"seq":17,"type":"button","event":"press","up":81234,"time":1763812345.12}';
const reading = '{"node":"hall","boot":3,"seq":18,"type":"reading","sensor":"light","value":0.53,"unit":"ratio","up":90001,"time":1763812353.89}';
const pressLine = "button,node=hall,event=press boot=3i,seq=17i,up=81234i 1763812345120000000";
const readingLine = "reading,node=hall,sensor=light,unit=ratio value=0.53,boot=3i,seq=18i,up=90001i 1763812353890000000";

describe.skipIf(typeof found === "string")("into a database", () => {
  const started = endsAfterEach();

  async function mosquitto(): Promise<Mosquitto> {
    return started(await Mosquitto.start(installed()), (broker) => broker.end());
  }

  function recipe(): string {
    return started(copyRecipe("database"), (folder) => rmSync(folder, { recursive: true, force: true }));
  }

  /** The program, subscribed. */
  async function program(broker: Mosquitto, folder: string, python: string, ...more: string[]): Promise<ChildProgram> {
    const running = new ChildProgram(python, ["ding-to-sqlite.py", "--port", String(broker.address.port), ...more], { cwd: folder });
    await running.seen(/^connected to 127\.0\.0\.1$/);
    await broker.logged(/Sending SUBACK to ding-to-sqlite/);
    return running;
  }

  async function publisher({ address }: Mosquitto): Promise<Observer> {
    return started(await Observer.open(address, { filter: "none" }), (client) => client.close());
  }

  async function interrupt(running: ChildProgram): Promise<void> {
    const before = running.lines.length;
    running.signal("SIGINT");
    expect(await running.ended(), running.lines.join("\n")).toBe(0);
    expect(running.lines.slice(before)).toEqual([]);
  }

  describe.each(pythons)("with paho $paho", ({ python }) => {
    it.each(engines)("presses and readings are stored, also those during an absence, on the %s engine", async (engine) => {
      const broker = await mosquitto();
      const folder = recipe();
      const first = await program(broker, folder, python());
      const hall = started(await startNode(engine, "hall", broker.address, { readings: "topic" }), ({ board }) => board.discard());
      await hall.press();
      await first.seen(/^button,node=hall,event=press /);
      await first.seen(/^reading,node=hall,sensor=light,unit=ratio value=/);
      const [look = ""] = listings("database", "See that it works");
      expect(await shell(look.replace("python3", installed().python), folder)).toMatch(/^\(\d+\.\d+, 'hall'\)\n$/);
      await interrupt(first);

      const watcher = started(await Observer.open(broker.address), (client) => client.close());
      await hall.press();
      await watcher.seen(/"event":"press"/);
      const second = await program(broker, folder, python());
      await second.seen(/^button,node=hall,event=press /);
      await broker.kill();
      await second.seen(/^connection lost, trying again$/);
      await hall.press();
      await broker.restart();
      await second.seen(/^button,node=hall,event=press /, 2);

      expect(query(folder, "SELECT * FROM presses")).toHaveLength(3);
      expect(query(folder, "SELECT sensor, unit FROM readings")).toContainEqual(["light", "ratio"]);
      expect(query(folder, "SELECT * FROM gaps")).toEqual([]);
      await interrupt(second);
    });

    it("what cannot be stored is not confirmed: it comes again when it can", async () => {
      const broker = await mosquitto();
      const folder = recipe();
      const first = await program(broker, folder, python());
      const node = await publisher(broker);
      query(folder, "DROP TABLE messages");
      await node.publish(topic, press);
      expect(await first.ended()).toBe(1);
      expect(first.lines.join("\n")).toContain("no such table: messages");

      const second = await program(broker, folder, python());
      await second.seen(/^button,/);
      expect(second.lines).toContain(pressLine);
    });

    it("a repeat is stored once, and what is not a message is named and ignored", async () => {
      const broker = await mosquitto();
      const folder = recipe();
      const running = await program(broker, folder, python());
      const node = await publisher(broker);
      const nonsense = [
        ...["no JSON", "[]", "null", '"press"', "{}", '{"node":"hall","boot":3}', "[".repeat(5000), '{"node":"","boot":3,"seq":1}'],
        ...["1e999", "true", '"x"', "-1", "[]", "1.5", "99999999999999999999"].map((up) => `{"node":"hall","boot":3,"seq":1,"up":${up}}`),
        ...["1e999", "NaN", "-1", "1e12", '"now"'].map((time) => `{"node":"hall","boot":3,"seq":1,"time":${time}}`),
        ...["{}", "5", '"\\ud800"'].map((event) => `{"node":"hall","boot":3,"seq":1,"event":${event}}`),
      ];
      for (const payload of nonsense) await node.publish(topic, payload);
      await node.client.publishAsync(topic, Buffer.of(0xff, 0xfe), { qos: 1 });
      for (const payload of [press, reading, press, reading]) await node.publish(topic, payload);
      await node.publish(topic, '{"node":"last","boot":1,"seq":1}');

      await running.seen(/^button,node=last /);
      expect(running.lines.filter((line) => line.includes("node="))).toEqual([
        pressLine,
        readingLine,
        expect.stringMatching(/^button,node=last boot=1i,seq=1i \d+$/),
      ]);
      expect(running.lines.filter((line) => line.startsWith("ignored on /kv6003/sensor/ding: "))).toHaveLength(nonsense.length + 1);
      expect(query(folder, "SELECT count(*) FROM messages")).toEqual([[3]]);
    });
  });

  it("names that line protocol cannot hold as they are do not break a line", async () => {
    const broker = await mosquitto();
    const folder = recipe();
    const running = await program(broker, folder, installed().python);
    const node = await publisher(broker);
    await node.publish(topic, String.raw`{"node":"a b,c=d\\","boot":1,"seq":1,"type":"reading","sensor":"x\ny","value":21,"unit":"°C","time":5}`);
    await running.seen(/seq=1i/);
    expect(running.lines.at(-1)).toBe(String.raw`reading,node=a\ b\,c\=d_,sensor=x_y,unit=°C value=21.0,boot=1i,seq=1i 5000000000`);
  });

  it("the queries answer", async () => {
    const broker = await mosquitto();
    const folder = recipe();
    const running = await program(broker, folder, installed().python, "--base", "/practical");
    const node = await publisher(broker);
    const messages: [boot: number, seq: number, time: number, rest: string][] = [
      [1, 1, 60, '"type":"button","event":"press"'],
      [1, 2, 119, '"type":"button","event":"press"'],
      [1, 5, 120, '"type":"button","event":"press"'],
      [1, 6, 121, '"type":"button","event":"release","held":40'],
      [2, 2, 130, '"type":"reading","sensor":"light","value":0.25,"unit":"ratio"'],
    ];
    for (const [boot, seq, time, rest] of messages) {
      await node.publish("/practical/sensor/ding", `{"node":"hall","boot":${boot},"seq":${seq},${rest},"up":5,"time":${time}}`);
    }
    await running.seen(/^reading/);
    expect(listings("database", "Ask it", "sql").map((sql) => query(folder, sql))).toEqual([
      [
        [60, "hall", 2],
        [120, "hall", 1],
      ],
      [[130, "hall light", 0.25]],
      [
        ["hall", 1, 3, 4, 2],
        ["hall", 2, 1, 1, 1],
      ],
    ]);
  });

  it.skipIf(!influxd || !curl)("InfluxDB takes the export, also a second time", async () => {
    const broker = await mosquitto();
    const folder = recipe();
    const influx = started(await InfluxDb.start(influxd ?? ""), (running) => running.end());
    const running = await program(broker, folder, installed().python);
    const node = await publisher(broker);
    for (const payload of [press, reading, press.replaceAll("345.12", "346.50").replace('"seq":17', '"seq":19')]) await node.publish(topic, payload);
    await node.publish(topic, String.raw`{"node":"a b,c=d\\","boot":1,"seq":1,"type":"button","event":"press","up":7,"time":5}`);
    await running.seen(/seq=1i/);
    expect(listings("database", "Into InfluxDB", "text")[0]?.trim().split("\n")).toEqual([pressLine, readingLine]);

    const [write = "", ask = ""] = listings("database", "Into InfluxDB").map((listing) =>
      replaceAll(listing, { "127.0.0.1:8086": influx.address }).replace("python3", installed().python),
    );
    for (let time = 0; time < 2; time += 1) await shell(write, folder);
    expect(JSON.parse(await shell(ask, folder))).toEqual({
      results: [
        {
          statement_id: 0,
          series: [
            { name: "button", tags: { node: "a b,c=d_" }, columns: ["time", "count"], values: [["1970-01-01T00:00:00Z", 1]] },
            { name: "button", tags: { node: "hall" }, columns: ["time", "count"], values: [["1970-01-01T00:00:00Z", 2]] },
          ],
        },
      ],
    });
    expect(await influx.values("SELECT value, unit, sensor, seq FROM reading")).toEqual([["2025-11-22T11:52:33.89Z", 0.53, "ratio", "light", 18]]);
  });
});

/** The rows that a query gives on the recipe's database. */
function query(folder: string, sql: string): unknown[][] {
  const code = 'import json, sqlite3, sys; print(json.dumps(sqlite3.connect("ding.sqlite").execute(sys.argv[1]).fetchall()))';
  return JSON.parse(execFileSync(installed().python, ["-c", code, sql], { cwd: folder, encoding: "utf8" })) as unknown[][];
}
