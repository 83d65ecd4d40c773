/** `npm run listen`: every matching message, across losses of the broker, or one line that says why not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { exitCodes } from "../../../src/tools/command-line/user-error.ts";
import { listen, listenCommand, type Subscription } from "../../../src/tools/listen/command.ts";
import { SequenceCheck } from "../../../src/tools/mqtt/sequence-check.ts";
import { authenticationCode } from "../../../src/tools/mqtt/sign-command.ts";
import { SignatureCheck } from "../../../src/tools/mqtt/signature-check.ts";
import { send } from "../../../src/tools/send/command.ts";
import { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import type { BrokerAddress } from "../../../src/tools/mqtt/broker-address.ts";
import { endAll, mistake, run, start } from "../commands.ts";
import { connack, connectPacket, deadPort, hangUp, misbehavingBroker, subscribePacket, suback } from "../mqtt/misbehaving-broker.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  endAll();
  await Promise.all(open.splice(0).map((broker) => broker.close()));
});

async function broker(): Promise<EmbeddedBroker> {
  const embedded = await EmbeddedBroker.start(0);
  open.push(embedded);
  return embedded;
}

/** A listener under way; its lines, and a way to wait for the next note. */
function listening(address: BrokerAddress, wanted: Partial<Subscription> = {}, stop = new AbortController()) {
  const messages: string[] = [];
  const notes: string[] = [];
  const done = listen(
    address,
    { filter: "/kv6003/#", qos: 1, timeout: 1000, reconnectEvery: 20, ...wanted },
    { message: (line) => messages.push(line), note: (line) => notes.push(line) },
    stop.signal,
  );
  return { messages, notes, done, stop, noted: (text: string, times = 1) => expect.poll(() => count(notes, text)).toBe(times) };
}

function count(lines: string[], text: string): number {
  return lines.filter((line) => line.includes(text)).length;
}

/** Grants the subscription, and hangs up. */
function subackAndEnd(socket: Socket, packet: Buffer): void {
  suback(1)(socket, packet);
  socket.end();
}

function tell(embedded: EmbeddedBroker, topic: string, message: string, retain = false): Promise<void> {
  return send(embedded.address, { topic, message, qos: 1, retain }, 1000);
}

