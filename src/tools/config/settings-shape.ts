/** What flash.config.json holds once it has been read and checked: settings.ts does that. */
import type { Config } from "../../firmware/config.ts";
import type { BoardFile } from "./board-file.ts";

export interface Settings {
  /** The `device` key, completed by its board: the node's defaults. */
  readonly device: Config;
  readonly board: BoardFile;
  /** Bytes that all files together may have. */
  readonly budget: number;
  /** The version in package.json. */
  readonly version: string;
  /** The key of that name: which files make Espruino on a blank chip. Its reader is board-setup/interpreter/listing.ts. */
  readonly interpreter?: unknown;
}
