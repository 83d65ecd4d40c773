/**
 * Unhandled rejections of programs on boards. Node.js would end the whole process at one; on the chip it is an error on the
 * console.
 */

/** What to do with a rejection, by the prototype of the realm's promises. */
const reporters = new WeakMap<object, (reason: unknown) => void>();
let isListening = false;

/** Has the unhandled rejections of one realm reported. @param prototype its `Promise.prototype` */
export function reportRejections(prototype: object, report: (reason: unknown) => void): void {
  reporters.set(prototype, report);
  if (isListening) return;
  isListening = true;
  process.on("unhandledRejection", onRejection);
}

function onRejection(reason: unknown, promise: Promise<unknown>): void {
  const report = reporters.get(Object.getPrototypeOf(promise) as object);
  if (report) report(reason);
  // Not a board's: without this listener Node.js would have thrown it.
  else if (process.listenerCount("unhandledRejection") === 1) throw reason;
}
