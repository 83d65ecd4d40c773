/** The pages' commands for listening and sending are run as they stand, beside three boards and their broker. */
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ending, listeners, silentListeners } from "./docs-commands.ts";
import { buildFirst } from "./support/dist.ts";
import { blocksBelow } from "./support/doc-pages.ts";
import { startWorkbench, type StartedWorkbench } from "./support/workbench.ts";
import { endAll, run, start, type RunningCommand } from "./tools/commands.ts";

/** The words of a command as a shell makes them. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare = ""]) => quoted ?? bare);
}

/** The script of package.json that a command runs, and its arguments. */
function script(command: string): [name: string, args: string[]] {
  const [, name = "", rest = ""] = /^npm (?:run )?(\w+)(?: -- (.*))?$/.exec(command) ?? [];
  return [name, words(rest)];
}

beforeAll(...buildFirst);

describe("the commands as they stand", { timeout: 60_000 }, () => {
  let bench: StartedWorkbench;
  let client: MqttClient;
  const heard: string[] = [];
  const running = new Map<string, RunningCommand>();

  function begin(command: string): RunningCommand {
    const [name, args] = script(command);
    return start(name, args, environment());
  }

  /** What stands for a broker at port 1883. */
  function environment(): Record<string, string> {
    return { MQTT_BROKER: `mqtt://127.0.0.1:${bench.broker.address.port}` };
  }

  beforeAll(async () => {
    bench = await startWorkbench(3);
    client = await connectAsync(environment()["MQTT_BROKER"] ?? "");
    client.on("message", (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    await client.subscribeAsync("/kv6003/#", { qos: 1 });
    await vi.waitFor(() => expect(heard.filter((line) => /\/state\/.*"off"/.test(line))).toHaveLength(3), { timeout: 40_000 });
    for (const command of [...Object.keys(listeners), ...silentListeners]) running.set(command, begin(command));
    await Promise.all([...running.values()].map((command) => command.line(/^listen: listening to/)));
    await client.publishAsync("/kv6003/notice", "hello", { qos: 1 });
    await client.publishAsync("/kv6003/control/led", "purple", { qos: 1 });
    await bench.bench.simulation.press("single");
  }, 120_000);

  afterAll(async () => {
    endAll();
    await client.endAsync(true);
    await bench.end();
  });

  it.each(Object.entries(listeners))("%s prints %s", async (command, line) => {
    await running.get(command)?.line(line);
  });

  it.each(silentListeners)("%s prints nothing", async (command) => {
    await expect.poll(() => heard.some((line) => line.includes('"event":"press"')), { timeout: 20_000 }).toBe(true);
    running.get(command)?.kill("SIGINT");
    expect(await running.get(command)?.finished).toMatchObject({ code: 0, stdout: [] });
  });

  it.each(Object.entries(ending))("%s ends with %j", async (command, [code, prints]) => {
    const [name, args] = script(command);
    const done = await run(name, args, environment());
    expect([...done.stdout, ...done.stderr].join("\n")).toMatch(prints);
    expect(done.code).toBe(code);
  });

  it("three presses through a cut Wi-Fi arrive, and none is missing", async () => {
    const [command = ""] = blocksBelow("docs/practical.md", "Losing the broker, and losing nothing", "sh");
    const listener = begin(command.trim());
    await listener.line(/^listen: listening to/);
    const presses = (): number => heard.filter((line) => line.includes('"event":"press"')).length;
    const before = presses();
    bench.bench.simulation.toggleWifi();
    for (let times = 0; times < 3; times += 1) await bench.bench.simulation.press("single");
    bench.bench.simulation.toggleWifi();
    await expect.poll(presses, { timeout: 40_000 }).toBe(before + 3);
    await client.publishAsync("/kv6003/end", "", { qos: 1 });
    await listener.line(/^\/kv6003\/end/);
    listener.kill("SIGINT");
    const { code, stdout, stderr } = await listener.finished;
    expect(stdout.filter((line) => line.includes('"event":"press"'))).toHaveLength(3);
    expect(stderr).toContainEqual(expect.stringMatching(/^listen: ding-virtual: .*, none missing$/));
    expect(code).toBe(0);
  });
});

it("the worksheet's outage is what the scenario prints", { timeout: 60_000 }, async () => {
  const [shown = ""] = blocksBelow("docs/practical.md", "Losing the broker, and losing nothing", "text");
  const { code, stdout } = await run("start", ["--scenario", "outage"]);
  // The node's own times differ by some ms from one version to the next.
  const plain = (text: string): string => text.replaceAll(/"(up|time)":[\d.]+/g, '"$1":0');
  expect(plain(stdout.join("\n"))).toContain(plain(shown.trimEnd()));
  expect(code).toBe(0);
});
