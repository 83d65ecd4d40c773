/** Signatures of messages: what is right passes, what is not is named and counted. */
import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { SignatureCheck } from "../../../src/tools/mqtt/signature-check.ts";

const key = "a key of 18 bytes.";
const topic = "/kv6003/sensor/ding";

function signed(json: string, to = topic, by = key): string {
  const beginning = json.slice(0, -1);
  return `${beginning},"mac":"${createHmac("sha256", by).update(`${to}\n${beginning}`).digest("base64")}"}`;
}

const press = '{"node":"Küche","boot":3,"seq":17,"type":"button","event":"press","up":81234}';
const take = (check: SignatureCheck, payload: string, on = topic): string | undefined => check.take(on, new TextEncoder().encode(payload));

it.each([
  ["a press", signed(press), topic],
  ["a press on a topic in UTF-8", signed(press, `${topic}/Küche`), `${topic}/Küche`],
  ["health", signed('{"node":"hall","boot":3,"up":90001}', "/kv6003/health/hall"), "/kv6003/health/hall"],
  ["what nodes do not sign", '{"state":"on","brightness":1}', "/kv6003/state/hall/led"],
  ["an error", '{"node":"hall","error":"no valid signature"}', "/kv6003/error/hall"],
  ["a word", "online", "/kv6003/status/hall"],
])("%s passes", (_what, payload, on) => {
  const check = new SignatureCheck(key);
  expect(take(check, payload, on)).toBeUndefined();
  expect(check.totals()).toEqual([]);
});

it.each([
  ["unsigned", press, "no signature: Küche boot 3 seq 17, on /kv6003/sensor/ding"],
  ["by another key", signed(press, topic, "another key of 24 bytes."), "wrong signature: Küche boot 3 seq 17, on /kv6003/sensor/ding"],
  ["for another topic", signed(press, "/kv6003/sensor/reading"), "wrong signature: Küche boot 3 seq 17, on /kv6003/sensor/ding"],
  ["changed", signed(press).replace('"seq":17', '"seq":18'), "wrong signature: Küche boot 3 seq 18, on /kv6003/sensor/ding"],
  ["with something behind the code", `${signed(press)} `, "wrong signature: Küche boot 3 seq 17, on /kv6003/sensor/ding"],
  ["health without a signature", '{"node":"hall","boot":3,"up":90001}', "no signature: hall boot 3, on /kv6003/sensor/ding"],
  ["without what a node's message has", '{"node":"hall","event":"press"}', "no signature: hall boot ?, on /kv6003/sensor/ding"],
])("%s is named", (_what, payload, line) => {
  expect(take(new SignatureCheck(key), payload)).toBe(line);
});

it("counts by node", () => {
  const check = new SignatureCheck(key);
  for (const payload of [press, press, signed(press), '{"node":"hall","boot":1,"seq":1}']) take(check, payload);
  expect(check.totals()).toEqual(["Küche: 2 messages without a valid signature", "hall: 1 message without a valid signature"]);
});
