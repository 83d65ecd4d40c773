/**
 * The handover from the old node to the new: `.boot3`, which Espruino runs at power-on before `.bootcde`. It copies what
 * was laid ready into place and marks the new slot in the boot journal. All of it starts by one byte: the file is one line
 * of comment until that byte ends the line. A power cut in the midst leaves it to the next power-on to start over.
 */
import type { Mark } from "../../firmware/journal.ts";
import { literal } from "./question.ts";
import { handoverFileName, readyFileNames, type ReadyFile } from "./storage-files.ts";

/** How the file begins. What is 0xFF is erased flash, which takes a byte once. */
const opening = "//\xff/*\xff*/(function(s){";
/** A line feed here makes the rest a program. */
const start = 2;
/** A full stop here says that it has done its work. */
const done = 5;

export interface Handover {
  files: readonly ReadyFile[];
  /** The byte of the journal that starts the new slot; undefined when the slot stays. */
  mark: { file: string; at: number; mark: Mark } | undefined;
}

/** The file's bytes before it runs. */
export function handoverFile({ files, mark }: Handover): string {
  const quoted = (text: string): string => literal(text);
  const steps = files.map((file) => `f(${quoted(file)},${quoted(readyFileNames[file])});`).join("");
  const journal = mark && `if(s.read(${quoted(mark.file)},${mark.at},1)=="\\xff")s.write(${quoted(mark.file)},"${mark.mark}",${mark.at});`;
  const sweep = files.map((file) => `s.erase(${quoted(readyFileNames[file])});`).join("");
  return (
    opening +
    `if(s.read("${handoverFileName}",${done},1)!="\\xff")return;` +
    // A copy in RAM: writing may move what lies in flash.
    `function f(to,from){var d=""+s.read(from);if(s.read(to)!==d)s.write(to,d)}` +
    `${steps}${journal ?? ""}s.write("${handoverFileName}",".",${done});${sweep}})(require("Storage"))\n`
  );
}

/** The one small write that everything hangs on. */
export const startByte = { at: start, byte: "\n" } as const;

/** Whether a `.boot3` is of this tool, by its first bytes; half written, some are still erased. */
export function isHandover(head: string): boolean {
  const fits = (character: string, i: number): boolean =>
    character === opening[i] || character === "\xff" || (i === start && character === startByte.byte) || (i === done && character === ".");
  return head.length === headLength && head.split("").every(fits);
}

/** How much of a `.boot3` tells that. */
export const headLength = opening.length;
