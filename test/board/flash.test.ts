/** Flash: bits can be cleared once, what is erased takes room until it is compacted, and it can be full. */
import { describe, expect, test } from "vitest";
import { Flash } from "../../board/virtual/index.ts";
import { boardRunning } from "./board-fixture.ts";

describe("Storage", () => {
  test("is compacted when it must be, and says when nothing more fits", async () => {
    const flash = new Flash(4096);
    const { lines } = await boardRunning(
      `var storage = require("Storage");
       for (var i = 0; i < 5; i++) storage.write("a", new Array(1001).join(String(i)));
       print(storage.read("a").length);
       try { storage.write("b", new Array(4001).join("x")); } catch (e) { print(e.message); }
       print(storage.read("b"), storage.read("a", 0, 3));`,
      { flash },
    );
    expect(lines).toEqual(["Compacting... ", "1000", "Compacting... ", "Unable to find or create file", "undefined 444"]);
  });

  test("a file can be filled piece by piece, each byte once", async () => {
    const { lines } = await boardRunning(`
      var storage = require("Storage");
      storage.write("log", "ab", 0, 6);
      storage.write("log", "cd", 2);
      try { storage.write("log", "x", 2); } catch (e) { print(e.message); }
      print(JSON.stringify(storage.read("log")));`);
    expect(lines).toEqual(["File already written with different data", '"abcd\\u00FF\\u00FF"']);
  });
});
