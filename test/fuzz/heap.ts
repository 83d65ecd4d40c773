/** How much memory is in use, for fuzzers that look for growth. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** More than a batch's own bookkeeping leaves. */
export const heapTolerance = 8 * 1024 * 1024; // bytes

setFlagsFromString("--expose_gc");
const collect = runInNewContext("gc") as () => void;
setFlagsFromString("--no-expose_gc"); // or every virtual board of this process would have a `gc`

/** Bytes that are still in use after what can go has gone. */
export async function heapInUse(): Promise<number> {
  // What has just ended is let go by callbacks that are still to run.
  await new Promise<void>((resolve) => void setImmediate(resolve));
  collect();
  return process.memoryUsage().heapUsed;
}
