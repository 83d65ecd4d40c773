/** The files that a user has chosen or dropped, as a download of Espruino. */
import { unpack, type Contents } from "../../board-setup/interpreter/download.ts";

export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One archive, or the files themselves. */
export function chosenFiles(files: readonly GivenFile[]): { source: string; open: (names: readonly string[]) => Contents } {
  const [first, ...others] = files;
  if (first && others.length === 0 && !/\.bin$/i.test(first.name)) {
    return { source: first.name, open: (names) => unpack(first.name, first.bytes, names) };
  }
  const source = files.length === 1 ? "this one file" : "what you chose";
  return { source, open: () => new Map(files.map(({ name, bytes }) => [name, () => bytes])) };
}