describe("listening", () => {
  it("prints topic and payload of what matches, and ends at the count", async () => {
    const embedded = await broker();
    const listener = listening(embedded.address, { count: 2 });
    await listener.noted("listening to /kv6003/#");
    await tell(embedded, "/other", "no");
    await tell(embedded, "/kv6003", "yes: # stands for its parent too");
    await tell(embedded, "/kv6003/a\u0007", "\u001b[31mred\u001b[0m");
    await listener.done;
    expect(listener.messages).toEqual(["/kv6003 yes: # stands for its parent too", "/kv6003/a\\x07 \\x1b[31mred\\x1b[0m"]);
  });

  it("prints no more than the count when more arrive at once", async () => {
    const embedded = await broker();
    for (const topic of ["/kv6003/a", "/kv6003/b", "/kv6003/c"]) await tell(embedded, topic, "kept", true);
    const listener = listening(embedded.address, { count: 2 });
    await listener.done;
    expect(listener.messages).toHaveLength(2);
  });

  it("reports repeats and gaps where it is asked to check, and fails on what is missing", async () => {
    const embedded = await broker();
    const check = new SequenceCheck();
    const listener = listening(embedded.address, { count: 4, check });
    await listener.noted("listening to");
    for (const seq of [1, 2, 2, 5]) await tell(embedded, "/kv6003/sensor/ding", `{"node":"hall","boot":3,"seq":${seq}}`);
    await listener.done;
    expect(listener.notes.slice(1)).toEqual(["repeat: hall boot 3 seq 2", "gap: hall boot 3: seq 3 to 4 missing so far"]);
    expect(check.totals()).toEqual([{ node: "hall", messages: 3, repeats: 1, missing: 2 }]);
  });

  it("with a key keeps what is not signed from the check", async () => {
    const embedded = await broker();
    const check = new SequenceCheck();
    const signatures = new SignatureCheck("a key of 18 bytes.");
    const listener = listening(embedded.address, { count: 2, check, signatures });
    await listener.noted("listening to");
    const [genuine, forged] = ['{"node":"hall","boot":3,"seq":1', '{"node":"hall","boot":3,"seq":900}'];
    const code = authenticationCode(`/kv6003/sensor/ding\n${genuine}`, "a key of 18 bytes.");
    for (const payload of [`${genuine},"mac":"${code}"}`, forged]) await tell(embedded, "/kv6003/sensor/ding", payload);
    await listener.done;
    expect(listener.messages).toHaveLength(2);
    expect(listener.notes.slice(1)).toEqual(["no signature: hall boot 3 seq 900, on /kv6003/sensor/ding"]);
    expect(check.totals()).toEqual([{ node: "hall", messages: 1, repeats: 0, missing: 0 }]);
  });

  it("finds the broker again after each loss, and says so", async () => {
    const embedded = await broker();
    const listener = listening(embedded.address, { count: 3 });
    await listener.noted("listening to");
    for (const round of [1, 2]) {
      await tell(embedded, "/kv6003/a", `before loss ${round}`);
      await expect.poll(() => listener.messages).toHaveLength(round);
      await embedded.stop();
      await listener.noted("lost the broker", round);
      await embedded.restart();
      await listener.noted("listening again", round);
    }
    await tell(embedded, "/kv6003/a", "after");
    await listener.done;
    expect(listener.messages.at(-1)).toBe("/kv6003/a after");
  });

  it("ends when it is told to, and says nothing of a loss then", async () => {
    const embedded = await broker();
    const listener = listening(embedded.address);
    await listener.noted("listening to");
    listener.stop.abort();
    await listener.done;
    expect(count(listener.notes, "lost")).toBe(0);
  });

  it.each([
    ["with SUBACK 0x80", suback(0x80), "refuses the subscription"],
    ["by hanging up", hangUp, "hung up on the subscription"],
  ])("says that the broker refuses the subscription %s", async (_how, answer, message) => {
    const scripted = await misbehavingBroker({ [connectPacket]: connack(0), [subscribePacket]: answer });
    open.push(scripted);
    await expect(listening(scripted.address).done).rejects.toThrow(message);
  });

  it("outlives a connection that is lost before its SUBACK, once it has been subscribed", async () => {
    const answers = [subackAndEnd, hangUp, suback(1)];
    const scripted = await misbehavingBroker({
      [connectPacket]: connack(0),
      [subscribePacket]: (socket, packet) => answers.shift()?.(socket, packet),
    });
    open.push(scripted);
    const listener = listening(scripted.address);
    await listener.noted("listening again");
    expect(count(listener.notes, "lost the broker")).toBe(2);
    listener.stop.abort();
    await listener.done;
  });

  it("ends when the broker refuses the subscription after a loss", async () => {
    const answers = [subackAndEnd, suback(0x80)];
    const scripted = await misbehavingBroker({
      [connectPacket]: connack(0),
      [subscribePacket]: (socket, packet) => answers.shift()?.(socket, packet),
    });
    open.push(scripted);
    await expect(listening(scripted.address).done).rejects.toMatchObject({
      message: expect.stringContaining("refuses the subscription to /kv6003/#") as string,
      exitCode: exitCodes.refused,
    });
  });

  it("ends when no SUBACK comes in time", async () => {
    const scripted = await misbehavingBroker({ [connectPacket]: connack(0) });
    open.push(scripted);
    await expect(listening(scripted.address, { timeout: 100 }).done).rejects.toMatchObject({
      message: expect.stringContaining("no SUBACK within 0.1 s") as string,
      exitCode: exitCodes.unreachable,
    });
  });

  it("ends when the broker refuses it after a loss, but waits out an unavailable one", async () => {
    const answers = [0, 3, 3, 5];
    const scripted = await misbehavingBroker({
      [connectPacket]: (socket) => connack(answers.shift() ?? 0)(socket),
      [subscribePacket]: subackAndEnd,
    });
    open.push(scripted);
    await expect(listening(scripted.address).done).rejects.toThrow("not authorized");
    expect(answers).toEqual([]);
  });
});

