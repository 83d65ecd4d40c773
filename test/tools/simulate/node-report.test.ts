/** A node's state, as far as its console and its status tell it. */
import { describe, expect, it } from "vitest";
import { NodeReport } from "../../../src/tools/simulate/node-report.ts";

const health =
  '{"node":"n","boot":1,"up":5000,"memory":{"used":1221,"total":5874},"wifi":{"losses":1},"mqtt":{"losses":2,"last":"no PINGRESP","down":0,"attempts":1},"queued":3,"dropped":1}';

function powered(...lines: string[]): NodeReport {
  const report = new NodeReport();
  report.power(true);
  for (const line of lines) report.line(line, 1000);
  return report;
}

describe("a node's report", () => {
  it.each<[string[], object]>([
    [[], { power: true, wifi: "off", mqtt: "off" }],
    [["ding 1.0.0: n, boot 3; ding.help()"], { wifi: "connecting", mqtt: "off" }],
    [["wifi: connected, 192.168.4.2"], { wifi: "connected", mqtt: "connecting" }],
    [["wifi: connected, 192.168.4.2", "mqtt: connected as n"], { wifi: "connected", mqtt: "connected", retryAt: undefined }],
    [["wifi: connected, 192.168.4.2", "mqtt: connected as n", "mqtt: no PINGRESP"], { wifi: "connected", mqtt: "connecting" }],
    [["mqtt: connected as n", "wifi: NO_AP_FOUND; trying again in 2.5 s"], { wifi: "off", mqtt: "off", retryAt: 3500 }],
    [["wifi: connected, 192.168.4.2", "mqtt: closed by broker; trying again in 1.5 s"], { wifi: "connected", mqtt: "off", retryAt: 2500 }],
    [["something else"], { wifi: "off", mqtt: "off" }],
  ])("after %j", (lines, state) => {
    expect(powered(...lines).state).toMatchObject(state);
  });

  it("takes numbers and connections from the status, and gives how long the node runs", () => {
    const report = powered();
    expect(report.status(`online ${health} {"state":"off","brightness":1}`, 2000)).toBe(5000);
    expect(report.state).toMatchObject({
      wifi: "connected",
      mqtt: "connected",
      queued: 3,
      dropped: 1,
      memory: { used: 1221, total: 5874 },
      losses: 2,
      lastLoss: "no PINGRESP",
    });
    report.status(`offline ${health} {"state":"off","brightness":1}`, 3000);
    expect(report.state.mqtt).toBe("connecting");
  });

  it("counts down to the next attempt, and then says that it connects", () => {
    const report = powered("wifi: NO_AP_FOUND; trying again in 2.5 s");
    report.status("", 3499);
    expect(report.state.wifi).toBe("off");
    report.status("", 3500);
    expect(report.state).toMatchObject({ wifi: "connecting", retryAt: undefined });
  });

  it("counts down to MQTT's next attempt likewise", () => {
    const report = powered("wifi: connected, 192.168.4.2", "mqtt: closed by broker; trying again in 1.5 s");
    report.status("", 2500);
    expect(report.state).toMatchObject({ wifi: "connected", mqtt: "connecting", retryAt: undefined });
  });

  it("ignores an answer that makes no sense", () => {
    const report = powered();
    for (const answer of ["", "online {} {}", "online {broken {}", "Uncaught ReferenceError"]) expect(report.status(answer, 2000)).toBeUndefined();
    expect(report.state.memory).toBeUndefined();
  });

  it("calls a node stopped that leaves its questions unanswered, until it starts again", () => {
    const report = powered("mqtt: connected as n");
    for (let i = 0; i < 7; i++) report.status("", 2000);
    expect(report.state.isStopped).toBeUndefined();
    report.status("Uncaught ReferenceError", 2000);
    expect(report.state.isStopped).toBe(true);
    report.power(true);
    expect(report.state.isStopped).toBeUndefined();
  });

  it("starts anew without power", () => {
    const report = powered("mqtt: connected as n");
    report.power(false);
    expect(report.state).toMatchObject({ power: false, mqtt: "off", memory: undefined });
  });
});
