/** Addresses of a broker that a board cannot reach are named, with what to give instead. */
import { describe, expect, it } from "vitest";
import { whyOutOfReach } from "../../../src/tools/board-setup/broker-reach.ts";
import { run } from "../commands.ts";

describe("a broker", () => {
  it.each(["localhost", "LocalHost", "localhost.", "127.0.0.1", "127.1.2.3", "::1", "0.0.0.0"])("at %s is this computer's own matter", (host) => {
    expect(whyOutOfReach(host, ["10.0.0.5", "192.168.1.5"])).toBe(
      `${host} means the board itself when the board uses it. If the broker runs on this computer, give its address in the board's network: 10.0.0.5 or 192.168.1.5`,
    );
    expect(whyOutOfReach(host, [])).toMatch(/give its address in the board's network$/);
  });

  it("at a name of mDNS cannot be looked up", () => {
    expect(whyOutOfReach("raspberrypi.local", [])).toBe(
      'Espruino cannot resolve raspberrypi.local: give the broker\'s IP address, or "mdns" to have the node find one',
    );
  });

  it.each(["broker", "10.0.0.1", "local", "localhost.example", "1270.example", "host.locale"])("at %s may be in reach", (host) => {
    expect(whyOutOfReach(host, [])).toBeUndefined();
  });
});

describe("npm run flash", () => {
  it("says so before it looks for a board", async () => {
    const { stdout } = await run("flash", ["--broker", "localhost", "--port", "/dev/no-such-port"]);
    expect(stdout).toEqual([expect.stringMatching(/^Note: {4}localhost means the board itself/)]);
  });
});
