/** tinymqtt as others install it: a folder for `npm pack`, made of its sources. */
import { build, type BuildOptions } from "esbuild";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { declarations } from "./declarations.ts";
import { singleFile, singleFileCode } from "./single-file.ts";

/** What of package.json is said in the sources' own, too. */
interface Described {
  version: string;
  description: string;
  license: string;
  engines: Record<string, string>;
}

/** In the place of `require`, for which esbuild would put a helper in front that Espruino cannot run. */
const requireStandIn = "$require";

const common = {
  bundle: true,
  format: "esm",
  charset: "ascii",
  write: false,
  logLevel: "silent",
  target: "es2022",
  define: { require: requireStandIn },
} satisfies BuildOptions;
/** As in the bundle for the chip: what it does not know is written in older words. */
const forChip = { platform: "neutral", supported: { "optional-chain": false, "logical-assignment": false } } satisfies BuildOptions;

/**
 * Writes the package into `folder`, which is emptied before.
 * @param root the project's folder, absolute
 */
export async function stagePackage(root: string, folder: string): Promise<void> {
  const sources = path.join(root, "src/tinymqtt");
  const { version, description, license, engines } = JSON.parse(await readFile(path.join(sources, "package.json"), "utf8")) as Described;
  const files = declarations(root);
  files.set("index.js", await module({ ...common, ...forChip, absWorkingDir: root, entryPoints: ["src/tinymqtt/index.ts"] }));
  files.set("reasons.js", await module({ ...common, ...forChip, absWorkingDir: root, entryPoints: ["src/tinymqtt/reasons.ts"] }));
  files.set("node.js", await module({ ...common, platform: "node", absWorkingDir: root, entryPoints: ["src/tools/mqtt/for-node.ts"] }));
  files.set(singleFile, await singleFileCode(root));
  const manifest = {
    name: "tinymqtt",
    version,
    description,
    license,
    keywords: ["mqtt", "espruino", "esp32"],
    engines,
    type: "module",
    sideEffects: false,
    types: "./index.d.ts",
    exports: {
      ".": { types: "./index.d.ts", node: "./node.js", default: "./index.js" },
      "./reasons": { types: "./reasons.d.ts", default: "./reasons.js" },
      [`./${singleFile}`]: `./${singleFile}`,
      "./package.json": "./package.json",
    },
    files: [...files.keys()],
  };
  files.set("package.json", JSON.stringify(manifest, undefined, 2) + "\n");

  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(path.join(folder, name), text);
  await copyFile(path.join(sources, "README.md"), path.join(folder, "README.md"));
  await copyFile(path.join(root, "LICENSE"), path.join(folder, "LICENSE"));
}

async function module(options: BuildOptions & { write: false }): Promise<string> {
  const { outputFiles } = await build(options);
  return (outputFiles[0]?.text ?? "").replaceAll(`${requireStandIn}(`, "require(");
}
