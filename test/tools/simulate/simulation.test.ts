/** What the simulator does with a board and a broker: it tells what happens, cuts and restores, and leaves nothing behind. */
import { afterEach, describe, expect, it } from "vitest";
import type { UserError } from "../../../src/tools/command-line/user-error.ts";
import { listen } from "../../../src/tools/listen/command.ts";
import type { BrokerAddress } from "../../../src/tools/mqtt/broker-address.ts";
import { send } from "../../../src/tools/send/command.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { Simulation } from "../../../src/tools/simulate/simulation.ts";
import type { SimulationEvent } from "../../../src/tools/simulate/simulation-event.ts";
import { Subscriber } from "../../../src/tools/simulate/subscriber.ts";
import { lost } from "../../../src/tools/simulate/view.ts";
import { connack, connectPacket, misbehavingBroker, subscribePacket, suback } from "../mqtt/misbehaving-broker.ts";
import { StubBoard } from "./stub-board.ts";

const nodeName = "ding-stub";
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function broker(): Promise<EmbeddedBroker> {
  const embedded = await EmbeddedBroker.start(0);
  open.push(() => embedded.close());
  return embedded;
}

interface Running {
  simulation: Simulation;
  board: StubBoard;
  events: SimulationEvent[];
  refusals: UserError[];
}

function prepare(address: BrokerAddress, embedded: EmbeddedBroker | undefined): Running {
  const board = new StubBoard(address, nodeName);
  const events: SimulationEvent[] = [];
  const refusals: UserError[] = [];
  const simulation = new Simulation({
    nodes: [{ node: nodeName, board }],
    info: {
      base: "/kv6003",
      buttons: [
        { name: "", pin: "D0", activeLow: true, debounce: 0, long: 100, double: 300, events: ["press"] },
        { name: "door", pin: "D27", activeLow: true, debounce: 0, long: 100, double: 300, events: ["press"] },
      ],
      outputs: [
        { name: "led", pin: "D2", activeLow: false, restore: "off" },
        { name: "relay", pin: "D4", activeLow: true, restore: "off" },
      ],
      sensors: [],
      lightPin: "D34",
    },
    embedded,
    subscribe: (filter, options) => Subscriber.start(address, filter, options),
    onEvent: (event) => events.push(event),
    onRefused: (reason) => refusals.push(reason),
  });
  open.push(() => simulation.end());
  return { simulation, board, events, refusals };
}

async function start(server: EmbeddedBroker, whose: "ours" | "theirs" = "ours"): Promise<Running> {
  const running = prepare(server.address, whose === "ours" ? server : undefined);
  await running.simulation.start();
  return running;
}

/** What happened, in short. */
function short(events: SimulationEvent[]): string[] {
  return events.map((event) => {
    switch (event.kind) {
      case "message":
        return `${event.topic.replace("/kv6003/", "")} ${Buffer.from(event.payload).toString()}`;
      case "led":
        return `LED ${event.level}`;
      case "wifi":
      case "broker":
        return `${event.kind} ${event.up ? "up" : "down"}`;
      default:
        return event.kind;
    }
  });
}

const press = (seq: number): string => `sensor/ding {"node":"${nodeName}","boot":1,"seq":${seq},"type":"button","event":"press"}`;