describe("npm run listen", () => {
  it("tells what the shell has made of the filter, and listens", async () => {
    const embedded = await broker();
    const listener = listening(embedded.address, { filter: "C:/Program Files/Git/kv6003/#" });
    await listener.noted("listening to");
    expect(listener.notes[0]).toMatch(/^Git Bash turned the leading slash .* MSYS_NO_PATHCONV=1/);
    listener.stop.abort();
    await listener.done;
  });

  it("prints messages on stdout, the rest on stderr, and ends at the count", async () => {
    const embedded = await broker();
    const command = start("listen", ["/kv6003/+/ding", "--count", "1", "--broker", `127.0.0.1:${embedded.address.port}`]);
    await command.line(/^listen: listening to/);
    await tell(embedded, "/kv6003/sensor/ding", '{"seq":1}');
    const { code, stdout, stderr } = await command.finished;
    expect([code, stdout]).toEqual([0, ['/kv6003/sensor/ding {"seq":1}']]);
    expect(stderr).toHaveLength(1);
  });

  it.each([
    ["ends with 0 by Ctrl-C", [], 0],
    ["by Ctrl-C before the count it ends with 130", ["--count", "1"], 130],
  ])("%s", async (_what, more, expected) => {
    const embedded = await broker();
    const command = start("listen", ["#", "--broker", `127.0.0.1:${embedded.address.port}`, ...more]);
    await command.line(/listening to/);
    command.kill("SIGINT");
    expect((await command.finished).code).toBe(expected);
  });

  it("with a key it ends with 1 if a message is not signed with it", async () => {
    const embedded = await broker();
    const folder = mkdtempSync(path.join(tmpdir(), "listen-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const keyFile = path.join(folder, "ding.key");
    writeFileSync(keyFile, "a key of 18 bytes.\n");
    const address = ["--broker", `127.0.0.1:${embedded.address.port}`];
    const command = start("listen", ["#", "--count", "1", "--check", "--key-file", keyFile, ...address]);
    await command.line(/listening to/);
    await tell(embedded, "/kv6003/sensor/ding", '{"node":"hall","boot":3,"seq":1}');
    const { code, stderr } = await command.finished;
    expect(stderr.slice(1)).toEqual(["listen: no signature: hall boot 3 seq 1, on /kv6003/sensor/ding", "listen: hall: 1 message without a valid signature"]);
    expect(code).toBe(exitCodes.failed);
  });

  it("says that no broker is there", async () => {
    const port = await deadPort();
    const { code, stderr } = await run("listen", ["#", "--broker", `127.0.0.1:${port}`]);
    expect(stderr).toEqual([expect.stringMatching(/^listen: no broker listens at mqtt:\/\/127.0.0.1:\d+/)]);
    expect(code).toBe(exitCodes.unreachable);
  });

  it.each([
    [[], "missing required argument 'filter'"],
    [["'/kv6003/#'"], 'the topic filter is not valid: the single quotes became part of it, as they do in cmd.exe: write "/kv6003/#"'],
    [["a/#/b"], "the topic filter is not valid: # stands for all that follows"],
    [["#", "--count", "0"], "must be a whole number from 1"],
    [["#", "--qos", "3"], "must be 0, 1 or 2"],
    [["#", "--key-file", "ding.key"], "--key-file is for checking: add --check"],
    [["#", "--check", "--key-file", "nowhere/ding.key"], "nowhere/ding.key cannot be read: check the path"],
    [["#", "--bogus"], "unknown option '--bogus'"],
    [["#", "--password", "hush"], "a password needs a user name"],
  ])("%j is one line and exit code 2", async (args, message) => {
    const { line, exitCode } = await mistake(listenCommand(), args);
    expect(line).toContain(message);
    expect(line).not.toContain("\n");
    expect(exitCode).toBe(exitCodes.usage);
  });
});
