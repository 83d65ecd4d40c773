/** A browser's serial port as a link: bytes, speed, modem lines, and a cable that is pulled. */
import { expect, it } from "vitest";
import { UserError } from "../../../src/tools/command-line/user-error.ts";
import type { WebSerialPort } from "../../../src/tools/page/real-board/serial-port.ts";
import { WebSerialLink } from "../../../src/tools/page/real-board/web-serial-link.ts";
import { LinkLost } from "../../../src/tools/serial/serial-link.ts";

/** A port as the standard describes it. */
class FakePort extends EventTarget implements WebSerialPort {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  /** What was done to it, in order. */
  readonly done: string[] = [];
  refusal: Error | undefined;
  hasSignals = true;
  private _controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  open({ baudRate }: { baudRate: number }): Promise<void> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.done.push(`open ${baudRate}`);
    this._newStream();
    this.writable = new WritableStream({ write: (bytes) => void this.done.push(`write ${Buffer.from(bytes).toString()}`) });
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (this.readable?.locked || this.writable?.locked) return Promise.reject(new TypeError("a stream is locked"));
    this.readable = this.writable = null;
    this.done.push("close");
    return Promise.resolve();
  }

  setSignals({ dataTerminalReady, requestToSend }: { dataTerminalReady: boolean; requestToSend: boolean }): Promise<void> {
    if (!this.hasSignals) return Promise.reject(new Error("no such lines"));
    this.done.push(`signals ${Number(dataTerminalReady)}${Number(requestToSend)}`);
    return Promise.resolve();
  }

  receive(text: string): void {
    this._controller?.enqueue(Buffer.from(text));
  }

  /** A byte that is framed wrongly ends the stream, and the port has another. */
  misframe(): void {
    const ended = this._controller;
    this._newStream();
    ended?.error(new Error("framing error"));
  }

  lose(): void {
    const ended = this._controller;
    this.readable = this.writable = null;
    ended?.error(new Error("the device has been lost"));
    this.dispatchEvent(new Event("disconnect"));
  }

  private _newStream(): void {
    this.readable = new ReadableStream({ start: (controller) => void (this._controller = controller) });
  }
}

async function linked(): Promise<{ port: FakePort; link: WebSerialLink; heard: string[] }> {
  const port = new FakePort();
  const link = await WebSerialLink.open(port, 115_200);
  const heard: string[] = [];
  link.onData((bytes) => heard.push(Buffer.from(bytes).toString()));
  return { port, link, heard };
}

it("opens the port, and lets the lines go that would restart the board", async () => {
  const { port } = await linked();
  expect(port.done).toEqual(["open 115200", "signals 00"]);
});

it("passes bytes on, both ways", async () => {
  const { port, link, heard } = await linked();
  port.receive("hello");
  await link.write(Buffer.from("world"));
  await expect.poll(() => heard).toEqual(["hello"]);
  expect(port.done.at(-1)).toBe("write world");
});

it("goes on after a byte that was framed wrongly, as at a reset", async () => {
  const { port, heard } = await linked();
  port.misframe();
  await Promise.resolve();
  port.receive("after");
  await expect.poll(() => heard).toEqual(["after"]);
});

it("changes its speed by closing and opening, with the lines as they were", async () => {
  const { port, link, heard } = await linked();
  await link.setSignals({ dtr: true, rts: false });
  await link.setBaud(460_800);
  expect(port.done.slice(2)).toEqual(["signals 10", "close", "open 460800", "signals 10"]);
  port.receive("fast");
  await expect.poll(() => heard).toEqual(["fast"]);
});

it("says what to do when the cable is pulled, once, and refuses to write", async () => {
  const { port, link } = await linked();
  const reasons: string[] = [];
  link.onClose(({ message }) => reasons.push(message));
  port.lose();
  await expect(link.write(Buffer.from("x"))).rejects.toThrow(LinkLost);
  expect(reasons).toEqual(["the serial port is gone: was the cable pulled? Plug the board in and connect again."]);
  await link.close();
  expect(reasons).toHaveLength(1);
});

it("closes the port, twice if need be", async () => {
  const { port, link } = await linked();
  await link.close();
  await link.close();
  expect(port.done.filter((what) => what === "close")).toEqual(["close"]);
});

it("tells of a port without modem lines", async () => {
  const { port, link } = await linked();
  port.hasSignals = false;
  expect(await link.setSignals({ dtr: true, rts: true })).toBe(false);
});

it("says who may have a port that cannot be opened", async () => {
  const port = new FakePort();
  port.refusal = new Error("Failed to open serial port.");
  await expect(WebSerialLink.open(port, 115_200)).rejects.toThrow(UserError);
  await expect(WebSerialLink.open(port, 115_200)).rejects.toThrow(/another program has it/);
});
