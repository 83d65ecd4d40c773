/** The built node with a broker that speaks MQTT 5: what such a broker tells, and asks for. */
import { beforeAll, expect, it } from "vitest";
import { press, release } from "../../board/shared/index.ts";
import { buildFirst } from "../support/dist.ts";
import { bytes, hex } from "../tinymqtt/world.ts";
import { Broker5 } from "./broker-5.ts";
import { desk, type Desk } from "./desk.ts";

beforeAll(...buildFirst);

const sensor = "/kv6003/sensor/ding";
const control = "/kv6003/control/led/hall";
const minute = 60_000;

async function online(ding: object = {}, reason: (topic: string) => number = () => 0): Promise<Desk & { broker: Broker5 }> {
  const all = await desk(ding, undefined, undefined, { random: () => 0.5 });
  const broker = new Broker5(reason);
  all.replaceBroker(broker.serve);
  await all.board.powerOn();
  await all.clock.advance(1500);
  expect(all.lines).toContain("mqtt: connected as hall");
  expect(all.lines.join()).not.toContain("MQTT 3.1.1");
  return { ...all, broker };
}

async function click({ board, clock }: Desk): Promise<void> {
  press(board);
  await clock.advance(200);
  release(board);
  await clock.advance(200);
}

const seqs = (messages: string[]): number[] => messages.map((message) => Number(/"seq":(\d+)/.exec(message)?.[1]));

async function status({ board, lines, clock }: Desk): Promise<string> {
  board.type("ding.status()\n");
  await clock.advance(500);
  return lines.findLast((line) => line.includes('"queued"')) ?? "";
}

it("a press goes out without properties, a reading with its expiry of a day", async () => {
  const all = await online({ sensors: [{ name: "chip", kind: "temperature" }] });
  await click(all);
  const [reading = "", event = ""] = all.broker.on(sensor);
  expect(hex(reading.slice(0, 6))).toBe(bytes("05 02 00 01 51 80"));
  expect(event.startsWith('\0{"node":"hall"')).toBe(true);
});

it("a press that nobody hears is counted in health", async () => {
  const all = await online({}, (topic) => (topic === sensor ? 0x10 : 0));
  expect(await status(all)).not.toContain("unheard");
  await click(all);
  await click(all);
  expect(await status(all)).toContain('"queued":0,"dropped":0,"unheard":2');
});

it.each([0, 61_440])("presses that the broker refuses are named, counted, and not repeated, with journal %i", async (journal) => {
  const all = await online({ journal, retry: { first: 100, longest: 200 } });
  all.broker.reason = (topic) => (topic === sensor ? 0x87 : 0);
  await click(all);
  all.board.cutWifi();
  await all.clock.advance(1000);
  await click(all);
  await click(all);
  all.board.restoreWifi();
  await all.clock.advance(minute);
  expect(seqs(all.broker.on(sensor))).toEqual([1, 2, 3]);
  expect(all.lines.filter((line) => line === `mqtt: broker refused ${sensor}: not authorized (0x87)`)).toHaveLength(3);
  expect(await status(all)).toContain('"queued":0,"dropped":3');
  all.broker.reason = () => 0;
  await click(all);
  expect(seqs(all.broker.on(sensor))).toEqual([1, 2, 3, 4]);
});

it("a command is answered where its sender asks, with the correlation data", async () => {
  const all = await online();
  const command = (text: string): string =>
    `30 ${(2 + control.length + 9 + text.length).toString(16)} 00 ${control.length.toString(16)} '${control}' 08 08 00 01 'r' 09 00 01 ff '${text}'`;
  all.broker.send(command("on"));
  await all.clock.advance(100);
  all.broker.send(command("onn"));
  await all.clock.advance(100);
  const [done = "", refused = ""] = all.broker.on("r");
  expect(done).toBe('\x04\x09\0\x01\xff{"state":"on","brightness":1}');
  expect(refused).toMatch(/^\x04\x09\0\x01\xff\{"node":"hall","error":"state must be one of /);
});

it("a name that another node has is said on the console and in health, shown by the status LED, and tried again after long waits", async () => {
  const all = await online({ status: { pin: "D4" }, retry: { first: 100, longest: minute } });
  all.broker.send("e0 01 8e");
  await all.clock.advance(100);
  expect(all.lines).toContainEqual(expect.stringMatching(/^mqtt: refused: another node has this name \(0x8E\); trying again in [23]\d\.\d s$/));
  let flashes = 0;
  let before = all.board.level("D4");
  for (let ms = 0; ms < 2000; ms += 50) {
    await all.clock.advance(50);
    const level = all.board.level("D4");
    if (level === 1 && before === 0) flashes++;
    before = level;
  }
  expect(flashes).toBe(3);
  expect(all.broker.connects).toBe(1);
  await all.clock.advance(minute);
  expect(all.broker.connects).toBe(2);
  expect(await status(all)).toContain('"losses":1,"last":"refused: another node has this name (0x8E)"');
});
