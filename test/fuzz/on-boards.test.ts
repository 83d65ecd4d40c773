/** A sample of the fuzzers' cases on the virtual board and on the real interpreter: both answer the same. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { VirtualEsp32 } from "../../board/virtual/index.ts";
import { bundleForEspruino } from "../../src/tools/bundle/bundle.ts";
import { espruino } from "../support/boards.ts";
import { again } from "../tinymqtt/again.ts";
import { segments, streams, type Version } from "./packets.ts";
import { commandPayloads } from "./payloads.ts";

/** Cases of each kind. */
const cases = 100;
const seed = 7;
/** Cases in one line that is typed: the interpreter's input buffer has 4096 bytes. */
const together = 3;
/** Each board gets all cases in one test. */
const tries = { ...again("real interpreter"), timeout: 120_000 };
/** Bytes of a case, for the same reason. */
const longest = 700;

/** A client whose socket and events are the test's. `feed` gives it a stream and says what came of it. */
const harness = `var log,fns,go,out,ended;
function feed(version,pieces){
  log=[];fns={};out="";ended=0;
  var socket={on:function(e,f){fns[e]=f},write:function(d){out+=d;return true},end:function(){ended++}};
  var client=require("mqtt").create("h",{clientId:"c",version:version,random:function(){return 0.5},net:{connect:function(o,f){go=f;return socket}}});
  client.emit=function(n,m){log.push(n=="message"?[m.topic,m.message,m.qos,m.retain,m.dup]:n)};
  client.subscribe("/kv6003/#",1);
  client.connect();
  go.call(socket);
  fns.data.call(socket,version==5?"\\x20\\x03\\x00\\x00\\x00":"\\x20\\x02\\x00\\x00");
  pieces.forEach(function(p){if(!ended)fns.data.call(socket,atob(p))});
  var last=[client.connected,client.queued,client.losses,client.last,ended];
  client.end();
  return [btoa(out),last,log];
}`;

const base64 = (bytes: Buffer): string => `"${bytes.toString("base64")}"`;

describe.skipIf(!espruino)("the real interpreter, and the virtual board", () => {
  const modules = new Map<string, string>();
  beforeAll(async () => {
    for (const [file, entry] of [
      ["commands", "src/firmware/commands.ts"],
      ["mqtt", "src/tinymqtt/index.ts"],
    ] as const) {
      modules.set(file, (await bundleForEspruino({ root: process.cwd(), entry })).code);
    }
  }, 60_000);

  /** What each of the two boards makes of expressions, one after the other. */
  async function onBoth(expressions: readonly string[]): Promise<[string[], string[]]> {
    return [await evaluated(new VirtualEsp32(), expressions), await evaluated(new LinuxEspruino(espruino), expressions)];
  }

  async function evaluated(board: ProgrammableBoard, expressions: readonly string[]): Promise<string[]> {
    try {
      for (const [file, code] of modules) board.put(file, code);
      board.put(".bootcde", harness);
      await board.powerOn();
      const answers: string[] = [];
      for (const expression of expressions) answers.push(rounded(await board.eval(`btoa(JSON.stringify(${expression}))`)));
      return answers;
    } finally {
      await board.discard();
    }
  }

  it(`judge ${cases} commands alike`, tries, async () => {
    const payloads = fc.sample(commandPayloads, { seed, numRuns: cases }).filter(({ length }) => length < longest);
    const lines = Array.from({ length: Math.ceil(payloads.length / together) }, (_none, i) => payloads.slice(i * together, (i + 1) * together));
    const [virtual, real] = await onBoth(
      lines.map((line) => `[${line.map(base64).join()}].map(function(p){return require("commands").parseCommand(atob(p))})`),
    );
    expect(real).toEqual(virtual);
  });

  it.each<Version>([4, 5])(`take ${cases} streams of MQTT level %i alike`, tries, async (version) => {
    const all = fc.sample(streams(version), { seed, numRuns: cases }).filter(({ bytes }) => bytes.length < longest);
    const [virtual, real] = await onBoth(all.map((stream) => `feed(${version},[${segments(stream).map(base64).join()}])`));
    expect(real).toEqual(virtual);
    expect(new Set(virtual).size).toBeGreaterThan(cases / 10);
  });
});

/** JSON whose numbers have as many digits as both print. */
function rounded(answer: string): string {
  const text = Buffer.from(answer.replaceAll('"', ""), "base64").toString("latin1");
  const round = (_key: string, value: unknown): unknown => (typeof value === "number" ? Number(value.toPrecision(9)) : value);
  return JSON.stringify(JSON.parse(text), round);
}
