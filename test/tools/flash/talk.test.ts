/** `--verbose` shows the talk with a board, and no password in any spelling. */
import { expect, it } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { showTalk } from "../../../src/tools/flash/talk.ts";
import { literal, questionLine } from "../../../src/tools/serial/question.ts";
import { boardWith, ding, flash, littleNode, nodeWith, Person } from "./bench.ts";

it.each(["plain", `quo"te's`, "back\\slash", "Café ☕"])("masks %s wherever it travels", (secret) => {
  const json = JSON.stringify({ password: secret });
  const bytes = Buffer.from(json).toString("latin1");
  for (const line of [secret, json, bytes, questionLine(1, `f(${literal(bytes, "'")})`), JSON.stringify(json)]) {
    const shown = showTalk({ toBoard: true, line }, ["", secret]);
    expect(shown).toContain("***");
    expect(shown.replaceAll("\\", "")).not.toContain(secret.replaceAll("\\", ""));
  }
});

it("makes control characters visible", () => {
  expect(showTalk({ toBoard: true, line: "\x1b[2H\x101\n" }, [])).toBe("> \\x1b[2H\\x101");
  expect(showTalk({ toBoard: false, line: "hello" }, [])).toBe("< hello");
});

it("holds the whole flashing, but not the configuration", async () => {
  const board = boardWith(() => new VirtualEsp32());
  await board.powerOn();
  const person = new Person();
  await flash(board, await nodeWith(littleNode("1.0.0")), { person, options: { verbose: true } });
  const talk = person.said.join("\n");
  expect(talk).toContain("> \\x10E.reboot()");
  expect(talk).toContain("< ding 1.0.0: hall, boot 1");
  expect(talk).toContain("(not shown: it holds the configuration)");
  expect(talk).not.toContain(ding.wifi.password);
});
