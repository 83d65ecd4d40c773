/** What pages may send, field by field: anything else must not reach the simulator. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FromPage } from "../../../src/tools/page/protocol.ts";
import { readMessage } from "../../../src/tools/page/server/read-message.ts";

type Request<Type extends FromPage["type"]> = Extract<FromPage, { type: Type }>;

/** Each request as the page sends it. A new one in the protocol needs a row here. */
const good: { [Type in FromPage["type"]]: Request<Type> } = {
  drive: { type: "drive", node: "ding-1", pin: "D0", level: 0.5 },
  publish: { type: "publish", id: 1, topic: "ding/ding-1/control", payload: "toggle", qos: 1, retain: false },
  type: { type: "type", node: "ding-1", text: "1+1\n\x03\xff" },
  serial: { type: "serial", node: "ding-1", wanted: true },
  wifi: { type: "wifi", up: false },
  broker: { type: "broker", up: true },
  silent: { type: "silent", silent: true },
  slow: { type: "slow", bytesPerSecond: 100 },
  power: { type: "power", node: "ding-1", on: false },
  play: { type: "play", name: "outage" },
  stop: { type: "stop" },
};

/** Values of every kind that a field can be given. */
const odd = [undefined, null, true, -1, 0.5, 2 ** 60, "", "text", "x".repeat(600_000), "\u{1F600}", [], {}, [1], { a: 1 }];

describe("a request", () => {
  it.each(Object.values(good))("$type passes as it is", (message) => {
    expect(readMessage(JSON.stringify(message))).toEqual(message);
  });

  it("plays the text of a file", () => {
    expect(readMessage('{"type":"play","file":"{}"}')).toEqual({ type: "play", file: "{}" });
  });

  it("lifts the limit of a link by naming none", () => {
    expect(readMessage('{"type":"slow"}')).toEqual({ type: "slow", bytesPerSecond: undefined });
  });

  it("loses fields that the protocol does not know", () => {
    expect(readMessage('{"type":"stop","__proto__":{"a":1},"more":2}')).toEqual({ type: "stop" });
  });

  it.each(Object.values(good))("$type with any other kind of value in a field is refused, or passes as its own type", (message) => {
    const kinds = Object.fromEntries(Object.entries(message).map(([name, value]) => [name, typeof value]));
    for (const name of Object.keys(message)) {
      for (const value of odd) {
        const read = readMessage(JSON.stringify({ ...message, [name]: value }));
        if ("reason" in read) continue;
        for (const [field, now] of Object.entries(read)) expect([kinds[field], "undefined"]).toContain(typeof now);
      }
    }
  });
});

describe("a request is refused in a sentence", () => {
  it.each([
    ["", "message", "it must be a JSON object"],
    ["[]", "message", "it must be a JSON object"],
    ["null", "message", "it must be a JSON object"],
    ["{}", "message", "there is no such request"],
    ['{"type":7}', "message", "there is no such request"],
    ['{"type":"constructor"}', "constructor", "there is no such request"],
    ['{"type":"drive","node":"a","pin":"D0","level":1.01}', "drive", "level must be a number from 0 to 1"],
    ['{"type":"drive","node":"a","pin":"D0","level":1e999}', "drive", "level must be a number from 0 to 1"],
    ['{"type":"drive","node":1,"pin":"D0","level":1}', "drive", "node must be text"],
    ['{"type":"publish","id":0.5,"topic":"","payload":"","qos":0,"retain":false}', "publish", "id must be a whole number"],
    ['{"type":"publish","id":1,"topic":"","payload":"","qos":3,"retain":false}', "publish", "qos must be 0, 1 or 2"],
    ['{"type":"publish","id":1,"topic":"","payload":{},"qos":0,"retain":false}', "publish", "payload must be text"],
    ['{"type":"type","node":"a","text":"\u20ac"}', "type", "text must be bytes: characters up to 255"],
    ['{"type":"slow","bytesPerSecond":0}', "slow", "bytesPerSecond must be a number from 1 to 1000000000"],
    ['{"type":"slow","bytesPerSecond":null}', "slow", "bytesPerSecond must be a number from 1 to 1000000000"],
    ['{"type":"wifi","up":"false"}', "wifi", "up must be true or false"],
    ['{"type":"play"}', "play", "name must be text"],
  ])("%s", (text, request, reason) => {
    expect(readMessage(text)).toEqual({ request, reason });
  });

  it("when a field is too long", () => {
    expect(readMessage(JSON.stringify({ ...good.power, node: "n".repeat(65) }))).toEqual({ request: "power", reason: "node has more than 64 characters" });
    expect(readMessage(JSON.stringify({ type: "play", file: "x".repeat(524_289) }))).toEqual({
      request: "play",
      reason: "file has more than 524288 characters",
    });
  });
});

it("no JSON text breaks it", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.record({ type: fc.constantFrom(...Object.keys(good)), node: fc.jsonValue(), level: fc.jsonValue() }).map((value) => JSON.stringify(value)),
      ),
      (text) => {
        expect(readMessage(text)).toBeTypeOf("object");
      },
    ),
    { seed: 12 },
  );
});
