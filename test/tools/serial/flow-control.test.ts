/** XON/XOFF: the tools wait while the board's input buffer is nearly full. */
import { expect, test, vi, afterEach } from "vitest";
import { FlowControl } from "../../../src/tools/serial/flow-control.ts";
import { Ending, LinkLost, Listeners, type SerialLink } from "../../../src/tools/serial/serial-link.ts";

afterEach(() => void vi.useRealTimers());

/** A line that records what goes out, and on which a test plays the board. */
class Wire implements SerialLink {
  readonly name = "a wire";
  out = "";
  readonly data = new Listeners<Uint8Array>();
  readonly ending = new Ending();

  write(bytes: Uint8Array): Promise<void> {
    this.out += Buffer.from(bytes).toString("latin1");
    return this.ending.reason ? Promise.reject(new LinkLost("cut")) : Promise.resolve();
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.data.add(listener);
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this.ending.on(listener);
  }

  close = (): Promise<void> => Promise.resolve();
  setBaud = (): Promise<void> => Promise.resolve();
  setSignals = (): Promise<boolean> => Promise.resolve(false);
}

test("stops at XOFF, goes on at XON, and keeps both to itself", async () => {
  vi.useFakeTimers();
  const wire = new Wire();
  const link = new FlowControl(wire);
  let heard = "";
  link.onData((bytes) => (heard += Buffer.from(bytes).toString("latin1")));
  wire.data.tell(Buffer.from("a\x13b"));
  const written = link.write(Buffer.from("text"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(wire.out).toBe("");
  wire.data.tell(Buffer.from("\x11c"));
  await written;
  expect(wire.out).toBe("text");
  expect(heard).toBe("abc");
});

test("stops in the midst of a long write", async () => {
  vi.useFakeTimers();
  const wire = new Wire();
  const link = new FlowControl(wire);
  const written = link.write(Buffer.alloc(1_000, "x"));
  wire.data.tell(Buffer.from("\x13"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(wire.out.length).toBeLessThan(300);
  wire.data.tell(Buffer.from("\x11"));
  await written;
  expect(wire.out.length).toBe(1_000);
});

test("does not wait for ever for an XON: the board may have restarted", async () => {
  vi.useFakeTimers();
  const wire = new Wire();
  const link = new FlowControl(wire);
  wire.data.tell(Buffer.from("\x13"));
  const written = link.write(Buffer.from("text"));
  await vi.advanceTimersByTimeAsync(10_000);
  await written;
  expect(wire.out).toBe("text");
});

test("drops what waits when told to, and sends what is written afterwards", async () => {
  const wire = new Wire();
  const link = new FlowControl(wire);
  wire.data.tell(Buffer.from("\x13"));
  const dropped = [link.write(Buffer.from("a")), link.write(Buffer.from("b"))];
  link.dropUnsent();
  const sent = link.write(Buffer.from("c"));
  wire.data.tell(Buffer.from("\x11"));
  await Promise.all([...dropped, sent]);
  expect(wire.out).toBe("c");
});

test("a write that waits fails when the line is cut", async () => {
  const wire = new Wire();
  const link = new FlowControl(wire);
  wire.data.tell(Buffer.from("\x13"));
  const written = link.write(Buffer.from("text"));
  wire.ending.come(new LinkLost("cut"));
  await expect(written).rejects.toThrow(LinkLost);
});
