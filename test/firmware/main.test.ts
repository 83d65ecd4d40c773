/** The node, its parts wired to each other: how it starts, and what becomes of the link's ups and downs. */
import { Reason } from "tinymqtt/reasons";
import { describe, expect, it, vi } from "vitest";
import { configBytes } from "../../src/tools/config/check-config.ts";
import { device } from "../support/settings.ts";
import { chip, comes, complete, fake, lines, main, on, online, start } from "./main-bench.ts";

describe("the link", () => {
  it("is built from below: Wi-Fi, then the time server and the broker", () => {
    const client = start();
    expect([chip.wifi.calls, client.calls.slice(1)]).toEqual([["stopAP", "connect home"], []]);
    chip.wifi.up();
    expect([chip.wifi.calls.slice(2), client.calls.slice(1)]).toEqual([["setSNTP pool.ntp.org"], ["connect"]]);
  });

  it("asks no time server where there is none", () => {
    start({ ...complete, sntp: "" });
    chip.wifi.up();
    expect(chip.wifi.calls).toEqual(["stopAP", "connect home"]);
  });

  it("once connected says that the node is online, and how the LED is, at each connection", () => {
    const client = start();
    for (let connection = 1; connection <= 2; connection++) {
      client.published.length = lines.length = 0;
      client.emit("connected", { sessionPresent: false });
      expect(client.published).toEqual([
        { topic: "/kv6003/status/hall", payload: "online", options: expect.objectContaining({ qos: 1, retain: true }) as unknown },
        {
          topic: "/kv6003/state/hall/led",
          payload: '{"state":"off","brightness":1}',
          options: expect.objectContaining({ qos: 1, retain: true, latest: true }) as unknown,
        },
      ]);
      expect(lines).toEqual(["mqtt: connected as hall"]);
      client.emit("disconnected", "closed by broker", Reason.ClosedByBroker);
    }
  });

  it("with its Wi-Fi gone suspends the client, with the reason", () => {
    const client = online();
    chip.wifi.down("BEACON_TIMEOUT");
    expect(client.calls).toEqual(["suspend Wi-Fi: BEACON_TIMEOUT"]);
  });

  it("names why a connection or an attempt ended, and what it got over", () => {
    const client = online();
    client.emit("error", "SUBACK: refused /kv6003/control/led");
    client.emit("disconnected", "no PINGRESP", Reason.NoPingresp);
    client.emit("failed", "connect failed: broker:1883", Reason.ConnectFailed, 2345);
    expect(lines).toEqual(["mqtt: SUBACK: refused /kv6003/control/led", "mqtt: no PINGRESP", "mqtt: connect failed: broker:1883; trying again in 2.3 s"]);
  });

  it("says in one line that the broker takes no MQTT 5, and counts no outage for it", () => {
    const client = start();
    chip.wifi.up();
    client.emit("failed", "no MQTT 5 at broker, trying 3.1.1", Reason.VersionRefused, 0);
    vi.advanceTimersByTime(1000);
    client.emit("connected", { sessionPresent: false });
    vi.advanceTimersByTime(1000);
    expect(lines.filter((line) => line.startsWith("mqtt: "))).toEqual([
      "mqtt: the broker takes no MQTT 5; connecting with MQTT 3.1.1",
      "mqtt: connected as hall",
    ]);
    expect(on(client, "/kv6003/health/hall")).toMatchObject([{ mqtt: { down: 0 } }]);
  });

  /** How often the status LED flashes in two seconds; 0 for a steady light. */
  function flashes(): number {
    let count = 0;
    let before = chip.levels.get("D4");
    for (let ms = 0; ms < 2000; ms += 10) {
      vi.advanceTimersByTime(10);
      const level = chip.levels.get("D4");
      if (level === 1 && before === 0) count++;
      before = level;
    }
    return count;
  }

  it("is told by the status LED, layer by layer", () => {
    const client = start();
    chip.wifi.down("NO_AP_FOUND");
    expect(flashes()).toBe(1);
    chip.wifi.up();
    expect(flashes()).toBe(2);
    client.emit("failed", "refused: not authorized (5)", Reason.Refused);
    expect(flashes()).toBe(3);
    client.emit("failed", "connect failed", Reason.ConnectFailed);
    expect(flashes()).toBe(2);
    client.emit("connected", { sessionPresent: false });
    expect([flashes(), chip.levels.get("D4")]).toEqual([0, 1]);
    chip.wifi.down();
    client.emit("disconnected", "Wi-Fi: BEACON_TIMEOUT", Reason.Suspended);
    expect(flashes()).toBe(1);
  });
});

