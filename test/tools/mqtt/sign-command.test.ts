/** Signing a command: what is signed, and what is put around it, by Node's own HMAC. */
import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { keyFault, signCommand } from "../../../src/tools/mqtt/sign-command.ts";

const key = "a key of 18 bytes.";
const topic = "/kv6003/control/led/Küche";
const code = (text: string): string => createHmac("sha256", key).update(text).digest("base64");

it.each([
  ["a word becomes JSON", " toggle ", '{"state":"toggle","n":1042'],
  ["JSON stays as it is", '{"state": "on", "id": "Küche"}\n', '{"state": "on", "id": "Küche","n":1042'],
  ["what is not JSON is signed all the same: the node says what is wrong", "{on", '{on,"n":1042'],
])("%s", (_what, command, signed) => {
  expect(signCommand(topic, command, 1042, key)).toBe(`${signed},"mac":"${code(`${topic}\n${signed}`)}"}`);
});

it.each([
  ["x".repeat(16), undefined],
  ["x".repeat(64), undefined],
  ["x".repeat(15), "the key must be 16 to 64 bytes, and is 15"],
  ["é".repeat(33), "the key must be 16 to 64 bytes, and is 66"],
  ["two lines of\na key", "the key must be a text of one line"],
])("as a key %j has the fault %j", (given, fault) => {
  expect(keyFault(given)).toBe(fault);
});
