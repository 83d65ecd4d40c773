/** `npm run send`: one message, confirmed, or one line that says why not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { signCommand } from "../../../src/tools/mqtt/sign-command.ts";
import { send, sendCommand } from "../../../src/tools/send/command.ts";
import { endAll, mistake, run } from "../commands.ts";
import {
  connack,
  connectPacket,
  deadPort,
  hangUp,
  publishPacket,
  sayNothing,
  misbehavingBroker,
  type Script,
  type MisbehavingBroker,
} from "../mqtt/misbehaving-broker.ts";
import { tlsBroker } from "../mqtt/tls-broker.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  endAll();
  await Promise.all(open.splice(0).map((broker) => broker.close()));
});

interface Seen {
  topic: string;
  payload: string;
  qos: number;
  retain: boolean;
}

async function broker(): Promise<{ broker: EmbeddedBroker; seen: Seen[] }> {
  const seen: Seen[] = [];
  const embedded = await EmbeddedBroker.start(0, {
    published: ({ topic, payload, qos, retain }, _client, done) => {
      // The broker's own messages about itself are no letters.
      if (!topic.startsWith("$SYS/")) seen.push({ topic, payload: payload.toString(), qos, retain });
      done();
    },
    authenticate: (_client, name, password, done) => {
      if (name === undefined || (name === "ann" && password?.toString() === "right")) done(null, true);
      else done(Object.assign(new Error("no"), { returnCode: 4 }), null);
    },
  });
  open.push(embedded);
  return { broker: embedded, seen };
}

async function bad(script: Script): Promise<MisbehavingBroker> {
  const scripted = await misbehavingBroker(script);
  open.push(scripted);
  return scripted;
}

const outgoing = { topic: "/kv6003/control/led", message: "toggle", qos: 1, retain: false } as const;

describe("sending", () => {
  it.each([0, 1, 2] as const)("reaches the broker at QoS %i", async (qos) => {
    const { broker: embedded, seen } = await broker();
    await send(embedded.address, { ...outgoing, qos, retain: true }, 5000);
    await expect.poll(() => seen).toEqual([{ topic: outgoing.topic, payload: "toggle", qos, retain: true }]);
  });

  it("sends an empty message, which removes a retained one", async () => {
    const { broker: embedded, seen } = await broker();
    await send(embedded.address, { ...outgoing, message: "" }, 5000);
    expect(seen).toEqual([{ topic: outgoing.topic, payload: "", qos: 1, retain: false }]);
  });

  it.each([
    ["says what CONNACK 1 means", { [connectPacket]: connack(1) }, /refuses the connection: it does not speak MQTT 3.1.1 \(1\)/],
    ["says what CONNACK 3 means", { [connectPacket]: connack(3) }, /unavailable; try again later \(3\)/],
    ["says what CONNACK 4 means", { [connectPacket]: connack(4) }, /bad user name or password; check --username and --password/],
    ["says what CONNACK 5 means", { [connectPacket]: connack(5) }, /not authorized.*--username and --password.*\(5\)/],
    ["notices a broker that hangs up", { [connectPacket]: hangUp }, /does not answer like an MQTT broker: it hung up/],
    ["notices a broker that says nothing", { [connectPacket]: sayNothing }, /does not answer like an MQTT broker: no CONNACK within 0.3 s/],
    ["notices a web server", { [connectPacket]: (socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n") }, /does not answer like an MQTT broker: /],
    ["notices that the receipt is missing", { [connectPacket]: connack(0), [publishPacket]: sayNothing }, /0.3 s passed before .* confirmed/],
    ["notices a hang-up instead of the receipt", { [connectPacket]: connack(0), [publishPacket]: hangUp }, /hung up before .* confirmed/],
  ] satisfies [string, Script, RegExp][])("%s", async (_what, script, message) => {
    const { address } = await bad(script);
    await expect(send(address, outgoing, 300)).rejects.toThrow(message);
  });

  it("names a host that does not exist", async () => {
    await expect(send({ host: "no-such-host.invalid", port: 1883 }, outgoing, 5000)).rejects.toThrow('no host is known as "no-such-host.invalid"');
  });
});

describe("npm run send", () => {
  it("sends and is silent", async () => {
    const { broker: embedded, seen } = await broker();
    const { port } = embedded.address;
    const done = await run("send", [outgoing.topic, "toggle", "--broker", `mqtt://ann@127.0.0.1:${port}`], { MQTT_PASSWORD: "right" });
    expect(done).toEqual({ code: 0, stdout: [], stderr: [] });
    expect(seen).toEqual([{ topic: outgoing.topic, payload: "toggle", qos: 1, retain: false }]);
  });

  it("publishes over TLS", async () => {
    const { port, ca } = await tlsBroker();
    const { code, stderr } = await run("send", ["a", "b", "--broker", `mqtts://127.0.0.1:${port}`, "--ca", ca]);
    expect([code, stderr]).toEqual([0, []]);
  });

  it("signs a command with the key in a file, and takes a file that holds none for a mistake", async () => {
    const { broker: embedded, seen } = await broker();
    const folder = mkdtempSync(path.join(tmpdir(), "key-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [keyFile, tooShort] = [path.join(folder, "ding.key"), path.join(folder, "short.key")];
    writeFileSync(keyFile, "a key of 18 bytes.\n");
    writeFileSync(tooShort, "hush-hush");
    const before = Date.now();
    const at = { MQTT_BROKER: `127.0.0.1:${embedded.address.port}` };
    expect(await run("send", [outgoing.topic, "toggle", "--key-file", keyFile], at)).toEqual({ code: 0, stdout: [], stderr: [] });
    const { payload } = seen[0] ?? { payload: "" };
    const n = (JSON.parse(payload) as { n: number }).n;
    expect(n).toBeGreaterThanOrEqual(before);
    expect(payload).toBe(signCommand(outgoing.topic, "toggle", n, "a key of 18 bytes."));
    expect(await mistake(sendCommand(), ["a", "b", "--key-file", tooShort])).toEqual({
      line: `send: ${tooShort} is no key file: the key must be 16 to 64 bytes, and is 9`,
      exitCode: exitCodes.usage,
    });
    expect((await mistake(sendCommand(), ["a", "b", "--key-file", "/nowhere/ding.key"])).line).toBe("send: /nowhere/ding.key cannot be read: check the path");
  });

  it("says that the password is wrong without printing it", async () => {
    const { broker: embedded } = await broker();
    const { port } = embedded.address;
    const { code, stdout, stderr } = await run("send", ["a", "b", "--broker", `mqtt://ann:hush-hush@127.0.0.1:${port}`]);
    expect(stderr).toEqual([expect.stringMatching(/^send: the broker at mqtt:\/\/127.0.0.1:\d+ refuses .*bad user name or password/)]);
    expect([stdout, code]).toEqual([[], exitCodes.refused]);
  });

  it("tells what the shell has made of the topic, and sends", async () => {
    const embedded = await EmbeddedBroker.start(0);
    onTestFinished(() => embedded.close());
    const { code, stderr } = await run("send", ["C:/Program Files/Git/kv6003/control/led", "on"], { MQTT_BROKER: `127.0.0.1:${embedded.address.port}` });
    expect(stderr).toEqual([expect.stringMatching(/^send: Git Bash turned the leading slash .* MSYS_NO_PATHCONV=1/)]);
    expect(code).toBe(0);
  });

  it("says that no broker is there", async () => {
    const port = await deadPort();
    const { code, stderr } = await run("send", ["a", "b"], { MQTT_BROKER: `127.0.0.1:${port}` });
    expect(stderr).toEqual([expect.stringMatching(/^send: no broker listens at .*--broker mqtt:\/\/host/)]);
    expect(code).toBe(exitCodes.unreachable);
  });

  it("says what is wrong in one line, and ends with the code for it", async () => {
    const { code, stdout, stderr } = await run("send", ["a", "b", "--nope"]);
    expect(stderr).toEqual(["send: unknown option '--nope' (npm run send -- --help shows what it takes)"]);
    expect([stdout, code]).toEqual([[], exitCodes.usage]);
  });

  it.each([
    [["a"], "missing required argument 'message'"],
    [["a", "b", "c"], "too many arguments"],
    [["a/+", "b"], "the topic is not valid"],
    [["a", "b", "--timeout", "-1"], "must be seconds"],
  ])("%j is one line and exit code 2", async (args, message) => {
    const { line, exitCode } = await mistake(sendCommand(), args);
    expect(line).toContain(message);
    expect(line).not.toContain("\n");
    expect(exitCode).toBe(exitCodes.usage);
  });
});
