/** The serial port of a simulated board, by way of the page's socket. */
import { expect, it } from "vitest";
import type { FromPage } from "../../../src/tools/page/protocol.ts";
import { VirtualLink, type SerialSource } from "../../../src/tools/page/real-board/virtual-link.ts";

class Source implements SerialSource {
  connection = "open";
  readonly sent: FromPage[] = [];
  tell: (bytes: string) => void = () => undefined;
  changed: () => void = () => undefined;
  listeners = 0;

  on(_topic: "connection", listener: () => void): () => void {
    this.changed = listener;
    return () => undefined;
  }

  onSerial(_node: string, listener: (bytes: string) => void): () => void {
    this.tell = listener;
    this.listeners++;
    return () => this.listeners--;
  }

  send(message: FromPage): void {
    this.sent.push(message);
  }
}

it("carries every byte as it is", async () => {
  const source = new Source();
  const link = new VirtualLink(source, "hall");
  const heard: number[] = [];
  link.onData((bytes) => heard.push(...bytes));
  source.tell("\x00\x80\xff");
  await link.write(Uint8Array.of(0x10, 0xc3, 0xff));
  expect(heard).toEqual([0x00, 0x80, 0xff]);
  expect(source.sent).toEqual([{ type: "type", node: "hall", text: "\x10\u00c3\u00ff" }]);
});

it("ends with the simulator, and says how to start it again", async () => {
  const source = new Source();
  const link = new VirtualLink(source, "hall");
  const reasons: string[] = [];
  link.onClose(({ message }) => reasons.push(message));
  source.connection = "lost";
  source.changed();
  expect(reasons).toEqual(["the simulator has ended: start it again with npm start, and connect again."]);
  await expect(link.write(new Uint8Array(1))).rejects.toThrow(/has ended/);
  expect(source.listeners).toBe(0);
});

it("listens no more once it is closed", async () => {
  const source = new Source();
  const link = new VirtualLink(source, "hall");
  await link.close();
  await link.close();
  expect(source.listeners).toBe(0);
});