describe("the simulation", () => {
  it("tells of a press, and of the message as a subscriber receives it", async () => {
    const { simulation, events } = await start(await broker());
    await simulation.press("single");
    await expect.poll(() => short(events)).toContain(press(1));
    expect(short(events).indexOf("press")).toBeLessThan(short(events).indexOf(press(1)));
    expect(simulation.status.count).toMatchObject({ pressed: 1, received: 1 });
  });

  it("presses twice, and says once that no double press is sent", async () => {
    const { simulation, events } = await start(await broker());
    await simulation.press("double");
    await simulation.press("double");
    await expect.poll(() => simulation.status.count.received).toBe(4);
    const notes = events.filter(({ kind }) => kind === "note");
    expect(notes).toEqual([
      { kind: "note", text: 'button.events does not have "double", so the node does not send it as such; npm start -- --events press,double does' },
    ]);
  });

  it("has a light, which a hand can cover", async () => {
    const { simulation, board, events } = await start(await broker());
    const before = board.driven.get("D34") ?? 0;
    expect(before).toBeCloseTo(0.5);
    expect(simulation.status.light).toBe(before);
    simulation.toggleLight();
    expect(board.driven.get("D34")).toBeLessThan(0.1);
    simulation.toggleLight();
    expect(events.filter(({ kind }) => kind === "light")).toEqual([
      { kind: "light", node: nodeName, isCovered: true, level: 0.02 },
      { kind: "light", node: nodeName, isCovered: false, level: expect.closeTo(0.5) as number },
    ]);
  });

  it("tells of the LED, once for each change", async () => {
    const server = await broker();
    const { board, events, simulation } = await start(server);
    await send(server.address, { topic: "/kv6003/control/led", message: "on", qos: 1, retain: false }, 1000);
    await expect.poll(() => short(events)).toContain("LED 1");
    board.light(1);
    board.light(0.5);
    expect(short(events).filter((line) => line.startsWith("LED"))).toEqual(["LED 1", "LED 0.5"]);
    expect(simulation.status.led).toBe(0.5);
  });

  it("tells of every output by its name, and that all are dark without power", async () => {
    const { board, events, simulation } = await start(await broker());
    board.light(0.25, "D4");
    board.light(1);
    await simulation.switches.setPower(simulation.node(nodeName), false);
    expect(events.filter(({ kind }) => kind === "led")).toEqual([
      { kind: "led", node: nodeName, output: "relay", level: 0.75 },
      { kind: "led", node: nodeName, output: "led", level: 1 },
      { kind: "led", node: nodeName, output: "led", level: 0 },
      { kind: "led", node: nodeName, output: "relay", level: 0 },
    ]);
  });

  it("presses the button of a name, and counts its presses with the others'", async () => {
    const { simulation, board, events } = await start(await broker());
    const node = simulation.node(nodeName);
    await simulation.press("single");
    await simulation.press("single", node, "door");
    expect(board.driven.get("D27")).toBe(1);
    await expect.poll(() => simulation.status.count).toMatchObject({ pressed: 2, received: 2 });
    expect(events.filter(({ kind }) => kind === "press")).toEqual([
      { kind: "press", node: nodeName, button: "" },
      { kind: "press", node: nodeName, button: "door" },
    ]);
    await simulation.press("long", node, "door");
    expect(events).toContainEqual({
      kind: "note",
      text: 'the list events of button "door" does not have "long", so the node does not send it as such; add it in flash.config.json',
    });
  });

  it("hands on the board's console", async () => {
    const { events } = await start(await broker());
    expect(events).toContainEqual({ kind: "console", node: nodeName, line: "stub: up" });
  });

  it("cuts the Wi-Fi and brings it back", async () => {
    const { simulation, board, events } = await start(await broker());
    simulation.toggleWifi();
    expect([simulation.linked, simulation.status.wifi]).toEqual([false, false]);
    simulation.toggleWifi();
    expect(simulation.linked).toBe(true);
    expect(board.calls).toEqual(["cut", "restore"]);
    expect(short(events).filter((line) => line.startsWith("wifi"))).toEqual(["wifi down", "wifi up"]);
  });

  it("stops the broker and starts it again, and misses nothing that was sent as it came back", async () => {
    const { simulation, events } = await start(await broker());
    await simulation.toggleBroker();
    expect(simulation.linked).toBe(false);
    await simulation.press("single");
    await simulation.toggleBroker();
    await simulation.press("single");
    await expect.poll(() => simulation.status.count.received).toBe(2);
    expect(short(events).filter((line) => /^(broker|sensor)/.test(line))).toEqual(["broker down", "broker up", press(1), press(2)]);
  });

  it("takes hasty switching of the broker in turn", async () => {
    const { simulation, events } = await start(await broker());
    await Promise.all([simulation.toggleBroker(), simulation.toggleBroker(), simulation.toggleBroker(), simulation.toggleBroker()]);
    expect(short(events).filter((line) => line.startsWith("broker"))).toEqual(["broker down", "broker up", "broker down", "broker up"]);
  });

  it("does not stop somebody else's broker", async () => {
    const server = await broker();
    const { simulation, events } = await start(server, "theirs");
    await simulation.toggleBroker();
    expect([server.running, short(events).at(-1)]).toEqual([true, "note"]);
  });

  it("shows somebody else's broker as gone while it is, and as back", async () => {
    const server = await broker();
    const { simulation, events } = await start(server, "theirs");
    await server.stop();
    await expect.poll(() => short(events)).toContain("broker down");
    expect([simulation.linked, simulation.status.broker]).toEqual([false, false]);
    await server.restart();
    await expect.poll(() => short(events)).toContain("broker up");
    expect(simulation.linked).toBe(true);
  });

  it("calls nothing lost that its account may not read", async () => {
    const server = await EmbeddedBroker.start(0, { authorizeForward: () => null });
    open.push(() => server.close());
    const { simulation } = await start(server, "theirs");
    await simulation.press("single");
    simulation.hurry();
    await simulation.end();
    expect(simulation.outcome).toMatchObject({ count: { pressed: 1, received: 0 }, linked: true, canRead: false });
  });

  it("calls nothing lost while the node has never been connected", async () => {
    const { simulation } = await start(await broker());
    expect(simulation.outcome.linked).toBe(true);
    expect(prepare({ host: "127.0.0.1", port: 1 }, undefined).simulation.outcome.linked).toBe(false);
  });

  it.each([
    ["counts a press as lost while the node is connected", "mqtt: a packet of 5000 bytes was skipped", 1],
    ["counts no press as lost while the node waits to connect again", "mqtt: closed by broker; trying again in 30.0 s", 0],
    ["counts no press as lost while the node waits to join the Wi-Fi", "wifi: not found; trying again in 30.0 s", 0],
    ["counts no press as lost while the node starts anew", `ding 1.0.0: ${nodeName}, boot 2`, 0],
  ])("%s", async (_what, line, count) => {
    const server = await EmbeddedBroker.start(0, { authorizeForward: () => null });
    open.push(() => server.close());
    const { simulation, board } = await start(server);
    await simulation.press("single");
    board.print(line);
    simulation.hurry();
    await simulation.end();
    expect(lost(simulation.outcome)).toBe(count);
  });

  it("takes a node that comes back while it waits at its end as connected", async () => {
    const { simulation, board } = await start(await broker());
    board.print("mqtt: closed by broker; trying again in 1.0 s");
    expect(simulation.outcome.linked).toBe(false);
    const ended = simulation.end();
    board.print("mqtt: connected as ding-stub");
    await ended;
    expect(simulation.outcome.linked).toBe(true);
  });

  it("waits at its end for the presses that are under way", async () => {
    const { simulation, events } = await start(await broker());
    void simulation.press("single");
    void simulation.press("single");
    await expect.poll(() => short(events)).toContain("press");
    await simulation.end();
    // The second still waited for the finger, and is forgotten.
    expect(simulation.status.count).toMatchObject({ pressed: 1, received: 1 });
  });

  it("leaves no retained message on somebody else's broker", async () => {
    const server = await broker();
    const { simulation } = await start(server, "theirs");
    await send(server.address, { topic: `/kv6003/state/${nodeName}/relay`, message: "{}", qos: 1, retain: true }, 1000);
    await simulation.end();
    await send(server.address, { topic: "/kv6003/status/another", message: "online", qos: 1, retain: true }, 1000);
    const seen: string[] = [];
    const output = { message: (line: string) => seen.push(line), note: () => undefined };
    const wanted = { filter: "/kv6003/#", qos: 1, count: 1, timeout: 1000, reconnectEvery: 20 } as const;
    await listen(server.address, wanted, output, new AbortController().signal);
    expect(seen).toEqual(["/kv6003/status/another online"]);
  });

  describe("whose clearing up somebody else's broker", () => {
    const removals: string[] = [];

    /** @param answer what becomes of a message that only a node may publish */
    async function startAt(answer: (done: (error?: Error) => void) => void): Promise<Running> {
      removals.length = 0;
      const server = await EmbeddedBroker.start(0, {
        authorizePublish: (client, { topic }, done) => {
          if (client === null || client.id === nodeName) return done(null);
          removals.push(topic);
          return answer(done);
        },
      });
      open.push(() => server.close());
      return start(server, "theirs");
    }

    function expectNote(events: SimulationEvent[]): void {
      const note = expect.stringMatching(/^the broker did not confirm .*: \/kv6003\/status\/ding-stub, /) as string;
      expect(events).toContainEqual({ kind: "note", text: note });
    }

    it("refuses by hanging up, ends, and says what stays there", async () => {
      const { simulation, events } = await startAt((done) => done(new Error("not allowed")));
      await simulation.end();
      expectNote(events);
      expect(removals.length).toBeGreaterThan(0);
    });

    it("does not confirm, ends when somebody is in a hurry", async () => {
      const { simulation, events } = await startAt(() => undefined);
      const ended = simulation.end();
      await expect.poll(() => removals.length).toBeGreaterThan(0);
      simulation.hurry();
      await ended;
      expectNote(events);
    });
  });

  it("ends twice without harm, and ignores the button after it", async () => {
    const { simulation, board } = await start(await broker());
    await simulation.end();
    await simulation.press("single");
    await simulation.end();
    expect(simulation.status.count.pressed).toBe(0);
    expect(board.calls).toContain("power off");
  });

  it("does not start when the broker refuses the subscription", async () => {
    const scripted = await misbehavingBroker({ [connectPacket]: connack(0), [subscribePacket]: suback(0x80) });
    open.push(() => scripted.close());
    const { simulation } = prepare(scripted.address, undefined);
    await expect(simulation.start()).rejects.toThrow("refuses the subscription");
  });

  it("can be ended while the broker does not answer the subscription", async () => {
    let subscribed = false;
    const scripted = await misbehavingBroker({ [connectPacket]: connack(0), [subscribePacket]: () => (subscribed = true) });
    open.push(() => scripted.close());
    const { simulation, board } = prepare(scripted.address, undefined);
    const givenUp = expect(simulation.start()).rejects.toThrow("the subscription to /kv6003/# was given up");
    await expect.poll(() => subscribed).toBe(true);
    await simulation.end();
    await givenUp;
    expect(board.calls).toEqual(["power off"]);
  });
});
