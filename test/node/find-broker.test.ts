/** The built node with `"host": "mdns"`: which broker it takes, what it tells it, and what becomes of it when nobody answers. */
import { createSocket } from "node:dgram";
import { Aedes } from "aedes";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { MemoryNetwork, type DatagramListener } from "../../board/virtual/index.ts";
import { buildFirst } from "../support/dist.ts";
import { boards } from "../support/boards.ts";
import { answer, name, record, redirection, respond, service, recordType, asked, type Announced } from "../support/mdns.ts";
import { desk, type Desk } from "./desk.ts";
import { dingFor, flashed, lineLike, Listener, startBroker } from "./node.ts";

beforeAll(...buildFirst);

const mosquitto: Announced = { instance: "Mosquitto", target: "pi.local", port: 1883, addresses: ["192.168.4.9"] };
const other: Announced = { instance: "Another", target: "laptop.local", port: 1884, addresses: ["192.168.4.7"] };
const login = { username: "hall", password: "secret" };

interface Lan extends Desk {
  /** Each question: "_mqtt._tcp.local 12". */
  questions: string[];
  /** Who announces what, and may be changed. */
  responders: Announced[][];
  found: () => string[];
}

/** A node whose multicast questions are answered by responders, each in a datagram of its own. */
async function lan(mqtt: object, responders: Announced[][], hear?: DatagramListener): Promise<Lan> {
  const network = new MemoryNetwork();
  const all = await desk({ mqtt: { host: "mdns", ...mqtt }, retry: { first: 100, longest: 1000 } }, undefined, undefined, { network });
  for (const { addresses = [], port } of responders.flat()) all.serveBrokerAt(addresses[0] ?? "", port);
  const questions: string[] = [];
  network.hearDatagrams((sent, reply) => {
    expect([sent.address, sent.port]).toEqual(["224.0.0.251", 5353]);
    const { name: wanted, type } = asked(sent.bytes);
    questions.push(`${wanted} ${type}`);
    hear?.(sent, reply);
    for (const announced of responders) {
      const bytes = respond(sent.bytes, announced);
      if (bytes !== undefined) reply(bytes, { address: announced[0]?.addresses?.[0] ?? "192.168.4.9", port: 5353 });
    }
  });
  await all.board.powerOn();
  const found = (): string[] => all.lines.filter((line) => line.startsWith("mqtt: found "));
  return { ...all, questions, responders, found };
}

