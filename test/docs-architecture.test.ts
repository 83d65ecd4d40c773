/** The drawing in docs/architecture.svg: its files exist, and the functions in a box are in one of the box's files. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const sources = ["src/firmware", "src/tinymqtt", "board/esp32"].flatMap((folder) => readdirSync(folder).map((file) => path.join(folder, file)));
const drawing = readFileSync("docs/architecture.svg", "utf8");

/** Each box: the text with its files, and all that stands below until the next box. */
const boxes = drawing
  .split("<rect")
  .map((box) => ({
    files: box.match(/[\w-]+\.ts\b/g) ?? [],
    functions: [...box.matchAll(/class="s"[^>]*>([^<]+)</g)].flatMap(([, text = ""]) => text.match(/\b[a-z]+[A-Z]\w*\b/g) ?? []),
  }))
  .filter(({ files }) => files.length > 0);

it("has the way of a press and of a command", () => {
  expect(boxes.length).toBeGreaterThan(8);
  expect(boxes.flatMap(({ functions }) => functions)).toEqual(expect.arrayContaining(["watchContact", "publishEvent", "onMessage", "setOutput"]));
});

it.each(boxes)("$files: $functions", ({ files, functions }) => {
  const found = files.map((name) => sources.filter((source) => path.basename(source) === name));
  for (const [i, places] of found.entries()) expect(places, files[i]).not.toEqual([]);
  const code = found.flat().map((source) => readFileSync(source, "utf8"));
  for (const name of functions)
    expect(
      code.some((text) => new RegExp(`function ${name}\\b`).test(text)),
      name,
    ).toBe(true);
});
