/** docs/signing.md: its example, its sender in Python and the flow for Node-RED sign as the node checks, and as `npm run send` does. */
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { expect, it, onTestFinished } from "vitest";
import { isSigned } from "../src/tools/mqtt/signature-check.ts";
import { authenticationCode, signCommand } from "../src/tools/mqtt/sign-command.ts";

const page = readFileSync("docs/signing.md", "utf8");
const topic = "/kv6003/control/led";
const key = "a key of 18 bytes.";
const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** The counter in a signed payload. */
const counterIn = (payload: string): number => Number(/,"n":(\d+),"mac":/.exec(payload)?.[1]);

it("the example has the code for the topic and the key that the page names", () => {
  const example = /```json\n(.*)\n```/.exec(page)?.[1];
  expect(page).toContain(`for the topic \`${topic}\` and the key \`${key}\``);
  expect(example).toBe(signCommand(topic, '{"state":"on"}', 1042, key));
  expect(readFileSync("docs/messages.md", "utf8")).toContain(example);
});

it("the signed message has the code for the topic and the key that the page names", () => {
  const [, example = ""] = [...page.matchAll(/```json\n(.*)\n```/g)].map(([, text]) => text);
  expect(page).toContain(`for the topic \`/kv6003/sensor/ding\` and the key \`${key}\``);
  expect(isSigned("/kv6003/sensor/ding", example, key)).toBe(true);
});

it.skipIf(!hasPython)(`the receiver in Python tells right from wrong${hasPython ? "" : " (skipped: there is no python3)"}`, () => {
  const source = [...page.matchAll(/```python\n(.*?)```/gs)][1]?.[1] ?? "";
  const signed = '{"node":"Küche","boot":3,"seq":17';
  const message = `${signed},"mac":"${authenticationCode(`${topic}\n${signed}`, key)}"}`;
  const payloads = [message, message.replace("17", "18"), `${signed}}`, "online", ""];
  const program = `${source}\nimport sys, json\ntopic, key, payloads = json.loads(sys.argv[1])
print(json.dumps([is_signed(topic.encode(), payload.encode(), key.encode()) for payload in payloads]))`;
  const { stdout, stderr } = spawnSync("python3", ["-c", program, JSON.stringify([topic, key, payloads])], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([true, false, false, false, false]);
});

it.skipIf(!hasPython)(`the sender in Python signs likewise${hasPython ? "" : " (skipped: there is no python3)"}`, { timeout: 120_000 }, () => {
  const source = /```python\n(.*?)```/s.exec(page)?.[1] ?? "";
  expect(source.split("\n").filter((line) => line !== "").length).toBeLessThanOrEqual(20);
  const folder = mkdtempSync(path.join(tmpdir(), "signing-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [program, keyFile] = [path.join(folder, "sign.py"), path.join(folder, "ding.key")];
  writeFileSync(program, source);
  writeFileSync(keyFile, `${key}\n`);
  for (const command of ['{"state":"on"}', '{"blink": {"on": 100, "off": 100}, "id": "Küche"}\n']) {
    const before = Date.now();
    const { stdout, stderr } = spawnSync("python3", [program, `${topic}/Küche`, command, keyFile], {
      encoding: "utf8",
      env: { ...process.env, PYTHONUTF8: "1" },
    });
    expect(stderr).toBe("");
    const payload = stdout.trimEnd();
    expect(payload).toBe(signCommand(`${topic}/Küche`, command, counterIn(payload), key));
    expect(counterIn(payload)).toBeGreaterThanOrEqual(before);
  }
});

it("the flow for Node-RED signs likewise with a key, with a number that grows, and leaves all as it is without one", () => {
  const flow = JSON.parse(readFileSync("docs/recipes/node-red/flow.json", "utf8")) as { id: string; func?: string }[];
  const source = `(function(msg){${flow.find(({ id }) => id === "sign")?.func ?? ""}})(msg)`;
  const kept = new Map<string, unknown>();
  const context = { get: (name: string) => kept.get(name), set: (name: string, value: unknown) => kept.set(name, value) };
  const pass = (payload: string, withKey?: string): { payload: string } => {
    const msg = { topic, payload };
    return runInNewContext(source, { msg, context, crypto: { createHmac }, env: { get: () => withKey } }) as { payload: string };
  };
  expect(pass("toggle").payload).toBe("toggle");
  let last = 0;
  for (const command of ["toggle", '{"state":"on","id":"Küche"}', "off"]) {
    const { payload } = pass(command, key);
    expect(payload).toBe(signCommand(topic, command, counterIn(payload), key));
    expect(counterIn(payload)).toBeGreaterThan(last);
    last = counterIn(payload);
  }
});
