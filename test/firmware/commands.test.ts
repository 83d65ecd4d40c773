/** The command grammar: one table, what may be sent and what may not. */
import { describe, expect, it } from "vitest";
import { parseCommand } from "../../src/firmware/commands.ts";
import { bytes } from "./bytes.ts";

const words = 'expected on, off, toggle, 1, 0, true, false or {"state":...}';
const nothing = "nothing to do: give state, brightness, blink or for";
const period = "10..86400000 ms";
const noKey = "this is no key";
const badJson = (place: number): string => `bad JSON at character ${place}`;
const padded = (length: number): string => '{"state":"on"}'.padEnd(length);

/** A payload, and the command that it is or the reason why it is none. */
const table: [payload: string, result: object | string][] = [
  // Plain words, in any case, with blanks around them.
  ["on", { state: "on" }],
  ["off", { state: "off" }],
  ["toggle", { state: "toggle" }],
  ["1", { state: "on" }],
  ["0", { state: "off" }],
  ["true", { state: "on" }],
  ["false", { state: "off" }],
  ["ON", { state: "on" }],
  ["Off", { state: "off" }],
  ["tOgGlE", { state: "toggle" }],
  ["TRUE", { state: "on" }],
  ["  on", { state: "on" }],
  ["off\r\n", { state: "off" }],
  ["\ttoggle ", { state: "toggle" }],
  [" 1 ", { state: "on" }],
  // Words that are none.
  ["", "an empty command"],
  [" \n ", "an empty command"],
  ["onn", words],
  ["o n", words],
  ["on off", words],
  ["yes", words],
  ["2", words],
  ["-1", words],
  ["00", words],
  ["1.0", words],
  ["null", words],
  ['"on"', words],
  ["'on'", words],
  ['["on"]', words],
  ["on\0", words],
  [bytes("än"), words],
  ["\xff\xfe", words],
  // JSON, its keys one by one and together.
  ['{"state":"on"}', { state: "on" }],
  ['{"state":"off"}', { state: "off" }],
  ['\n { "state" : "toggle" } ', { state: "toggle" }],
  ['{"brightness":0.5}', { brightness: 0.5 }],
  ['{"brightness":0}', { brightness: 0 }],
  ['{"brightness":1}', { brightness: 1 }],
  ['{"brightness":5e-1}', { brightness: 0.5 }],
  ['{"for":1000}', { for: 1000 }],
  ['{"for":10}', { for: 10 }],
  ['{"for":86400000}', { for: 86400000 }],
  ['{"blink":{}}', { blink: { on: 500, off: 500, count: 0 } }],
  ['{"blink":{"on":100,"off":200,"count":3}}', { blink: { on: 100, off: 200, count: 3 } }],
  ['{"blink":{"count":1}}', { blink: { on: 500, off: 500, count: 1 } }],
  ['{"blink":{"count":1000000}}', { blink: { on: 500, off: 500, count: 1000000 } }],
  [
    '{"state":"on","brightness":0.25,"blink":{"on":10,"off":20},"for":3000,"id":"a-1"}',
    { state: "on", brightness: 0.25, blink: { on: 10, off: 20, count: 0 }, for: 3000, id: "a-1" },
  ],
  ['{"state":"on","id":""}', { state: "on", id: "" }],
  [`{"state":"on","id":"${bytes("Küche")}"}`, { state: "on", id: bytes("Küche") }],
  ['{"state":"on","id":"K\\u00fcche"}', { state: "on", id: bytes("Küche") }],
  ['{"st\\u0061te":"on"}', { state: "on" }],
  [padded(512), { state: "on" }],
  // JSON that is no command.
  ["{}", nothing],
  ['{"id":"x"}', nothing],
  ['{"state":"ON"}', "state: expected on, off or toggle"],
  ['{"state":true}', "state: expected on, off or toggle"],
  ['{"state":1}', "state: expected on, off or toggle"],
  ['{"state":null}', "state: expected on, off or toggle"],
  ['{"state":""}', "state: expected on, off or toggle"],
  ['{"brightness":1.01}', "brightness: expected 0..1"],
  ['{"brightness":-0.1}', "brightness: expected 0..1"],
  ['{"brightness":"1"}', "brightness: expected 0..1"],
  ['{"brightness":null}', "brightness: expected 0..1"],
  ['{"brightness":[1]}', "brightness: expected 0..1"],
  ['{"brightness":1e999}', "brightness: expected 0..1"],
  ['{"brightness":18446744073709551617}', "brightness: expected 0..1"],
  ['{"for":0}', `for: expected ${period}`],
  ['{"for":9}', `for: expected ${period}`],
  ['{"for":86400001}', `for: expected ${period}`],
  ['{"for":-5}', `for: expected ${period}`],
  ['{"for":"1s"}', `for: expected ${period}`],
  ['{"for":true}', `for: expected ${period}`],
  ['{"blink":true}', 'blink: expected {"on":ms,"off":ms,"count":n}'],
  ['{"blink":null}', 'blink: expected {"on":ms,"off":ms,"count":n}'],
  ['{"blink":[100,100]}', 'blink: expected {"on":ms,"off":ms,"count":n}'],
  ['{"blink":{"on":0}}', `blink.on: expected ${period}`],
  ['{"blink":{"off":"5"}}', `blink.off: expected ${period}`],
  ['{"blink":{"count":0}}', "blink.count: expected 1..1000000"],
  ['{"blink":{"count":1.5}}', "blink.count: expected 1..1000000"],
  ['{"blink":{"count":1000001}}', "blink.count: expected 1..1000000"],
  ['{"blink":{"count":"3"}}', "blink.count: expected 1..1000000"],
  ['{"blink":{"times":3}}', `blink.times: expected on, off or count; ${noKey}`],
  ['{"state":"on","id":7}', "id: expected a string"],
  ['{"state":"on","colour":"red"}', `colour: expected state, brightness, blink, for or id; ${noKey}`],
  ['{"State":"on"}', `State: expected state, brightness, blink, for or id; ${noKey}`],
  ['{"on":1}', `on: expected state, brightness, blink, for or id; ${noKey}`],
  ['{"constructor":1}', `constructor: expected state, brightness, blink, for or id; ${noKey}`],
  ['{"__proto__":{"state":"on"}}', badJson(14)],
  ['{"state":"on","state":"off"}', badJson(23)],
  ["{", badJson(2)],
  ['{"state":"on"', badJson(14)],
  ['{"state":"on"} off', badJson(16)],
  ["{'state':'on'}", badJson(2)],
  ['{state:"on"}', badJson(2)],
  ['{"state":on}', badJson(10)],
  ['{"state":"on",}', badJson(15)],
  ['{"brightness":.5}', badJson(15)],
  ['{"for":0x10}', badJson(8)],
  ['{"id":"\n","state":"on"}', badJson(8)],
  // Length counts in bytes.
  [padded(513), "a command has at most 512 bytes, this one has 513"],
  [`{"state":"on","id":"${bytes("é".repeat(250))}"}`, "a command has at most 512 bytes, this one has 522"],
  [" ".repeat(600), "a command has at most 512 bytes, this one has 600"],
];

describe("a payload of the control topics", () => {
  it.each(table)("%j is %j", (payload, result) => {
    expect(parseCommand(payload)).toEqual(result);
  });
});
