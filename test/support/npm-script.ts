/** An npm script without npm, which would put its own lines before the command's. */
import manifest from "../../package.json" with { type: "json" };

const scripts: Readonly<Record<string, string>> = manifest.scripts;

/** What runs the script `name` of package.json: this Node, and its arguments. */
export function npmScript(name: string): [node: string, ...args: string[]] {
  // The check of Node's version goes before it.
  const [runner, ...args] = scripts[name]?.split(" && ").at(-1)?.split(" ") ?? [];
  if (runner !== "node" || args.length === 0) throw new Error(`package.json has no script ${name} that Node runs`);
  return [process.execPath, ...args];
}
