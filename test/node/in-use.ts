/** What a running node holds of its board: memory, and watches, listeners and globals, which nothing may pile up. */
import type { ProgrammableBoard } from "../../board/shared/index.ts";

/** The interpreter puts a kind of error among the globals when the first of it is thrown. */
const names = 'Object.keys(global).filter(function(name){return name.slice(-5)!="Error"}).sort().join()';

/** A new watch gets the number after the last one's; listeners are properties of what emits. */
export async function inUse(board: ProgrammableBoard): Promise<Record<string, string>> {
  const listeners = (event: string): string => `(function(l){return Array.isArray(l)?l.length:l?1:0})(require("Wifi")["#on${event}"])`;
  return {
    watches: await board.eval("(function(id){clearWatch(id);return id})(setWatch(function(){},D4,{}))"),
    listeners: await board.eval(`${listeners("connected")}+","+${listeners("disconnected")}`),
    globals: await board.eval(names),
  };
}

/** JsVars. On the virtual board: what the node was measured to take, and what Espruino's Wi-Fi has leaked. */
export async function memoryOf(board: ProgrammableBoard): Promise<{ usage: number; total: number }> {
  const [usage = 0, total = 0] = (await board.eval("(function(m){return m.usage+' '+m.total})(process.memory())")).replace(/["']/g, "").split(" ").map(Number);
  return { usage, total };
}
