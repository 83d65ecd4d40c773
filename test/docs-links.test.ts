/** Each link and each path in the pages leads somewhere: to a file of the project, and to a heading where it names one. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { docPages, inlineCode, withoutBlocks } from "./support/doc-pages.ts";

const pages = docPages.map((file) => ({ file, page: readFileSync(file, "utf8") }));

/** The anchors of a page's headings, as GitHub makes them: the second heading of a name ends in -1, the third in -2. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutBlocks(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

describe("links", () => {
  const links = pages.flatMap(({ file, page }) =>
    [...withoutBlocks(page).matchAll(/\]\(([^)\s]*)\)|\b(?:href|src)="([^"]*)"|^\[[^\]]+\]: (\S+)$/gm)].map(
      ([, inText, inHtml, below]) => [inText ?? inHtml ?? below ?? "", file] as const,
    ),
  );
  const inside = links.filter(([link]) => !/^[a-z]+:/.test(link));

  it("are found in every part", () => {
    expect(inside.map(([, file]) => file)).toEqual(
      expect.arrayContaining(["README.md", "docs/practical.md", "docs/recipes/README.md", "src/tinymqtt/README.md"]),
    );
  });

  it.each(inside)("to %s in %s leads there", (link, file) => {
    const [target = "", anchor] = link.split("#");
    const goal = target === "" ? file : path.join(path.dirname(file), target);
    expect(existsSync(goal)).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(readFileSync(goal, "utf8"))).toContain(anchor);
  });

  it.each(links.filter(([link]) => /^[a-z]+:/.test(link)))("to %s in %s is an address on the web", (link) => {
    expect(new URL(link).protocol).toBe("https:");
  });
});

it("of one name, headings have different anchors", () => {
  expect(anchorsOf("# A, b\n## Node.js 20\n```sh\n# none\n```\n## A, b\n")).toEqual(["a-b", "nodejs-20", "a-b-1"]);
});

describe("paths", () => {
  const isPath = (text: string): boolean => /^[\w.-]+(\/[\w.-]+)*\/?$/.test(text) && /\/|\.(ts|json|js|md)$/.test(text);
  // Made by a command, on the board, or by the user.
  const elsewhere = [
    "dist/",
    "dist/install/",
    "dist/ding.js",
    "manifest.json",
    "ding.json",
    "ding.js",
    "device.local.json",
    "diagram.json",
    "package/",
    "tinyMQTT.min.js",
    "tinyMQTT.js",
  ];
  /** Tables name files of a room by their names alone. */
  const rooms = [
    "",
    "board/",
    "test/",
    ...["src", "test/tinymqtt", "docs/recipes"].flatMap((root) => [
      `${root}/`,
      ...readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ parentPath, name }) => `${parentPath}/${name}/`),
    ]),
  ];
  const named = pages.flatMap(({ file, page }) => [...new Set(inlineCode(page).filter(isPath))].map((text) => [text, file] as const));

  it.each(named.filter(([text]) => !elsewhere.includes(text)))("%s in %s exists", (text, file) => {
    expect([`${path.dirname(file)}/`, ...rooms].some((room) => existsSync(room + text))).toBe(true);
  });
});