describe("its health", () => {
  it("is sent every `health` ms while connected, and after each reconnect", () => {
    const sent: number[] = [];
    const client = start();
    const pass = (until: number): void => {
      while (Date.now() < until) {
        vi.advanceTimersByTime(1000);
        for (const { topic } of client.published.splice(0)) if (topic === "/kv6003/health/hall") sent.push(Date.now());
      }
    };
    pass(10_000);
    expect(sent).toEqual([]);
    client.emit("connected", { sessionPresent: false });
    pass(100_000);
    expect(sent).toEqual([11_000, 71_000]);
    client.emit("disconnected", "no PINGRESP", Reason.NoPingresp);
    pass(110_000);
    client.emit("connected", { sessionPresent: false });
    pass(180_000);
    expect(sent).toEqual([11_000, 71_000, 111_000, 171_000]);
  });

  it("tells of the last outage of MQTT", () => {
    const client = online();
    client.emit("disconnected", "no PINGRESP", Reason.NoPingresp);
    vi.advanceTimersByTime(3000);
    client.emit("failed", "connect failed", Reason.ConnectFailed);
    vi.advanceTimersByTime(2210);
    client.emit("connected", { sessionPresent: false });
    vi.advanceTimersByTime(1000);
    expect(on(client, "/kv6003/health/hall")).toMatchObject([{ memory: { used: 700, total: 5000 }, mqtt: { down: 5210 } }]);
  });
});

describe("a start", () => {
  it("names the node, its version and its boot", () => {
    start();
    expect(lines).toContain("ding 1.0.0: hall, boot 3; ding.help()");
  });

  it("makes a name of the chip's serial where there is none", () => {
    const client = start({ ...complete, node: "" });
    expect(client.options?.clientId).toBe("ding-40c4ff");
  });

  it("watches the interpreter, and seeds the random numbers by board and boot", () => {
    start();
    expect(chip.calls.slice(0, 2)).toEqual(["watchdog", "seed 30aea440c4ff3"]);
    chip.calls.length = 0;
    vi.advanceTimersByTime(10_000);
    expect(chip.calls).toEqual(Array.from({ length: 10 }, () => "kick"));
  });

  it("counts as a good one after a minute, once", () => {
    const lived = vi.fn();
    start(complete, lived);
    vi.advanceTimersByTime(59_000);
    expect(lived).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3_600_000);
    expect(lived).toHaveBeenCalledTimes(1);
  });

  it("says what is wrong with the configuration, and goes on", () => {
    start({ ...complete, mqtt: { host: "broker", port: "x" }, quue: 1 });
    expect(lines.filter((line) => line.startsWith("config: "))).toEqual([
      'config: mqtt.port must be 1..65535, got "x"; using 1883',
      "config: unknown key quue",
    ]);
    expect(chip.wifi.calls).toContain("connect home");
  });

  it("takes what Storage.writeJSON wrote", () => {
    chip.ding = '{node:"hall",wifi:{ssid:"home"},mqtt:{host:"broker"}}';
    chip.loose = { node: "hall", wifi: { ssid: "home" }, mqtt: { host: "broker" } };
    main.start(3, () => undefined, "", 0);
    expect([fake.client.options?.clientId, chip.wifi.calls]).toEqual(["hall", ["stopAP", "connect home"]]);
  });

  it.each<[ding: object | undefined, missing: string]>([
    [undefined, "wifi.ssid is missing. mqtt.host is missing."],
    [{ wifi: { ssid: "home" } }, "mqtt.host is missing."],
    [{ mqtt: { host: "broker" } }, "wifi.ssid is missing."],
  ])("with %j says what is missing and how to set it, and joins no Wi-Fi", (ding, missing) => {
    chip.ding = ding && configBytes(ding);
    main.start(1, () => undefined, "", 0);
    expect(lines.at(-1)).toMatch(new RegExp(`^config: ${missing} The node stays offline\\. Type\n  require\\("Storage"\\)\\.write\\("ding\\.json",`));
    vi.advanceTimersByTime(3_600_000);
    expect(chip.wifi.calls).toEqual(["stopAP"]);
  });

  it("opens no door unless it is asked to, and says so then", () => {
    start();
    expect(chip.calls).not.toContain("doors open");
    start({ ...complete, console: { remote: true } });
    expect(chip.calls).toContain("doors open");
    expect(lines).toContain("console: open without a password on TCP port 23 and Bluetooth, because console.remote is set");
  });

  it("lets no part that crashes take another with it, and names it", () => {
    chip.wifi.stopAP = () => {
      throw new Error("no access point");
    };
    const client = start({ ...complete, journal: 0 });
    expect(() => vi.advanceTimersByTime(0)).toThrow("no access point"); // the interpreter prints it and goes on
    chip.edge(true, Date.now());
    vi.advanceTimersByTime(device.button.debounce);
    expect(on(client, "/kv6003/sensor/ding")).toHaveLength(1);
    comes(client, { message: "on" });
    expect(chip.levels.get("D2")).toBe(1);
  });
});

describe("safe mode", () => {
  it("starts nothing but the button and the status LED, which flashes five times", () => {
    chip.ding = configBytes(complete);
    main.safeMode(4);
    const levels: number[] = [];
    for (let ms = 0; ms < 1990; ms += 10) {
      levels.push(chip.levels.get("D4") ?? NaN);
      vi.advanceTimersByTime(10);
    }
    expect(levels.filter((level, i) => level === 1 && levels[i - 1] !== 1)).toHaveLength(5);
    expect([chip.wifi.calls, chip.calls]).toEqual([[], []]);
    expect(fake.client.calls).not.toContain("connect");
  });

  it("opens the doors where they are asked for", () => {
    chip.ding = configBytes({ ...complete, console: { remote: true } });
    main.safeMode(4);
    expect(chip.calls).toEqual(["doors open"]);
  });
});
