/** The command grammar: one table, what may be sent and what may not. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCommand } from "../../src/firmware/commands.ts";
import { bytes } from "./bytes.ts";

const words = "state must be one of on,off,toggle";
const nothing = "give state, brightness, blink or for";
const brightness = 'brightness must be 0..1 or "0%".."100%"';
const percent = "brightness_pct must be 0..100";
const both = "give brightness or brightness_pct, not both";
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
  ['"on"', { state: "on" }],
  [' "Toggle"\n', { state: "toggle" }],
  ['"0"', { state: "off" }],
  ["  on", { state: "on" }],
  ["off\r\n", { state: "off" }],
  ["\ttoggle ", { state: "toggle" }],
  [" 1 ", { state: "on" }],
  ['" on\r\n"', { state: "on" }],
  ["\xef\xbb\xbfon", { state: "on" }],
  ["\xef\xbb\xbf off\r\n", { state: "off" }],
  ['\xef\xbb\xbf"toggle"', { state: "toggle" }],
  ['\xef\xbb\xbf{"state":"on"}', { state: "on" }],
  // Percentages.
  ["50%", { brightness: 0.5 }],
  ["12.5 %", { brightness: 0.125 }],
  ["0%", { brightness: 0 }],
  ["100%\r\n", { brightness: 1 }],
  ['"7%"', { brightness: 0.07 }],
  ['{"brightness":"50%"}', { brightness: 0.5 }],
  ['{"brightness":" 50 % "}', { brightness: 0.5 }],
  ['{"brightness_pct":33}', { brightness: 0.33 }],
  ['{"state":"on","brightness_pct":0.5}', { state: "on", brightness: 0.005 }],
  ["101%", words],
  ["-1%", words],
  ["050%", words],
  ["%", words],
  ["5%%", words],
  ["1.2.3%", words],
  ["0x10%", words],
  ['{"brightness":"101%"}', brightness],
  ['{"brightness":"%"}', brightness],
  ['{"brightness":true}', brightness],
  ['{"brightness_pct":101}', percent],
  ['{"brightness_pct":-1}', percent],
  ['{"brightness_pct":"50%"}', percent],
  ['{"brightness_pct":null}', percent],
  ['{"brightness":0.5,"brightness_pct":50}', both],
  ['{"brightness_pct":50,"brightness":0.5}', both],
  ['{"brightness_pct":50,"brightness":"50%"}', both],
  // Words that are none.
  ["\xef\xbb\xbf", words],
  ["\xef\xbbon", words],
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
  ["'on'", words],
  ['"on', words],
  ['on"', words],
  ['"', words],
  ['""', words],
  ['"onn"', words],
  ['"on" "off"', words],
  ['"null"', words],
  ['["on"]', words],
  ["on\0", words],
  [bytes("än"), words],
  ["\xff\xfe", words],
  // JSON, its keys one by one and together.
  ['{"state":"on"}', { state: "on" }],
  ['{"state":" ON\\r\\n"}', { state: "on" }],
  ['{"state":"off"}', { state: "off" }],
  ['\n { "state" : "toggle" } ', { state: "toggle" }],
  // The same words and values as bare.
  ['{"state":"ON"}', { state: "on" }],
  ['{"state":"Toggle"}', { state: "toggle" }],
  ['{"state":true}', { state: "on" }],
  ['{"state":false}', { state: "off" }],
  ['{"state":1}', { state: "on" }],
  ['{"state":0}', { state: "off" }],
  ['{"state":"1"}', { state: "on" }],
  ['{"state":"FALSE"}', { state: "off" }],
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
  ['{"state":null}', words],
  ['{"state":""}', words],
  ['{"state":2}', words],
  ['{"state":"1.0"}', words],
  ['{"state":["on"]}', words],
  ['{"state":{"on":1}}', words],
  ['{"state":{}}', words],
  ['{"brightness":1.01}', brightness],
  ['{"brightness":-0.1}', brightness],
  ['{"brightness":"1"}', brightness],
  ['{"brightness":null}', brightness],
  ['{"brightness":[1]}', brightness],
  ['{"brightness":1e999}', badJson],
  ['{"brightness":18446744073709551617}', brightness],
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
  ['{"blink":{"times":3}}', "unknown key blink.times"],
  ['{"state":"on","id":7}', "id must be a text"],
  ['{"state":"on","colour":"red"}', "unknown key colour"],
  ['{"State":"on"}', "unknown key State"],
  ['{"on":1}', "unknown key on"],
  ['{"constructor":1}', "unknown key constructor"],
  ['{"__proto__":{"state":"on"}}', "unknown key __proto__"],
  ['{"toString":1}', "unknown key toString"],
  ['{"blink":{"on":100,"constructor":1}}', "unknown key blink.constructor"],
  ['{"state":"on","id":null}', "id must be a text"],
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

  it("means the same bare, as JSON, and inside JSON", () => {
    for (const word of ["on", "off", "toggle", "1", "0", "true", "false", "ON", "True", "yes", "2", "null", "onn", "-1", "1.5"]) {
      const bare = parseCommand(word);
      expect(parseCommand(`"${word}"`), word).toEqual(bare);
      expect(parseCommand(`{"state":"${word}"}`), word).toEqual(bare);
      if (/^(\d|true|false)/.test(word)) expect(parseCommand(`{"state":${word}}`), word).toEqual(bare);
    }
  });

  it("is refused or done, whatever it is: nothing is thrown", () => {
    const anyBytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array).toString("latin1"));
    const almost = fc.constantFrom('{"state":"on"}', '{"blink":{"on":20,"count":3}}', '{"for":50,"id":"x"}', "toggle");
    const edited = fc.tuple(almost, fc.nat(30), fc.nat(2), anyBytes).map(([text, at, drop, insert]) => text.slice(0, at) + insert + text.slice(at + drop));
    fc.assert(
      fc.property(fc.oneof(anyBytes, edited), (payload) => {
        const result = parseCommand(payload);
        expect(typeof result === "string" ? result : Object.keys(result).join()).toMatch(/./);
      }),
      { seed: 27, numRuns: 1000 },
    );
  });
});
