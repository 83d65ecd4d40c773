/** A client to be measured: ours, or a peer's module file; both minified the same way. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { minify } from "terser";
import { bundleForEspruino } from "../bundle/bundle.ts";
import { busyInClient } from "../node-build/programs.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";

export interface Contestant {
  readonly name: string;
  /** A module for Espruino: `exports.create(host, options)`, and tinyMQTT's methods and events. */
  readonly code: string;
}

/** tinymqtt as a module of its own, as its README says to build it. */
export async function ours(root: string): Promise<Contestant> {
  const { code } = await bundleForEspruino({ root, entry: "src/tinymqtt/index.ts", busy: busyInClient });
  return { name: "tinymqtt", code };
}

/** `name=path/to/module.js`. */
export async function peer(option: string): Promise<Contestant> {
  const [name = "", ...rest] = option.split("=");
  const file = rest.join("=");
  if (name === "" || file === "") throw new UserError(`--peer wants name=path/to/module.js, got ${option}`, exitCodes.usage);
  const source = await readFile(path.resolve(file), "utf8").catch(() => {
    throw new UserError(`--peer ${name}: cannot read ${file}`, exitCodes.usage);
  });
  const { code } = await minify(source, { ecma: 2015, toplevel: true, compress: { passes: 3 }, format: { ascii_only: true } });
  return { name, code: code ?? "" };
}
