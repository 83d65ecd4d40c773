/** What stands in for the board and for the MQTT client when a part of the firmware is tested alone. */
import { vi } from "vitest";
import type { Edge, Output, Wifi } from "../../board/board.ts";

export interface Published {
  topic: string;
  payload: string;
  options: object | undefined;
}

/** A client as far as the parts use one. `publish` takes everything, also while it is not connected. */
export class FakeClient {
  connected = true;
  losses = 0;
  last = "";
  attempts = 0;
  queued = 0;
  dropped = 0;
  readonly published: Published[] = [];
  /** "connect", "suspend Wi-Fi: NO_AP_FOUND". */
  readonly calls: string[] = [];

  publish(topic: string, payload: string, options?: object): boolean {
    this.published.push({ topic, payload, options });
    return true;
  }

  connect(): void {
    this.calls.push("connect");
  }

  suspend(reason: string): void {
    this.calls.push(`suspend ${reason}`);
  }
}

export interface FakeBoard {
  setOutput: (output: Output, level: number) => void;
  watchButton: (button: Output, contact: (edge: Edge) => void) => boolean;
  wifi: () => Wifi;
}

/** The next import of a part has this board, and a client of the node "hall" in its third boot. Call it before each test. */
export function standIn(board: Partial<FakeBoard> = {}): FakeClient {
  const client = new FakeClient();
  vi.resetModules();
  vi.doMock("../../board/esp32.ts", () => board);
  vi.doMock("../../src/firmware/mqtt.ts", () => ({ client, base: "/kv6003", node: "hall", head: '{"node":"hall"', bootCount: 3 }));
  return client;
}
