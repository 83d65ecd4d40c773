/** `npm run fleet` as a user types it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { fleetCommand } from "../../../src/tools/fleet/command.ts";
import { checkOpenFiles, openFileLimit } from "../../../src/tools/fleet/open-files.ts";
import { endAll, mistake, run } from "../commands.ts";

const folder = mkdtempSync(path.join(tmpdir(), "fleet-"));
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

describe("the fleet", () => {
  it("that is too large for a machine is simulated, says so, and is drawn", { timeout: 120_000 }, async () => {
    const svg = path.join(folder, "fleet.svg");
    const { code, stdout, stderr } = await run("fleet", ["--nodes", "5001", "--outage", "30", "--svg", svg]);
    expect(stderr).toEqual([]);
    expect(code).toBe(0);
    expect(stdout[0]).toBe("5001 nodes are more than one machine holds: they are simulated on virtual time.");
    expect(stdout).toContain("Simulated broker, 2500 connections a second: 5001 nodes after an outage of 30 s");
    expect(stdout.find((line) => line.startsWith("most attempts"))).toMatch(/ {2}\d{3} {12}5001$/);
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  it("fails when the peak with jitter is over a tenth, and says why", { timeout: 120_000 }, async () => {
    const { code, stderr } = await run("fleet", ["--simulate", "--outage", "2"]);
    expect(stderr).toEqual([
      "fleet: the peak of attempts is over 0.1: the outage was too short, or this computer is too slow for so many nodes (docs/fleet.md)",
    ]);
    expect(code).toBe(1);
  });

  it("takes 1 to 100000 nodes", async () => {
    const { line, exitCode } = await mistake(fleetCommand(), ["--nodes", "100001"]);
    expect(line).toMatch(/must be a whole number from 1 to 100000/);
    expect(exitCode).toBe(2);
  });
});

describe("--svg", () => {
  it("is refused before the run when the file cannot be written", async () => {
    const { line, exitCode } = await mistake(fleetCommand(), ["--simulate", "--nodes", "10", "--svg", "no/such/folder/x.svg"]);
    expect(line).toMatch(/^fleet: --svg: no\/such\/folder\/x\.svg cannot be written \(ENOENT.*\): choose a file in a folder that exists and belongs to you$/);
    expect(exitCode).toBe(2);
  });
});

describe("--broker", () => {
  it("names the brokers that there are", async () => {
    const { line, exitCode } = await mistake(fleetCommand(), ["--broker", "emqx"]);
    expect(line).toMatch(/Allowed choices are mosquitto, rabbitmq/);
    expect(exitCode).toBe(2);
  });

  it("says that a simulated fleet has none", async () => {
    const { line, exitCode } = await mistake(fleetCommand(), ["--simulate", "--broker", "rabbitmq"]);
    expect(line).toMatch(/'--simulate' cannot be used with option '--broker <name>'/);
    expect(exitCode).toBe(2);
  });
});

describe("too few open files", () => {
  it("are named, with what to do", () => {
    expect(() => checkOpenFiles(1000, 1024)).toThrow("1000 nodes need 1100 open files, and 1024 are allowed: raise the limit with ulimit -n 1100");
  });

  it("are enough when they just suffice", () => {
    expect(() => checkOpenFiles(1000, 1100)).not.toThrow();
  });

  it("are known of this process", () => {
    expect(openFileLimit()).toBeGreaterThan(100);
  });
});
