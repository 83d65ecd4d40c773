/** The lines at the start of the simulator. */
import { describe, expect, it } from "vitest";
import { outputDefaults } from "../../../src/firmware/config.ts";
import { deviceInfo } from "../../../src/tools/simulate/device-info.ts";
import { headerRows } from "../../../src/tools/simulate/header.ts";
import { device } from "../../support/settings.ts";

function rows(...outputs: string[]): [string, string][] {
  const info = deviceInfo({ ...device, outputs: outputs.map((name, index) => ({ ...outputDefaults(index), name, pin: "D4" })) });
  return headerRows({ engine: "virtual", dist: "dist", info, address: { host: "127.0.0.1", port: 1884 }, isEmbedded: true, nodes: ["ding"] });
}

describe("the simulator's header", () => {
  it("says where to listen and to send", () => {
    expect(rows()).toContainEqual(["send", "npm run send -- /kv6003/control/led toggle --broker mqtt://127.0.0.1:1884"]);
    expect(rows().map(([label]) => label)).not.toContain("outputs");
  });

  it("names the topics of the other outputs on one line", () => {
    expect(rows("relay", "lamp\n")).toContainEqual(["outputs", "/kv6003/control/relay /kv6003/control/lamp\\n"]);
  });
});
