/** A program that does the node's whole job, as files of a board's Storage: ours, or another one. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { minify } from "terser";
import { storageFiles } from "../../../board/shared/index.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import type { Contestant } from "./client-contestant.ts";

export interface NodeContestant {
  readonly name: string;
  /** Bytes of its program and the modules that it brings. */
  readonly bytes: number;
  /** @param port the broker's, on this computer */
  files(port: number): ReadonlyMap<string, string>;
}

/** The name of the node in its topics, whichever program it is. */
export const nodeName = "n1";

/**
 * The built node in `dist`, with a debounce as short as the other program's, so that presses can come quickly.
 * @param key `mqtt.key`: what its commands must be signed with; "" for no signature
 */
export function ourNode(dist: string, bytes: number, key = ""): NodeContestant {
  return {
    name: "node",
    bytes,
    files: (port) =>
      storageFiles(dist, {
        node: nodeName,
        wifi: { ssid: "virtual" },
        mqtt: { host: "127.0.0.1", port, key },
        button: { debounce: 5 },
        sntp: "",
        sensors: [],
      }),
  };
}

/**
 * A program of another's, from its file; the modules that it requires are among `modules`.
 * @throws {UserError} when it cannot be read
 */
export async function peerNode(file: string, modules: readonly Contestant[]): Promise<NodeContestant> {
  const source = await readFile(path.resolve(file), "utf8").catch(() => {
    throw new UserError(`--peer-node: cannot read ${file}`, exitCodes.usage);
  });
  // In a scope of its own, as ours: what it names must not meet what the meter names.
  const { code = "" } = await minify(`(function(){${source}})()`, {
    ecma: 2015,
    toplevel: true,
    compress: { passes: 3 },
    mangle: true,
    format: { ascii_only: true },
  });
  const required = modules.filter(({ name }) => source.includes(`require("${name}")`));
  return {
    name: path.parse(file).name,
    bytes: required.reduce((sum, module) => sum + module.code.length, code.length),
    files: (port) =>
      new Map([
        ...required.map((module) => [module.name, module.code] as const),
        [".bootcde", code],
        ["ding.json", JSON.stringify({ wifi: { ssid: "virtual" }, mqtt: { host: "127.0.0.1", port } })],
      ]),
  };
}
