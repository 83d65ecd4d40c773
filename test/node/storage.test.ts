/** The built node with a Storage that has no byte left: it does without its count of boots, says so, and works. */
import { beforeAll, describe, expect, it } from "vitest";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { click, dingFor, flashed, lineLike, Listener, startBroker } from "./node.ts";

/** Runs before the node: takes all that is free, in pieces as large as they go, if it has not done so in an earlier boot. */
const fill = `(function(){
  var storage=require("Storage"),i=0,size=storage.read("full0",0,1)?0:storage.getFree();
  while(size>0){
    try{storage.write("full"+i,"x",0,size);i++}
    catch(e){size=size>>1}
  }
})()`;
/** Whether a file of one byte has room: 1 or 0. */
const room = '(function(){try{require("Storage").write("more","x");return 1}catch(e){return 0}})()';

beforeAll(...buildFirst);

describe.each(boards())("on the %s", (_name, make) => {
  it("a full Storage is named once, and the node boots, publishes and takes commands all the same", async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const { board, lines } = await flashed(make, dingFor(broker));
    board.put(".boot2", fill);
    for (let life = 1; life <= 4; life++) {
      await board.powerOn();
      await lineLike(lines, /^boot: cannot count boots, is Storage full\?/);
      expect(await board.eval(room)).toBe("0");
      await listener.next("/kv6003/status/hall", (told) => told === "online");
      await click(board);
      const { payload } = await listener.next("/kv6003/sensor/ding");
      // Without a count, each boot is the first; and none is a reason for safe mode.
      expect(payload).toMatchObject({ boot: 1, seq: 1, event: "press" });
      await listener.say("/kv6003/control/led", "on");
      await listener.next("/kv6003/state/hall/led", (told) => (told as { state: string }).state === "on");
      expect(lines.filter((line) => line.startsWith("boot: "))).toHaveLength(1);
      expect(lines.filter((line) => /Uncaught|^crash|SAFE MODE/.test(line))).toEqual([]);
      await board.powerOff();
      lines.length = listener.heard.length = 0;
    }
  });
});
