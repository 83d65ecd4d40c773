/** The lines that programs read: each part has its own beginning, and they are told apart by it. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { log, LogPrefix, LogText } from "../../src/firmware/log.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const prefixes: string[] = [LogPrefix.Node, LogPrefix.Wifi, LogPrefix.Mqtt, LogPrefix.Config, LogPrefix.Boot, LogPrefix.SafeMode];

describe("a line of the console", () => {
  it("is the part's prefix and the text, in one piece", () => {
    const lines = vi.spyOn(console, "log").mockImplementation(() => undefined);
    log(LogPrefix.Wifi, LogText.WifiConnected + "10.0.0.7");
    log(LogPrefix.Mqtt, LogText.MqttConnected + "hall");
    expect(lines.mock.calls).toEqual([["wifi: connected, 10.0.0.7"], ["mqtt: connected as hall"]]);
  });

  it("begins with a prefix that no other begins with", () => {
    for (const prefix of prefixes) expect(prefixes.filter((other) => other.startsWith(prefix))).toEqual([prefix]);
  });
});