describe("a node with the broker's host mdns", () => {
  it("connects to the broker that answers", async () => {
    const { clock, lines, questions, found } = await lan({}, [[mosquitto]]);
    await clock.advance(1500);
    expect(found()).toEqual(["mqtt: found 192.168.4.9:1883 (Mosquitto) by mDNS"]);
    expect(lines).toContain("mqtt: connected as hall");
    expect(questions).toEqual(["_mqtt._tcp.local 12"]);
  });

  it("takes of several the one of the lowest priority, then the highest weight, then the first name", async () => {
    const at = (instance: string, last: number, priority: number, weight: number): Announced[] => [
      { instance, target: `${instance}.local`, port: 1883, addresses: [`192.168.4.${last}`], priority, weight },
    ];
    for (const [responders, best] of [
      [[at("a", 11, 1, 9), at("b", 12, 0, 0)], "b"],
      [[at("a", 11, 0, 1), at("b", 12, 0, 5)], "b"],
      [[at("b", 12, 0, 0), at("a", 11, 0, 0)], "a"],
    ] as const) {
      const { clock, found, end } = await lan({}, [...responders]);
      await clock.advance(1500);
      expect(found()[0]).toContain(`(${best})`);
      await end();
    }
  });

  it("asks for what a responder leaves out", async () => {
    const { clock, lines, questions } = await lan({}, [[{ ...mosquitto, noSrv: true }]]);
    await clock.advance(4500);
    expect(questions).toEqual(["_mqtt._tcp.local 12", "Mosquitto._mqtt._tcp.local 33", "_mqtt._tcp.local 12", "pi.local 1"]);
    expect(lines).toContain("mqtt: connected as hall");
  });

  it("asks for the secure service if it is to use TLS", async () => {
    const { clock, questions } = await lan({ tls: true }, []);
    await clock.advance(1500);
    expect(questions[0]).toBe("_secure-mqtt._tcp.local 12");
  });

  it("says that nobody answers, and asks again by the usual backoff", async () => {
    const { clock, lines, questions, responders } = await lan({}, []);
    await clock.advance(60_000);
    expect(lines.filter((line) => /^mqtt: no broker answered by mDNS; trying again in [\d.]+ s$/.test(line)).length).toBeGreaterThan(5);
    expect(questions.length).toBeLessThanOrEqual(64);
    responders.push([{ ...mosquitto, addresses: [] }]);
    await clock.advance(10_000);
    expect(lines.at(-1)).toMatch(/^mqtt: a broker answered by mDNS, but not with its address; trying again/);
  });

  it("finds the broker again that has moved to another address", async () => {
    const all = await lan({}, [[mosquitto]]);
    await all.clock.advance(1500);
    const stop = all.serveBrokerAt("192.168.4.9", 1883);
    stop();
    all.responders[0] = [{ ...mosquitto, addresses: ["192.168.4.33"] }];
    all.serveBrokerAt("192.168.4.33", 1883);
    all.replaceBroker((stream) => stream.destroy()); // ends the connection
    await all.clock.advance(10_000);
    expect(all.found()).toEqual(["mqtt: found 192.168.4.9:1883 (Mosquitto) by mDNS", "mqtt: found 192.168.4.33:1883 (Mosquitto) by mDNS"]);
    expect(all.lines.at(-1)).toBe("mqtt: connected as hall");
  });

  it("asks again once the Wi-Fi is back, for it may be another network", async () => {
    const { board, clock, questions, lines } = await lan({}, [[mosquitto]]);
    await clock.advance(1500);
    board.cutWifi();
    await clock.advance(1000);
    board.restoreWifi();
    await clock.advance(60_000);
    expect(lines.filter((line) => line === "mqtt: connected as hall")).toHaveLength(2);
    expect(questions).toHaveLength(2);
  });

  it("loses its Wi-Fi amid the search without harm", async () => {
    const { board, clock, lines } = await lan({}, [[mosquitto]]);
    await clock.advance(300);
    board.cutWifi();
    await clock.advance(5000);
    board.restoreWifi();
    await clock.advance(60_000);
    expect(lines.at(-1)).toBe("mqtt: connected as hall");
    expect(lines.filter((line) => line.includes("Uncaught"))).toEqual([]);
  });

  it.each<[what: string, hear: DatagramListener]>([
    ["garbage", (_sent, reply) => reply("\x7f".repeat(900), { address: "192.168.4.66", port: 5353 })],
    ["an empty datagram, which closes its socket,", (_sent, reply) => reply("", { address: "192.168.4.66", port: 5353 })],
    [
      "names that point to themselves",
      ({ bytes }, reply) => reply(answer(bytes, [record("\xc0\x0c", recordType.Ptr, "\xc0\x0c")]), { address: "192.168.4.66", port: 5353 }),
    ],
    [
      "a name that would write on a terminal",
      ({ bytes }, reply) => reply(answer(bytes, [record(name(service), recordType.Ptr, name(`\x1b[2J.${service}`))]), { address: "192.168.4.66", port: 5353 }),
    ],
  ])("gets %s and goes on trying", async (_what, hear) => {
    let isHostile = true;
    const { clock, lines } = await lan({}, [[mosquitto]], (sent, reply) => {
      if (isHostile) hear(sent, reply);
    });
    await clock.advance(1500);
    isHostile = false;
    await clock.advance(20_000);
    expect(lines).toContain("mqtt: connected as hall");
    expect(lines.filter((line) => line.includes("Uncaught") || line.includes("\x1b"))).toEqual([]);
  });

  it("shows a broker's name without what a terminal would obey", async () => {
    const { clock, found } = await lan({}, [[{ ...mosquitto, instance: "\x1b[2JCafé" }]]);
    await clock.advance(1500);
    expect(found()).toEqual(["mqtt: found 192.168.4.9:1883 (?[2JCafé) by mDNS"]);
  });
});

