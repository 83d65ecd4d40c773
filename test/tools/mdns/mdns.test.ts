/** Brokers that make themselves known, and those that look for them. No datagram leaves this computer. */
import { createSocket } from "node:dgram";
import { EventEmitter } from "node:events";
import multicastDns from "multicast-dns";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { labelOf, question, readAnswer, RecordType, type Records } from "../../../src/firmware/dns-sd.ts";
import { advertise } from "../../../src/tools/mdns/advertise.ts";
import { findBrokers } from "../../../src/tools/mdns/find-brokers.ts";
import { serviceName } from "../../../src/tools/mdns/service.ts";
import { name } from "../../support/mdns.ts";

/** In place of multicast-dns. */
class Network extends EventEmitter {
  readonly asked: { name: string; type: string }[][] = [];
  readonly sent: [response: Record<string, unknown>, to: unknown][] = [];
  isOpen = true;
  /** What answers a query. */
  onQuery: (questions: { name: string; type: string }[]) => void = () => undefined;

  query(questions: { name: string; type: string }[]): void {
    this.asked.push(questions);
    this.onQuery(questions);
  }

  respond(response: object, to?: unknown): void {
    this.sent.push([{ ...response }, to]);
  }

  destroy(done?: () => void): void {
    this.isOpen = false;
    done?.();
  }
}

const ptr = (instance: string): object => ({ name: serviceName, type: "PTR", data: `${instance}.${serviceName}` });
const srv = (instance: string, target: string, port: number): object => ({ name: `${instance}.${serviceName}`, type: "SRV", data: { target, port } });
const a = (target: string, data: string): object => ({ name: target, type: "A", data });
/** Whoever sends a response. */
const from = { address: "192.168.4.1" };

describe("the search for brokers", () => {
  it("finds each with its name, address and port, and asks for what is missing", async () => {
    const network = new Network();
    network.onQuery = (questions) => {
      for (const { type } of questions) {
        if (type === "PTR") {
          network.emit("response", { answers: [ptr("Mosquitto")], additionals: [srv("Mosquitto", "Pi.local", 1883), a("pi.local", "192.168.4.9")] }, from);
          network.emit("response", { answers: [ptr("Another v2.0")], additionals: [] }, from);
        }
        if (type === "SRV") {
          network.emit("response", { answers: [srv("Another v2.0", "laptop.local", 1884)], additionals: [a("laptop.local", "192.168.4.7")] }, from);
        }
      }
    };
    expect(await findBrokers(20, network)).toEqual([
      { name: "Another v2.0", host: "192.168.4.7", port: 1884 },
      { name: "Mosquitto", host: "192.168.4.9", port: 1883 },
    ]);
    expect(network.asked[1]).toContainEqual({ name: `Another v2.0.${serviceName}`, type: "SRV" });
    expect(network.isOpen).toBe(false);
  });

  it("takes of several addresses the one that answered, as the node does", async () => {
    const network = new Network();
    const records = [ptr("Laptop"), srv("Laptop", "laptop.local", 1883)];
    const addresses = ["10.8.0.6", "192.168.1.30", "172.17.0.1"].map((address) => a("laptop.local", address));
    network.onQuery = () => network.emit("response", { answers: [...records, ...addresses], additionals: [] }, { address: "192.168.1.30" });
    expect(await findBrokers(20, network)).toEqual([{ name: "Laptop", host: "192.168.1.30", port: 1883 }]);
  });

  it("keeps an address that another computer tells until its owner answers", async () => {
    const network = new Network();
    const answers = [ptr("Pi"), srv("Pi", "pi.local", 1883)];
    network.onQuery = () => {
      for (const [address, sender] of [
        ["192.168.4.9", "192.168.4.1"],
        ["192.168.4.8", "192.168.4.1"],
      ] as const) {
        network.emit("response", { answers: [...answers, a("pi.local", address)], additionals: [] }, { address: sender });
      }
    };
    expect(await findBrokers(20, network)).toMatchObject([{ host: "192.168.4.9" }]);
  });

  it("leaves out other services, brokers without an address, and names that fit no configuration", async () => {
    const network = new Network();
    network.onQuery = () => {
      network.emit(
        "response",
        {
          answers: [{ name: "_ipp._tcp.local", type: "PTR", data: "Printer._ipp._tcp.local" }, ptr("No address"), ptr("\x1b[2J"), ptr("x".repeat(64))],
          additionals: [srv("\x1b[2J", "h.local", 1), srv("x".repeat(64), "h.local", 1), a("h.local", "192.168.4.1")],
        },
        from,
      );
    };
    expect(await findBrokers(20, network)).toEqual([]);
  });

  it("that cannot be made fails with its reason", async () => {
    const network = new Network();
    network.onQuery = () => queueMicrotask(() => network.emit("error", new Error("EACCES")));
    await expect(findBrokers(20, network)).rejects.toThrow("EACCES");
    expect(network.isOpen).toBe(false);
  });
});

