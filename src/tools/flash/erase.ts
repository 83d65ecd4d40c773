/** `--erase`: back to a bare Espruino. The guard goes first, so that a power cut never leaves it without its node. */
import type { Progress } from "../terminal/terminal.ts";
import { BOOT, CONFIG, DOORS, HANDOVER, JOURNALS, READY, SLOTS } from "./names.ts";
import type { BoardStorage } from "./storage.ts";
import type { Survey } from "./survey.ts";

/** What of a board's files belongs to a node. */
export function nodeFiles({ names, foreignBoot3 }: Pick<Survey, "names" | "foreignBoot3">): string[] {
  const ours = [...(foreignBoot3 ? [] : [HANDOVER]), BOOT, DOORS, ...Object.values(SLOTS), CONFIG, ...Object.values(READY), ...JOURNALS];
  return ours.filter((name) => names.includes(name));
}

export async function eraseNode(storage: BoardStorage, survey: Survey, progress: Progress): Promise<void> {
  const files = nodeFiles(survey);
  for (const name of files) await storage.erase(name);
  progress.say(files.length === 0 ? "Nothing to erase: there is no node on the board" : `Erased: ${files.join(", ")}`);
}