describe("user name and password", () => {
  /** What the brokers were told: "1883 hall:secret". */
  async function told(mqtt: object, responders: Announced[][]): Promise<{ told: string[]; found: string[] }> {
    const logins: string[] = [];
    const all = await lan(mqtt, []);
    const strict = await Aedes.createBroker({
      authenticate: (_client, username, password, done) => {
        logins.push(`${username ?? "-"}:${password?.toString() ?? "-"}`);
        done(null, true);
      },
    });
    onTestFinished(() => new Promise<void>((resolve) => strict.close(resolve)));
    all.responders.push(...responders);
    for (const { addresses = [], port } of responders.flat()) all.network.serve(addresses[0] ?? "", port, (stream) => void strict.handle(stream));
    await all.clock.advance(12_000);
    return { told: logins, found: all.found() };
  }

  it("go to the broker that a person trusts, be another better", async () => {
    const better = { ...other, priority: 0 };
    const result = await told({ ...login, trust: "Mosquitto" }, [[better], [{ ...mosquitto, priority: 9 }]]);
    expect(result).toEqual({ told: ["hall:secret"], found: ["mqtt: found 192.168.4.9:1883 (Mosquitto) by mDNS"] });
  });

  it("go to no broker that was only found, and the console says so", async () => {
    const note = "; it gets no user name and password, as mqtt.trust is not its name";
    const withoutTrust = await told(login, [[mosquitto]]);
    expect(withoutTrust).toEqual({ told: ["-:-"], found: [`mqtt: found 192.168.4.9:1883 (Mosquitto) by mDNS${note}`] });
    const anotherTrusted = await told({ ...login, trust: "mosquitto" }, [[other]]);
    expect(anotherTrusted).toEqual({ told: ["-:-"], found: [`mqtt: found 192.168.4.7:1884 (Another) by mDNS${note}`] });
  });

  it("that are not there are not missed", async () => {
    const { told: logins, found } = await told({}, [[mosquitto]]);
    expect([logins, found]).toEqual([["-:-"], ["mqtt: found 192.168.4.9:1883 (Mosquitto) by mDNS"]]);
  });

  it("are kept for the trusted broker that answers late, for some seconds", async () => {
    let questions = 0;
    const all = await lan({ ...login, trust: "Mosquitto" }, [[other]], ({ bytes }, reply) => {
      if (++questions === 3) reply(respond(bytes, [mosquitto]) ?? "", { address: "192.168.4.9", port: 5353 });
    });
    all.serveBrokerAt("192.168.4.9", 1883);
    await all.clock.advance(5000);
    expect(all.found()).toEqual(["mqtt: found 192.168.4.9:1883 (Mosquitto) by mDNS"]);
  });
});

describe.each(boards())("on the %s", (_name, make) => {
  it("a broker that answers is found, and presses arrive there", async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const { host, port } = broker.address;
    const responder = createSocket("udp4", (data, from) => {
      const bytes = respond(data.toString("latin1"), [{ instance: "Küche €", target: "pi.local", port, addresses: [host] }]);
      if (bytes !== undefined) responder.send(Buffer.from(bytes, "latin1"), from.port, from.address);
    });
    await new Promise<void>((resolve) => void responder.bind(0, "127.0.0.1", resolve));
    onTestFinished(() => void responder.close());
    const { board, lines } = await flashed(make, { ...dingFor(broker), mqtt: { host: "mdns", trust: "Küche €", ...login } });
    board.put(".boot2", redirection(responder.address().port));
    await board.powerOn();
    await lineLike(lines, /^mqtt: connected as hall$/);
    await listener.next("/kv6003/status/hall", (payload) => payload === "online");
    expect(lines).toContain(`mqtt: found ${host}:${port} (Küche €) by mDNS`);
  });
});
