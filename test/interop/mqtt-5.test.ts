/** MQTT 5 with Mosquitto: what the client and the built node gain by it. The node runs on the virtual ESP32, and on the interpreter that ESPRUINO names. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as dial, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Client, Options } from "tinymqtt";
import type { Devboard } from "../../board/shared/index.ts";
import { create } from "../../src/tools/mqtt/for-node.ts";
import { buildNode } from "../../src/tools/node-build/build-node.ts";
import { deviceInfo, type DeviceInfo } from "../../src/tools/simulate/device-info.ts";
import type { EngineName } from "../../src/tools/simulate/engine-names.ts";
import { flashedBoards } from "../../src/tools/simulate/engine.ts";
import { PressQueue } from "../../src/tools/simulate/press-queue.ts";
import { Mosquitto } from "./mosquitto.ts";
import { requirements } from "./requirements.ts";

const found = requirements();
const engines: EngineName[] = process.env["ESPRUINO"] ? ["virtual", "espruino"] : ["virtual"];
const nodeName = "ding-5";
const soon = { timeout: 20_000, interval: 20 };

/** Passes bytes on to a broker, until it is cut. */
class Cable {
  private readonly _ends = new Set<Socket>();
  private readonly _server: Server;

  private constructor(port: number) {
    this._server = createServer((near) => {
      const far = dial(port, "127.0.0.1");
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this._ends.add(one);
        one.on("error", () => undefined);
        one.on("close", () => {
          this._ends.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  static async to(port: number): Promise<Cable> {
    const cable = new Cable(port);
    cable._server.listen(0, "127.0.0.1");
    await once(cable._server, "listening");
    return cable;
  }

  get port(): number {
    return (this._server.address() as AddressInfo).port;
  }

  /** Breaks every connection; new ones are possible at once. */
  cut(): void {
    for (const end of this._ends) end.destroy();
  }

  async end(): Promise<void> {
    this._server.close();
    this.cut();
    await once(this._server, "close");
  }
}

describe.skipIf(typeof found === "string")("MQTT 5 with Mosquitto", () => {
  if (typeof found === "string") return;
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    // The last one started ends first.
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function mosquitto(more?: readonly string[]): Promise<Mosquitto> {
    const broker = await Mosquitto.start(found as Exclude<typeof found, string>, undefined, more);
    ends.push(() => broker.end());
    return broker;
  }

  async function cableTo(broker: Mosquitto): Promise<Cable> {
    const cable = await Cable.to(broker.address.port);
    ends.push(() => cable.end());
    return cable;
  }

  /** Somebody who listens in MQTT 5; `heard` has topics and payloads. */
  async function listener({ address }: Mosquitto, filter: string): Promise<{ client: MqttClient; heard: string[] }> {
    const client = await connectAsync({ protocol: "mqtt", host: address.host, port: address.port, protocolVersion: 5 });
    ends.push(() => client.endAsync(true));
    const heard: string[] = [];
    client.on("message", (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    await client.subscribeAsync(filter, { qos: 1 });
    return { client, heard };
  }

  describe("the client", () => {
    /** A client, and all that it says. */
    async function online(port: number, options: Options): Promise<{ client: Client; said: string[] }> {
      const client = create("127.0.0.1", { port, clientId: "c", version: 5, retry: { first: 20, longest: 50 }, ...options });
      ends.push(() => client.end());
      const said: string[] = [];
      client.on("connected", () => said.push("connected"));
      client.on("lost", (reason) => said.push(reason));
      client.on("error", (what) => said.push(what));
      client.connect();
      await expect.poll(() => said, soon).toContain("connected");
      return { client, said };
    }

    it("that is back within the delay of its will has had none, one that stays away has", async () => {
      const broker = await mosquitto();
      const cable = await cableTo(broker);
      const { client: other, heard } = await listener(broker, "#");
      const { client, said } = await online(cable.port, { will: { topic: "will", message: "gone", qos: 1, delay: 1 } });
      for (let i = 1; i <= 3; i++) {
        cable.cut();
        await expect.poll(() => said.filter((line) => line === "connected").length, soon).toBe(i + 1);
      }
      // Longer than the delay: a will that was only late would have come before this message.
      const start = Date.now();
      client.suspend("unplugged");
      await expect.poll(() => heard, soon).toEqual(["will gone"]);
      expect(Date.now() - start).toBeGreaterThan(900);
      await other.publishAsync("end", "");
    });

    it("learns why a message is not taken, and that the broker shuts down", async () => {
      const folder = mkdtempSync(join(tmpdir(), "acl-"));
      ends.push(() => rmSync(folder, { recursive: true }));
      const acl = join(folder, "acl");
      writeFileSync(acl, "topic readwrite allowed\n", { mode: 0o600 });
      const broker = await mosquitto([`acl_file ${acl}`]);
      const { client, said } = await online(broker.address.port, {});
      client.publish("forbidden", "x", { qos: 1 });
      client.publish("allowed", "x", { qos: 1 });
      await expect.poll(() => client.queued, soon).toBe(0);
      expect(said).toEqual(["connected", "broker refused forbidden: not authorized (0x87)"]);
      expect([client.dropped, client.unheard]).toEqual([1, 1]);
      await broker.shutDown();
      await expect.poll(() => client.losses, soon).toBe(1);
      expect(client.last).toMatch(/^closed by broker/);
    });

    it("obeys the limits that Mosquitto sets", async () => {
      const broker = await mosquitto(["max_packet_size 200", "max_keepalive 20", "max_inflight_messages 2"]);
      const { client, said } = await online(broker.address.port, { keepalive: 60, inflight: 8 });
      client.publish("a", "x".repeat(300), { qos: 1 });
      for (let i = 0; i < 20; i++) client.publish("a", String(i), { qos: 1 });
      await expect.poll(() => client.queued, soon).toBe(0);
      expect(said).toEqual(["connected", "message too long for the broker: a"]);
      expect((client as unknown as { _keepalive: number })._keepalive).toBe(20);
    });
  });

  describe.each(engines)("the node on the %s engine", (engine) => {
    const dist = mkdtempSync(join(tmpdir(), "dist-"));
    let info: DeviceInfo;
    beforeAll(async () => {
      info = deviceInfo((await buildNode(dist)).device);
    });
    afterAll(() => rmSync(dist, { recursive: true, force: true }));

    function node(port: number): { board: Devboard; button: PressQueue; lines: string[] } {
      const [flashed] = flashedBoards(engine, dist, { nodes: [nodeName], address: { host: "127.0.0.1", port }, info });
      if (!flashed) throw new Error("no board");
      const { board } = flashed;
      const lines: string[] = [];
      board.onLine((line) => lines.push(line));
      ends.push(() => board.discard());
      return { board, button: new PressQueue(board, info.buttons[0]), lines };
    }

    it("speaks MQTT 5, answers a command on its response topic, and shows no offline after a short loss", async () => {
      const broker = await mosquitto();
      const cable = await cableTo(broker);
      const { client, heard } = await listener(broker, "/kv6003/status/#");
      const answers: [text: string, correlation: string | undefined][] = [];
      client.on("message", (topic, payload, { properties }) => {
        if (topic === "app/answers") answers.push([payload.toString(), properties?.correlationData?.toString()]);
      });
      await client.subscribeAsync("app/answers", { qos: 1 });
      const { board, lines } = node(cable.port);
      await board.powerOn();
      const status = `/kv6003/status/${nodeName} `;
      await expect.poll(() => heard, soon).toContain(`${status}online`);
      expect(lines.join("\n")).not.toContain("MQTT 3.1.1");
      await broker.logged(new RegExp(`as ${nodeName} \\(p5,`));

      const ask = (text: string, id: string): Promise<unknown> =>
        client.publishAsync(`/kv6003/control/led/${nodeName}`, text, {
          qos: 1,
          properties: { responseTopic: "app/answers", correlationData: Buffer.from(id) },
        });
      await ask("on", "first");
      await ask("purple", "second");
      await expect
        .poll(() => answers, soon)
        .toEqual([
          ['{"state":"on","brightness":1}', "first"],
          [expect.stringMatching(/^\{"node":"ding-5","error":"state must be/) as string, "second"],
        ]);
      await client.publishAsync(`/kv6003/control/led/${nodeName}`, "off", { qos: 1, properties: { responseTopic: "bad/#" } });
      await expect.poll(() => lines.join("\n"), soon).toContain("malformed response topic bad/#");

      cable.cut();
      await expect.poll(() => heard.filter((line) => line === `${status}online`).length, soon).toBe(2);
      expect(heard.filter((line) => line.startsWith(status))).toEqual([`${status}online`, `${status}online`]);
    });

    it("counts a press that nobody hears", async () => {
      const broker = await mosquitto();
      const { heard } = await listener(broker, "/kv6003/status/#");
      const { board, button, lines } = node(broker.address.port);
      await board.powerOn();
      await expect.poll(() => heard, soon).toContain(`/kv6003/status/${nodeName} online`);
      // Asked again and again: the receipt may come later, and the Linux build loses keys.
      const status = (): string => {
        board.type("ding.status()\n");
        return lines.findLast((line) => line.includes('"queued"')) ?? "";
      };
      const unheard = (): number => Number(/"unheard":(\d+)/.exec(status())?.[1] ?? 0);
      const interval = { timeout: 20_000, interval: 500 };
      await expect.poll(unheard, interval).toBe(1); // the first reading of the board's light sensor
      await button.press("single");
      await expect.poll(unheard, interval).toBe(2);
    });
  });
});
