/** The node's side of MQTT: what its client is made with, and what is published where, and how. */
import { create, type Options, type Socket } from "tinymqtt";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Config } from "../../src/firmware/config.ts";
import { device } from "../support/settings.ts";
import { fakeTinymqtt, type FakeClient } from "./doubles.ts";

let mqtt: typeof import("../../src/firmware/mqtt.ts");
let outbox: typeof import("../../src/firmware/flash-outbox.ts");
let fake: { readonly client: FakeClient };

beforeEach(async () => {
  fake = fakeTinymqtt();
  const { setIdentity } = await import("../../src/firmware/identity.ts");
  setIdentity("hall", 3, "");
  mqtt = await import("../../src/firmware/mqtt.ts");
  outbox = await import("../../src/firmware/flash-outbox.ts");
});
afterEach(() => {
  vi.doUnmock("tinymqtt");
});

function clientFor(given: Partial<Config["mqtt"]> = {}, more: Partial<Config> = {}): FakeClient {
  mqtt.setUpMqtt({ ...device, ...more, mqtt: { ...device.mqtt, host: "broker", ...given } }, () => true);
  return fake.client;
}

describe("the client", () => {
  it("has the node's name, the configuration's numbers, and the will that the node is offline", () => {
    const { host, options } = clientFor(
      { port: 8883, keepalive: 60, tls: true },
      {
        queue: 70,
        retry: { first: 100, longest: 200 },
        recovery: { ...device.recovery, answer: 2000, receipt: 3000 },
      },
    );
    expect(host).toBe("broker");
    expect(options).toEqual({
      port: 8883,
      clientId: "hall",
      keepalive: 60,
      tls: true,
      version: "auto",
      retry: { first: 100, longest: 200 },
      connectTimeout: 2000,
      pingTimeout: 2000,
      receiptTimeout: 3000,
      queue: 70,
      hasRoom: expect.any(Function) as () => boolean,
      will: { topic: "/kv6003/status/hall", message: "offline", qos: 1, retain: true, delay: 30 },
    });
  });

  it("asks for the commands to every node and to this one, and does not connect by itself", () => {
    expect(clientFor().calls).toEqual(["subscribe /kv6003/control/led,/kv6003/control/led/hall at 1"]);
  });

  it("asks for the commands to its other outputs, too", () => {
    const outputs = [{ name: "relay", pin: "D4", activeLow: true, restore: "off" } as const];
    expect(clientFor({}, { outputs }).calls).toEqual([
      "subscribe /kv6003/control/led,/kv6003/control/led/hall,/kv6003/control/relay,/kv6003/control/relay/hall at 1",
    ]);
  });

  it.each<[username: string, password: string, options: Options]>([
    ["", "", {}],
    ["ann", "", { username: "ann" }],
    ["ann", "secret", { username: "ann", password: "secret" }],
    ["", "secret", { username: "", password: "secret" }],
  ])("with the user name %j and the password %j gives %j", (username, password, expected) => {
    const { options } = clientFor({ username, password });
    expect({ username: options?.username, password: options?.password }).toEqual(expected);
  });

  it("sends a password to an empty user name, as MQTT allows [MQTT-3.1.2-22]", () => {
    const written: string[] = [];
    const socket: Socket = { write: (bytes) => written.push(bytes), end: () => undefined, on: () => undefined };
    const net = {
      connect: (_address: unknown, onConnect: (this: Socket) => void) => {
        setTimeout(() => onConnect.call(socket), 0);
        return socket;
      },
    };
    vi.useFakeTimers();
    try {
      const options = clientFor({ username: "", password: "pw", version: 4 }).options;
      const client = Object.assign(create("broker", { ...options, net }), { emit: () => undefined });
      client.connect();
      vi.advanceTimersByTime(0);
      client.end();
    } finally {
      vi.useRealTimers();
    }
    // Flags: user name, password, will retained at QoS 1, clean session. Then the identifier, the will, "" and "pw".
    const connect = "\x10\x34" + "\0\x04MQTT\x04" + "\xee" + "\0\x1e" + "\0\x04hall" + "\0\x13/kv6003/status/hall" + "\0\x07offline" + "\0\0" + "\0\x02pw";
    expect(written[0]).toBe(connect);
  });
});

describe("what is published", () => {
  const state = "/kv6003/state/hall/led";

  it.each<[what: string, publish: () => void, topic: string, options: object | undefined]>([
    ["a button event", () => outbox.publishEvent("press", 5, undefined, ""), "/kv6003/sensor/ding", { qos: 1, priority: 1 }],
    [
      "a reading, which goes first from a full outbox",
      () => outbox.publishReading('"light"', 1, "ratio", 5),
      "/kv6003/sensor/ding",
      { qos: 1, priority: 0, properties: { expiry: 86400 } },
    ],
    [
      "the LED's state, of which only the last waits",
      () => mqtt.publishState(mqtt.stateTopic("led"), "{}", false),
      state,
      { qos: 1, retain: true, priority: 2, latest: true },
    ],
    [
      "one that somebody waits for, which no newer one replaces",
      () => mqtt.publishState(mqtt.stateTopic("led"), "{}", true),
      state,
      { qos: 1, retain: true, priority: 2 },
    ],
    [
      "another output's state",
      () => mqtt.publishState(mqtt.stateTopic("relay"), "{}", true),
      "/kv6003/state/hall/relay",
      { qos: 1, retain: true, priority: 2 },
    ],
    ["its health", () => mqtt.publishHealth("{}"), "/kv6003/health/hall", undefined],
    ["a refusal", () => mqtt.publishError("{}"), "/kv6003/error/hall", undefined],
  ])("%s", (_what, publish, topic, options) => {
    const client = clientFor();
    client.connected = true;
    publish();
    expect(client.published).toEqual([{ topic, payload: expect.stringMatching(/^\{.*\}$/) as string, options }]);
  });

  it("that the node is online: retained, and kept longest", () => {
    const { published } = clientFor();
    mqtt.publishOnline();
    expect(published).toEqual([{ topic: "/kv6003/status/hall", payload: "online", options: { qos: 1, retain: true, priority: 3, latest: true } }]);
  });

  it("is not the LED's state while there is no connection: it is told at the next", () => {
    const client = clientFor();
    mqtt.publishState(mqtt.stateTopic("led"), "{}", false);
    mqtt.publishState(mqtt.stateTopic("led"), "{}", true);
    expect(client.published).toEqual([]);
    outbox.publishEvent("press", 5, undefined, "");
    expect(client.published).toHaveLength(1);
  });

  it("lies below the configuration's base", () => {
    const client = clientFor({}, { base: "haus/7" });
    client.connected = true;
    outbox.publishEvent("press", 5, undefined, "");
    mqtt.publishState(mqtt.stateTopic("led"), "{}", false);
    const { published, options, calls } = client;
    expect([options?.will?.topic, ...published.map(({ topic }) => topic), calls[0]]).toEqual([
      "haus/7/status/hall",
      "haus/7/sensor/ding",
      "haus/7/state/hall/led",
      "subscribe haus/7/control/led,haus/7/control/led/hall at 1",
    ]);
  });
});
