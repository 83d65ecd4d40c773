/** The recipe with an account for each node: a node can do its work, and nothing else. */
import { describe, expect, it } from "vitest";
import { Observer } from "./observer.ts";
import { endsAfterEach } from "./ends.ts";
import { engines, startNode, type RunningNode } from "./node.ts";
import { listings, replaceAll, shell } from "./recipe.ts";
import { found, mosquittoClients, openssl } from "./requirements.ts";
import { openRoom, type Room } from "./room.ts";

const base = "/kv6003";

describe.skipIf(typeof found === "string" || !openssl || !mosquittoClients)("with an account for each node", () => {
  const started = endsAfterEach();

  async function room(): Promise<Room> {
    return started(await openRoom(), ({ broker }) => broker.end());
  }

  async function client({ as }: Room, account: string, filter?: string): Promise<Observer> {
    return started(await Observer.open(as(account), filter === undefined ? {} : { filter }), (observer) => observer.close());
  }

  async function node(engine: (typeof engines)[number], name: string, { as }: Room): Promise<RunningNode> {
    return started(await startNode(engine, name, as(name)), ({ board }) => board.discard());
  }

  it.each(engines)("a node works on the %s engine: presses, commands, health, retained state, and the will", async (engine) => {
    const classroom = await room();
    const observer = await client(classroom, "observer");
    const hall = await node(engine, "hall", classroom);
    await observer.seen(/^\/kv6003\/status\/hall online$/);
    await observer.seen(/^\/kv6003\/health\/hall \{/);

    await hall.press();
    await observer.seen(/^\/kv6003\/sensor\/ding .*"node":"hall".*"event":"press"/);
    const lecturer = await client(classroom, "lecturer", `${base}/#`);
    await lecturer.publish(`${base}/control/led`, '{"state":"on","id":"all"}');
    await lecturer.seen(/^\/kv6003\/state\/hall\/led \{"state":"on".*"id":"all"/);
    await expect.poll(hall.led).toBe(1);
    await lecturer.publish(`${base}/control/led/hall`, '{"state":"off","id":"hall"}');
    await lecturer.seen(/^\/kv6003\/state\/hall\/led \{"state":"off".*"id":"hall"/);
    await expect.poll(hall.led).toBe(0);

    const viewer = await client(classroom, "viewer", `${base}/#`);
    await viewer.seen(/^\/kv6003\/state\/hall\/led \{"state":"off"/);
    await viewer.seen(/^\/kv6003\/status\/hall online$/);
    expect(viewer.retained).toHaveLength(2);
    await hall.board.powerOff();
    await viewer.seen(/^\/kv6003\/status\/hall offline$/);
  });

  it("the account of one node cannot switch the LED of another, and the lecturer can", async () => {
    const classroom = await room();
    const observer = await client(classroom, "observer");
    await node("virtual", "hall", classroom);
    const bench = await node("virtual", "bench", classroom);
    for (const name of ["hall", "bench"]) await observer.seen(new RegExp(`^/kv6003/status/${name} online$`));
    const [asHall = "", asLecturer = ""] = listings("accounts", "See that it works");
    const port = { "-p 1883": `-p ${classroom.broker.address.port}` };

    expect(await shell(replaceAll(asHall, port), classroom.folder)).toMatch(/not authorized/i);
    await observer.caughtUp();
    expect(observer.matching(/\/control\/led\/bench/)).toEqual([]);
    expect(bench.led()).toBe(0);
    // The command took the connection of the node with this account, which comes back.
    await observer.seen(/^\/kv6003\/status\/hall online$/, 2);

    expect(await shell(replaceAll(asLecturer, port), classroom.folder)).toBe("");
    await observer.seen(/^\/kv6003\/state\/bench\/led \{"state":"on"/);
    await expect.poll(bench.led).toBe(1);
  });

  it("a node's account can write nothing that is another's", async () => {
    const classroom = await room();
    const observer = await client(classroom, "observer");
    const hall = await client(classroom, "hall", `${base}/control/led/hall`);
    const forbidden = [
      "status/bench",
      "state/bench/led",
      "health/bench",
      "error/bench",
      "control/led",
      "control/led/hall",
      "control/led/bench",
      "sensor/other",
    ];
    for (const topic of [...forbidden.map((rest) => `${base}/${rest}`), "other"]) await hall.publish(topic, "forged");
    await hall.publish(`${base}/sensor/ding`, "allowed");
    await observer.seen(/allowed/);
    expect(observer.lines).toEqual([`${base}/sensor/ding allowed`]);
  });

  it("a node's account can read nothing but commands to all and to itself", async () => {
    const classroom = await room();
    const observer = await client(classroom, "observer");
    const hall = await client(classroom, "hall", "#");
    for (const topic of ["sensor/ding", "status/bench", "state/bench/led", "control/led/bench"]) await observer.publish(`${base}/${topic}`, "secret");
    await observer.publish(`${base}/control/led`, "to all");
    await observer.publish(`${base}/control/led/hall`, "to hall");
    await hall.seen(/to hall$/);
    expect(hall.lines).toEqual([`${base}/control/led to all`, `${base}/control/led/hall to hall`]);
  });

  it("a viewer changes nothing", async () => {
    const classroom = await room();
    const observer = await client(classroom, "observer");
    const viewer = await client(classroom, "viewer", `${base}/#`);
    for (const topic of ["sensor/ding", "sensor/reading", "control/led", "control/led/hall", "status/hall", "state/hall/led"]) {
      await viewer.publish(`${base}/${topic}`, "forged");
    }
    await observer.caughtUp();
    expect(observer.matching(/forged/)).toEqual([]);
    await observer.publish(`${base}/sensor/ding`, "seen");
    await viewer.seen(/seen/);
  });

  it("another account does not cut a node off by taking its name", async () => {
    const classroom = await room();
    const observer = await client(classroom, "observer");
    const hall = await node("virtual", "hall", classroom);
    await observer.seen(/^\/kv6003\/status\/hall online$/);
    started(await Observer.open(classroom.as("viewer"), { filter: `${base}/#`, clientId: "hall" }), (impostor) => impostor.close());
    await hall.press();
    await observer.seen(/"event":"press"/);
    expect(observer.matching(/\/status\/hall/)).toEqual([`${base}/status/hall online`]);
  });

  it.each([
    ["without an account", {}],
    ["with a wrong password", { username: "lecturer", password: "wrong" }],
    ["with an unknown name", { username: "nobody", password: "wrong" }],
  ])("nobody comes in %s", async (_how, login) => {
    const { broker } = await room();
    await expect(Observer.open({ ...broker.address, ...login })).rejects.toThrow(/not authori[sz]ed/i);
  });

  it("a node is added while others are online", async () => {
    const classroom = await room();
    const observer = await client(classroom, "observer");
    await node("virtual", "hall", classroom);
    await observer.seen(/^\/kv6003\/status\/hall online$/);
    const [add = ""] = listings("accounts", "Add a node");
    await shell(add, classroom.folder);
    await classroom.broker.reload();

    const desk = await node("virtual", "desk", classroom);
    await observer.seen(/^\/kv6003\/status\/desk online$/);
    await desk.press();
    await observer.seen(/"node":"desk".*"event":"press"/);
    expect(observer.matching(/offline$/)).toEqual([]);
  });
});
