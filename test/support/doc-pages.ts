/** The project's pages in Markdown, and what stands in them: fenced blocks below their headings, and text between backticks. */
import { readdirSync, readFileSync } from "node:fs";

/** Every page that people read, by its path. */
export const docPages: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "src/tinymqtt/README.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`)
    .toSorted(),
];

export interface Block {
  /** The heading above it; "" before the first one. */
  heading: string;
  /** What stands behind the opening fence, such as `sh`. */
  language: string;
  text: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  let heading = "";
  return [...page.matchAll(/^#+ (?<heading>.+)$|^```(?<language>.*)\n(?<text>[^]*?)^```$/gm)].flatMap(({ groups = {} }) => {
    heading = groups["heading"] ?? heading;
    return groups["text"] === undefined ? [] : [{ heading, language: groups["language"] ?? "", text: groups["text"] }];
  });
}

/** The blocks of a file in this language below this heading. @throws {Error} when there is none */
export function blocksBelow(file: string, heading: string, language: string): string[] {
  const found = blocksOf(readFileSync(file, "utf8")).filter((block) => block.heading === heading && block.language === language);
  if (found.length === 0) throw new Error(`${file} has no block in ${language} below "${heading}"`);
  return found.map(({ text }) => text);
}

/** A page without its fenced blocks. */
export function withoutBlocks(page: string): string {
  return page.replace(/^```.*\n[^]*?^```$/gm, "");
}

/** The text between single backticks, outside of fenced blocks. */
export function inlineCode(page: string): string[] {
  return [...withoutBlocks(page).matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
}
