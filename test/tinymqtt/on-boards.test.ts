/** The conversations of cases.ts with the module as it is built, on the virtual ESP32 and on the real interpreter. */
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { bundleForEspruino } from "../../src/tools/bundle/bundle.ts";
import { boards } from "../support/boards.ts";
import { again } from "./again.ts";
import { cases, type Case } from "./cases.ts";
import { ScriptedBroker } from "./scripted-broker.ts";
import { raw } from "./world.ts";

const root = path.resolve(import.meta.dirname, "../..");
function program(port: number, control: number, { options = "{}", first = "", program: more = "", steps }: Case): string {
  const runs = steps.flatMap((step) => ("run" in step ? [`function(){${step.run}}`] : []));
  // Steps are taken at a word from a connection of their own, not at the console, whose Linux build loses keys.
  return `var runs=[${runs.join(",")}];
${first};
var o=${options};
o.port=${port};o.clientId="c";o.random=function(){return 0};
var m=require("tinyMQTT").create("127.0.0.1",o);
m.on("connected",function(e){print("\\x01connected"+(e?" "+e.sessionPresent:""))});
m.on("message",function(e){print("\\x01message "+JSON.stringify(e.topic)+" "+e.message+" "+e.qos+" "+e.retain+" "+e.dup)});
m.on("published",function(e){print("\\x01published"+(e?" "+e.topic+" "+e.message:""))});
m.on("subscribed",function(e){print("\\x01subscribed "+e.filters+" "+e.granted)});
["lost","disconnected","failed","refused","error"].forEach(function(name){m.on(name,function(e){print("\\x01"+name+" "+e)})});
${more};
require("Wifi").connect("virtual",{},function(){
require("net").connect({host:"127.0.0.1",port:${control}}).on("data",function(words){for(var i=0;i<words.length;i++)runs.shift()()});
m.connect()});
`;
}

describe.each(boards())("on the %s", (name, make) => {
  let module = "";
  let board: ProgrammableBoard;
  let broker: ScriptedBroker;
  let control: ScriptedBroker;

  beforeAll(async () => {
    module = (await bundleForEspruino({ root, entry: "src/tinymqtt/index.ts" })).code;
  });
  beforeEach(async () => {
    board = make();
    broker = await ScriptedBroker.start();
    control = await ScriptedBroker.start();
  });
  afterEach(async () => {
    await board.discard();
    await broker.stop();
    await control.stop();
  });

  test.each(cases)("$name", again(name), async (script) => {
    const lines: string[] = [];
    let changed = (): void => undefined;
    board.onLine((line) => {
      lines.push(line);
      changed();
    });
    /** Takes the next line of the program's own. */
    const nextLine = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error("the board says nothing")), 8000);
        changed = () => {
          const at = lines.findIndex((line) => line.startsWith("\x01") || line.startsWith("threw"));
          if (at < 0) return;
          clearTimeout(late);
          changed = () => undefined;
          resolve(lines.splice(0, at + 1).at(-1) ?? "");
        };
        changed();
      });

    board.put("tinyMQTT", module);
    board.put(".bootcde", program(broker.port, control.port, script));
    await board.powerOn();
    await control.again();
    await broker.again();
    for (const step of script.steps) {
      if ("expect" in step) {
        const wanted = Buffer.from(raw(step.expect), "latin1");
        expect(await broker.take(wanted.length)).toBe(wanted.toString("hex"));
      } else if ("send" in step) await broker.send(Buffer.from(raw(step.send), "latin1"), step.pieces);
      else if ("says" in step) expect((await nextLine()).replace("\x01", "")).toBe(step.says);
      else if ("run" in step) await control.send(Buffer.from("!"));
      else if ("again" in step) await broker.again();
      else if ("close" in step) broker.close();
      else await broker.closed();
    }
    expect(broker.rest).toBe("");
  });
});
