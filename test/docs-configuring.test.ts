/** docs/configuring.md: its request is signed as the command signs, and what the node says is what the command understands. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseConfigState } from "../src/tools/configure/config-state.ts";
import { signedRequest } from "../src/tools/configure/request.ts";

const page = readFileSync("docs/configuring.md", "utf8");
const topic = "/kv6003/control/update/hall";
const key = "a key of 18 bytes.";
const [answer = "", request = ""] = [...page.matchAll(/```json\n(.*)\n```/g)].map(([, text = ""]) => text);

it("the request has the code for the topic and the key that the page names", () => {
  expect(page).toContain(`for the topic \`${topic}\` and the key \`${key}\``);
  const { config } = JSON.parse(request) as { config: Record<string, unknown> };
  expect(request).toBe(signedRequest(topic, config, 1043, key));
});

it("its answers are understood, each of the states", () => {
  expect(parseConfigState(Buffer.from(answer))).toMatchObject({ n: 1043, state: "starting" });
  const section = page.split("## What the node says")[1]?.split("\n## ")[0] ?? "";
  const states = [...section.matchAll(/^\| `(\w+)` \| (?!meaning)/gm)].map(([, state]) => state);
  expect(states).toEqual(["refused", "starting", "trial", "kept", "failed"]);
  for (const state of states) expect(parseConfigState(Buffer.from(JSON.stringify({ n: 1, state })))?.state).toBe(state);
});
