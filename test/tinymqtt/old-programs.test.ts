/** Programs that were written for Espruino's tinyMQTT module, with the package's file under that name: not a word is changed. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import path from "node:path";
import { Aedes } from "aedes";
import { afterEach, beforeAll, beforeEach, describe, test } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { singleFileCode } from "../../src/tools/pack/single-file.ts";
import { boards, nextLine } from "../support/boards.ts";
import { again } from "./again.ts";

/** The example in that module's README, with a broker and a network that exist here. */
const example = (port: number): string => `
var mqtt = require("tinyMQTT").create("127.0.0.1", {
	username: "username",
	password: "password",
	port: ${port}
});

mqtt.on("connected", function(){
	mqtt.subscribe("espruino/test");
});

mqtt.on("message", function(msg){
	console.log(msg.topic);
	console.log(msg.message);
});

mqtt.on("published", function(){
	console.log("message sent");
});

mqtt.on("disconnected", function(){
	console.log("disconnected");
	mqtt.connect();
});

var wifi = require("Wifi");
wifi.connect("virtual", {password:""}, function(){
	mqtt.connect();
});
`;

let module = "";

/** How the module comes to the board: what goes before the program. */
const ways: [way: string, before: (board: ProgrammableBoard) => string][] = [
  [
    "in Storage",
    (board) => {
      board.put("tinyMQTT", module);
      return "";
    },
  ],
  ["sent by the Web IDE as text", () => `Modules.addCached("tinyMQTT",${JSON.stringify(module)});`],
  // With "Modules uploaded as functions".
  ["sent by the Web IDE as a function", () => `Modules.addCached("tinyMQTT",function(){${module.trim()}});`],
];
beforeAll(async () => {
  module = await singleFileCode(path.resolve(import.meta.dirname, "../.."));
}, 60_000);

describe.each(boards())("on the %s", (name, make) => {
  let board: ProgrammableBoard;
  let aedes: Aedes;
  let last: Socket | undefined;
  const server = createServer((socket) => {
    last = socket;
    aedes.handle(socket);
  });

  beforeEach(async () => {
    board = make();
    aedes = await Aedes.createBroker();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(async () => {
    await board.discard();
    last?.destroy();
    server.close();
    await new Promise<void>((resolve) => aedes.close(resolve));
  });

  const publish = (payload: string): void =>
    aedes.publish({ cmd: "publish", topic: "espruino/test", payload: Buffer.from(payload), qos: 0, retain: false, dup: false }, () => undefined);
  const subscribed = (): Promise<unknown> => once(aedes, "subscribe");

  test.each(ways)("with the module %s, the README's example receives, sends, and comes back", again(name), async (_way, before) => {
    board.put(".bootcde", before(board) + example((server.address() as AddressInfo).port));
    let ready = subscribed();
    await board.powerOn();
    await ready;

    const told = [nextLine(board, /^espruino\/test$/), nextLine(board, /^hello$/)];
    publish("hello");
    await Promise.all(told);

    await Promise.all([nextLine(board, /^message sent$/), board.eval('mqtt.publish("espruino/other","from the board")')]);

    const gone = nextLine(board, /^disconnected$/);
    ready = subscribed();
    last?.destroy();
    await Promise.all([gone, ready]);
    const returned = nextLine(board, /^welcome back$/);
    publish("welcome back");
    await returned;
  });
});