describe("a broker that makes itself known", () => {
  const addressesFor = (asker?: string): string[] => [asker === "172.17.0.2" ? "172.17.0.1" : "192.168.4.9"];
  const mosquitto = { name: "Mosquitto", host: "pi", port: 1883, addressesFor, onError: (error: Error) => expect.unreachable(error.message) };

  it("announces itself, answers by multicast, and takes itself back", async () => {
    const network = new Network();
    const stop = advertise(mosquitto, network);
    network.emit("ready");
    network.emit("query", { id: 7, questions: [{ name: "_MQTT._tcp.local", type: "PTR" }] }, { address: "192.168.4.2", port: 5353 });
    await stop();
    const lives = network.sent.map(([{ answers }, to]) => [(answers as { ttl: number }[]).map(({ ttl }) => ttl), to]);
    expect(lives).toEqual([
      [[120, 120, 120, 120], undefined],
      [[120, 120, 120, 120], undefined],
      [[0, 0, 0, 0], undefined],
    ]);
    expect(network.isOpen).toBe(false);
  });

  it("answers a querier at another port there, with its identifier and question, and short lives", () => {
    const network = new Network();
    advertise(mosquitto, network);
    const from = { address: "192.168.4.2", port: 40_000 };
    const questions = [{ name: serviceName, type: "PTR" }];
    network.emit("query", { id: 7, questions }, from);
    expect(network.sent).toEqual([[expect.objectContaining({ id: 7, questions }), from]]);
    const records = network.sent[0]?.[0]["answers"] as { ttl: number; flush?: boolean }[];
    expect(records.every(({ ttl, flush }) => ttl === 10 && !flush)).toBe(true);
  });

  const addressesIn = (answers: unknown): unknown[] =>
    (answers as { type: string; data: unknown }[]).filter(({ type }) => type === "A").map(({ data }) => data);

  it.each([
    ["each querier at another port the address in its own network", 40_000, [["172.17.0.1"], ["192.168.4.9"]]],
    ["everybody the address in the local network, as multicast goes there", 5353, [["192.168.4.9"], ["192.168.4.9"]]],
  ])("tells %s", (_what, port, told) => {
    const network = new Network();
    advertise(mosquitto, network);
    const questions = [{ name: "pi.local", type: "A" }];
    for (const address of ["172.17.0.2", "192.168.4.2"]) network.emit("query", { questions }, { address, port });
    expect(network.sent.map(([{ answers }]) => addressesIn(answers))).toEqual(told);
  });

  it("keeps silent when asked for something else", () => {
    const network = new Network();
    advertise(mosquitto, network);
    network.emit("query", { questions: [{ name: "_ipp._tcp.local", type: "PTR" }] }, { address: "192.168.4.2", port: 40_000 });
    expect(network.sent).toEqual([]);
  });

  it("is understood by the node, over the wire", async () => {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => void socket.bind(0, "127.0.0.1", resolve));
    const { port } = socket.address();
    // Bound by the test, to the loopback.
    const stop = advertise({ ...mosquitto, name: "Küche €" }, multicastDns({ socket, multicast: false, bind: false, ip: "127.0.0.1", port }));
    onTestFinished(stop);
    const records: Records = { _id: "\x12\x34", _service: name(serviceName), _instances: [], _addresses: {} };
    const node = createSocket("udp4", (bytes, from) => readAnswer(records, bytes.toString("latin1"), from.address));
    onTestFinished(() => void node.close());
    node.send(Buffer.from(question(records._id, records._service, RecordType.Ptr), "latin1"), port, "127.0.0.1");
    await vi.waitFor(() => expect(records._instances).toHaveLength(1));
    const [instance] = records._instances;
    expect(instance).toMatchObject({ _port: 1883, _target: name("pi.local") });
    expect(instance && Buffer.from(labelOf(instance), "latin1").toString()).toBe("Küche €");
    expect(records._addresses).toEqual({ [name("pi.local")]: "192.168.4.9" });
  });
});
