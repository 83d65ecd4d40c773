/** The recipe with a bridge: a classroom's Mosquitto and a campus's, over TLS that is verified. */
import { describe, expect, it } from "vitest";
import type { Mosquitto } from "../interop/mosquitto.ts";
import { ChildProgram } from "../support/child-program.ts";
import { openCampus, openClassroom, openGuardedClassroom, type Campus } from "./campus.ts";
import { endsAfterEach } from "./ends.ts";
import { engines, startNode, type RunningNode } from "./node.ts";
import { Observer, type ObserverOptions } from "./observer.ts";
import { listings, shell } from "./recipe.ts";
import { found, mosquittoClients, openssl } from "./requirements.ts";

const press = /^\/room-101\/sensor\/ding .*"event":"press"/;

describe.skipIf(typeof found === "string" || !openssl || !mosquittoClients)("from a classroom to a campus", () => {
  const started = endsAfterEach();

  async function campusCertifiedFor(name?: string): Promise<Campus> {
    return started(await openCampus(name), ({ broker }) => broker.end());
  }

  async function classroomOf(campus: Campus, authority?: string): Promise<Mosquitto> {
    return started(await openClassroom(campus, authority), (broker) => broker.end());
  }

  async function lecturer(campus: Campus, options: ObserverOptions = {}): Promise<Observer> {
    return started(await Observer.open(campus.as("lecturer"), { filter: "/room-101/#", ...options }), (observer) => observer.close());
  }

  async function node(classroom: Mosquitto, engine: (typeof engines)[number] = "virtual"): Promise<RunningNode> {
    return started(await startNode(engine, "hall", classroom.address), ({ board }) => board.discard());
  }

  it.each(engines)("a press goes out and a command comes in, on the %s engine, each once", async (engine) => {
    const campus = await campusCertifiedFor();
    const classroom = await classroomOf(campus);
    const people = await lecturer(campus);
    await people.seen(/^\/room-101\/bridge 1$/);
    expect(campus.broker.hasLogged(/room-101/)).toBe(true);
    const inTheRoom = started(await Observer.open(classroom.address), (observer) => observer.close());
    const hall = await node(classroom, engine);
    await people.seen(/^\/room-101\/status\/hall online$/);
    await people.seen(/^\/room-101\/health\/hall \{/);
    const [watch = "", command = ""] = listings("bridge", "See that it works");

    const watcher = new ChildProgram("sh", ["-c", campus.here(watch)], { cwd: campus.folder });
    await campus.broker.logged(/Sending SUBACK to auto-/);
    await hall.press();
    await watcher.seen(/"node":"hall".*"event":"press"/);
    expect(await watcher.ended()).toBe(0);

    expect(await shell(campus.here(command), campus.folder)).toBe("");
    await people.seen(/^\/room-101\/state\/hall\/led \{"state":"on"/);
    await expect.poll(hall.led).toBe(1);
    await people.publish("/room-101/control/led/hall", "nonsense");
    await people.seen(/^\/room-101\/error\/hall .*"topic":"\/kv6003\/control\/led\/hall"/);

    expect(people.matching(press)).toHaveLength(1);
    expect(inTheRoom.matching(/"event":"press"/)).toHaveLength(1);
    expect(inTheRoom.matching(/^\/kv6003\/control\//)).toEqual(["/kv6003/control/led on", "/kv6003/control/led/hall nonsense"]);
    // Kept on the campus for those who come later.
    const late = await lecturer(campus);
    await late.seen(/^\/room-101\/status\/hall online$/);
    expect(late.retained).toContain("/room-101/status/hall online");
  });

  it("a campus with a certificate of another authority gets nothing", async () => {
    const campus = await campusCertifiedFor();
    const another = await campusCertifiedFor();
    const classroom = await classroomOf(campus, another.folder);
    await pressWith(classroom, /certificate verify failed/);
    expect(campus.broker.hasLogged(/room-101/)).toBe(false);
  });

  it("a campus with a certificate for another name gets nothing", async () => {
    const campus = await campusCertifiedFor("other.example");
    const classroom = await classroomOf(campus);
    await pressWith(classroom, /host name verification failed|certificate verify failed/);
    expect(campus.broker.hasLogged(/room-101/)).toBe(false);
  });

  /** Presses the button of a node, and waits until the bridge has failed once more after that. */
  async function pressWith(classroom: Mosquitto, failure: RegExp): Promise<void> {
    const inTheRoom = started(await Observer.open(classroom.address), (observer) => observer.close());
    const hall = await node(classroom);
    await inTheRoom.seen(/\/status\/hall online$/);
    await hall.press();
    await inTheRoom.seen(/"event":"press"/);
    const before = (await classroom.logged(failure)).length;
    await classroom.logged(failure, before + 1);
  }

  it("presses arrive after an outage of the campus, though the room's broker restarts meanwhile", async () => {
    const campus = await campusCertifiedFor();
    const classroom = await classroomOf(campus);
    // The broker keeps this session, so that it does not matter who reconnects first.
    const before = await lecturer(campus, { session: "lecturer" });
    await before.seen(/^\/room-101\/bridge 1$/);
    const hall = await node(classroom);
    await before.seen(/^\/room-101\/status\/hall online$/);
    await campus.broker.kill();

    const inTheRoom = started(await Observer.open(classroom.address), (observer) => observer.close());
    for (const count of [1, 2]) {
      await hall.press();
      await inTheRoom.seen(/"event":"press"/, count);
    }
    await classroom.kill();
    await classroom.restart();
    await campus.broker.restart();
    const after = await lecturer(campus, { session: "lecturer" });
    await after.seen(press, 2);
    await hall.press();
    await after.seen(press, 3);
    const numbers = after.matching(press).map((line) => Number(/"seq":(\d+)/.exec(line)?.[1]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(3);
  });

  it("a command that is sent while the room is away does not come later", async () => {
    const campus = await campusCertifiedFor();
    const classroom = await classroomOf(campus);
    const people = await lecturer(campus);
    await people.seen(/^\/room-101\/bridge 1$/);
    await classroom.kill();
    await people.seen(/^\/room-101\/bridge 0$/);
    await people.publish("/room-101/control/led", "too late");
    await classroom.restart();
    const inTheRoom = started(await Observer.open(classroom.address), (observer) => observer.close());
    await people.seen(/^\/room-101\/bridge 1$/, 2);
    // The bridge subscribes after it has said that it is there.
    await campus.broker.logged(/Sending SUBACK to room-101/, 2);
    await people.publish("/room-101/control/led", "in time");
    await inTheRoom.seen(/in time$/);
    expect(inTheRoom.matching(/^\/kv6003\/control\//)).toEqual(["/kv6003/control/led in time"]);
  });

  it("works with an account for each node in the room", async () => {
    const campus = await campusCertifiedFor();
    const { as } = started(await openGuardedClassroom(campus), ({ broker }) => broker.end());
    const people = await lecturer(campus);
    await people.seen(/^\/room-101\/bridge 1$/);
    const hall = started(await startNode("virtual", "hall", as("hall")), ({ board }) => board.discard());
    await people.seen(/^\/room-101\/status\/hall online$/);
    await hall.press();
    await people.seen(press);
    await people.publish("/room-101/control/led/hall", "on");
    await expect.poll(hall.led, { timeout: 10_000 }).toBe(1);
  });

  it("a room's account reaches no other room", async () => {
    const campus = await campusCertifiedFor();
    const people = await lecturer(campus, { filter: "/+/#" });
    const room = started(await Observer.open(campus.as("room-101")), (observer) => observer.close());
    for (const topic of ["/room-102/sensor/ding", "/room-102/control/led", "/room-101/control/led", "/room-102/bridge"]) await room.publish(topic, "forged");
    await room.publish("/room-101/sensor/ding", "allowed");
    await people.seen(/allowed/);
    expect(people.lines).toEqual(["/room-101/sensor/ding allowed"]);

    await people.publish("/room-102/control/led", "on");
    await people.publish("/room-101/control/led", "on");
    await room.seen(/control\/led on$/);
    expect(room.lines).toEqual(["/room-101/control/led on"]);
  });
});
