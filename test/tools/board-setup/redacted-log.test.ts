/** `--verbose` shows the serial traffic, and no password in any spelling. */
import { expect, it } from "vitest";
import { VirtualEsp32 } from "../../../board/virtual/index.ts";
import { redactedLine } from "../../../src/tools/board-setup/redacted-log.ts";
import { literal, questionLine } from "../../../src/tools/board-session/question.ts";
import { boardWith, ding, flash, littleNode, nodeWith, Person } from "./flash-fixture.ts";

it.each(["plain", `quo"te's`, "back\\slash", "Café ☕"])("masks %s wherever it travels", (secret) => {
  const json = JSON.stringify({ password: secret });
  const bytes = Buffer.from(json).toString("latin1");
  for (const line of [secret, json, bytes, questionLine(1, `f(${literal(bytes, "'")})`), JSON.stringify(json)]) {
    const shown = redactedLine({ toBoard: true, line }, ["", secret]);
    expect(shown).toContain("***");
    expect(shown.replaceAll("\\", "")).not.toContain(secret.replaceAll("\\", ""));
  }
});

it("makes control characters visible", () => {
  expect(redactedLine({ toBoard: true, line: "\x1b[2H\x101\n" }, [])).toBe("> \\x1b[2H\\x101");
  expect(redactedLine({ toBoard: false, line: "hello" }, [])).toBe("< hello");
});

it("holds the whole flashing, but not the configuration", async () => {
  const board = boardWith(() => new VirtualEsp32());
  await board.powerOn();
  const person = new Person();
  await flash(board, await nodeWith(littleNode("1.0.0")), { person, options: { verbose: true, keepBluetooth: true } });
  const log = person.said.join("\n");
  expect(log).toContain("> \\x10E.reboot()");
  expect(log).toContain("< ding 1.0.0: hall, boot 1");
  expect(log).toContain("(not shown: it holds the configuration)");
  expect(log).not.toContain(ding.wifi.password);
});
