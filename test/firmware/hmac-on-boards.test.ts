/** HMAC-SHA256 on both boards against RFC 4231: its test cases 6 and 7 have keys of 131 bytes, which a node does not take. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { bundleForEspruino } from "../../src/tools/bundle/bundle.ts";
import { boards } from "../support/boards.ts";

/** The RFC's section, key and data as it prints them, in hexadecimal, and the code. */
const cases: readonly [section: string, key: string, data: string, code: string][] = [
  ["4.2", "0b".repeat(20), "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
  ["4.3", "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
  ["4.4", "aa".repeat(20), "dd".repeat(50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"],
  ["4.5", "0102030405060708090a0b0c0d0e0f10111213141516171819", "cd".repeat(50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"],
  // Of this one the RFC gives the first 16 bytes.
  ["4.6", "0c".repeat(20), "546573742057697468205472756e636174696f6e", "a3b6167473100ee06e0c796c2955552b"],
];

const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

describe.each(boards())("on the %s", (_name, make) => {
  let board: ProgrammableBoard;
  beforeAll(async () => {
    board = make();
    board.put("hmac", (await bundleForEspruino({ root: process.cwd(), entry: "src/firmware/hmac.ts" })).code);
    await board.powerOn();
  });
  afterAll(() => board.discard());

  it.each(cases)("RFC 4231, section %s", async (_section, key, data, code) => {
    const given = await board.eval(`(function(h){return h.hmac(h.hmacKey(atob("${base64(key)}")),atob("${base64(data)}"))})(require("hmac"))`);
    expect(Buffer.from(given, "base64").toString("hex").slice(0, code.length)).toBe(code);
    expect(given).toHaveLength(44);
  });
});
