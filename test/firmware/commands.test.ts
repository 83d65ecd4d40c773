/** The command grammar: one table, what may be sent and what may not. */
import { describe, expect, it } from "vitest";
import { parseCommand } from "../../src/firmware/commands.ts";
import { bytes } from "./bytes.ts";

const words = "state must be one of on,off,toggle";
const nothing = "give state, brightness, blink or for";
const period = "10..86400000";
const badJson = "bad JSON";
const tooLong = "over 512 bytes";
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
  ["", words],
  [" \n ", words],
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
  ['{"state":"ON"}', words],
  ['{"state":true}', words],
  ['{"state":1}', words],
  ['{"state":null}', words],
  ['{"state":""}', words],
  ['{"brightness":1.01}', "brightness must be 0..1"],
  ['{"brightness":-0.1}', "brightness must be 0..1"],
  ['{"brightness":"1"}', "brightness must be 0..1"],
  ['{"brightness":null}', "brightness must be 0..1"],
  ['{"brightness":[1]}', "brightness must be 0..1"],
  ['{"brightness":1e999}', badJson],
  ['{"brightness":18446744073709551617}', "brightness must be 0..1"],
  ['{"for":0}', `for must be ${period}`],
  ['{"for":9}', `for must be ${period}`],
  ['{"for":86400001}', `for must be ${period}`],
  ['{"for":-5}', `for must be ${period}`],
  ['{"for":"1s"}', `for must be ${period}`],
  ['{"for":true}', `for must be ${period}`],
  ['{"blink":true}', "blink must be object"],
  ['{"blink":null}', "blink must be object"],
  ['{"blink":[100,100]}', "blink must be object"],
  ['{"blink":{"on":0}}', `blink.on must be ${period}`],
  ['{"blink":{"off":"5"}}', `blink.off must be ${period}`],
  ['{"blink":{"count":0}}', "blink.count must be 1..1000000"],
  ['{"blink":{"count":1.5}}', "blink.count must be 1..1000000"],
  ['{"blink":{"count":1000001}}', "blink.count must be 1..1000000"],
  ['{"blink":{"count":"3"}}', "blink.count must be 1..1000000"],
  ['{"blink":{"times":3}}', "bad key blink.times; did you mean blink.count?"],
  ['{"state":"on","id":7}', "id must be string"],
  ['{"state":"on","colour":"red"}', "bad key colour; did you mean for?"],
  ['{"State":"on"}', "bad key State; did you mean state?"],
  ['{"on":1}', "bad key on; did you mean brightness?"],
  ['{"constructor":1}', "bad key constructor; did you mean brightness?"],
  ['{"__proto__":{"state":"on"}}', "bad key __proto__; did you mean for?"],
  ['{"state":"on","state":"off"}', badJson],
  ["{", badJson],
  ['{"state":"on"', badJson],
  ['{"state":"on"} off', badJson],
  ["{'state':'on'}", badJson],
  ['{state:"on"}', badJson],
  ['{"state":on}', badJson],
  ['{"state":"on",}', badJson],
  ['{"brightness":.5}', badJson],
  ['{"for":0x10}', badJson],
  ['{"id":"\n","state":"on"}', badJson],
  // Length counts in bytes.
  [padded(513), tooLong],
  [`{"state":"on","id":"${bytes("é".repeat(250))}"}`, tooLong],
  [" ".repeat(600), tooLong],
];

describe("a payload of the control topics", () => {
  it.each(table)("%j is %j", (payload, result) => {
    expect(parseCommand(payload)).toEqual(result);
  });
});
