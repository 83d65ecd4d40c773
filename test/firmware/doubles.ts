/** What stands in for the board and for the MQTT client when a part of the firmware is tested alone. */
import { vi } from "vitest";
import type { Edge, Output, Wifi } from "../../board/board.ts";
import type { Config } from "../../src/firmware/config.ts";

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

  subscribe(): void {
    // Nobody answers.
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

const config = {
  node: "hall",
  base: "/kv6003",
  mqtt: { host: "broker", port: 1883, username: "", password: "", keepalive: 30, tls: false },
  retry: { first: 1000, longest: 60_000 },
  queue: 64,
};

/** The next import of a part has this board, and a client of the node "hall" in its third boot. Call it before each test. */
export async function standIn(board: Partial<FakeBoard> = {}): Promise<FakeClient> {
  const client = new FakeClient();
  vi.resetModules();
  vi.doMock("../../board/esp32.ts", () => board);
  vi.doMock("tinymqtt", () => ({ create: () => client }));
  const { setUpMqtt } = await import("../../src/firmware/mqtt.ts");
  setUpMqtt(structuredClone(config) as Config, 3);
  return client;
}
