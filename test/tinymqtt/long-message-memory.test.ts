/** A long message goes out of flash without being held in RAM. */
import path from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { bundleForEspruino } from "../../src/tools/bundle/bundle.ts";
import { boards } from "../support/boards.ts";
import { Listener, lineLike, startBroker } from "../node/node.ts";
import { again } from "./again.ts";

const root = path.resolve(import.meta.dirname, "../..");
const text = "0123456789".repeat(1000);
/** JsVars that sending it may take for a moment; the text alone would take 834 of 12 bytes each. */
const room = 200;

const program = (port: number): string => `
var mqtt=require("tinyMQTT").create("127.0.0.1",{port:${port},clientId:"hall"}),most=0,before;
mqtt.on("connected",function(){
  before=process.memory().usage;
  var gauge=setInterval(function(){most=Math.max(most,process.memory().usage)},1);
  mqtt.on("published",function(){clearInterval(gauge);print("JsVars "+(most-before))});
  mqtt.publish("/kv6003/text",require("Storage").read("text"),{qos:1});
});
require("Wifi").connect("virtual",{},function(){mqtt.connect()});
`;

describe.each(boards())("on the %s", (name, make) => {
  let module = "";

  beforeAll(async () => {
    module = (await bundleForEspruino({ root, entry: "src/tinymqtt/index.ts" })).code;
  }, 60_000);

  it("a message of 10 000 bytes in Storage arrives whole, and takes little RAM", again(name), async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const board = make();
    onTestFinished(() => board.discard());
    const lines: string[] = [];
    board.onLine((line) => lines.push(line));
    board.put("tinyMQTT", module);
    board.put("text", text);
    board.put(".bootcde", program(broker.address.port));
    await board.powerOn();
    expect((await listener.next("/kv6003/text")).text).toBe(text);
    const used = Number((await lineLike(lines, /^JsVars \d+$/)).slice(7));
    expect(used).toBeLessThan(room);
  });
});
