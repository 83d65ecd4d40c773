/** flash.config.json is its user's to change: the tests of the node have a configuration of their own (test/support/settings.ts). */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const rooms = ["test/firmware", "test/node", "test/days", "test/faults", "test/tinymqtt", "test/board", "test/interop", "test/recipes"];
const files = rooms.flatMap((room) =>
  readdirSync(room, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.parentPath.includes("node_modules"))
    .map(({ parentPath, name }) => path.join(parentPath, name)),
);

it.each(files)("%s does not depend on flash.config.json", (file) => {
  expect(readFileSync(file, "utf8")).not.toContain("flash.config.json");
});
