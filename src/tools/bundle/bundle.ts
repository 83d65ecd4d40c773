/**
 * From TypeScript to one script for Espruino: esbuild joins the modules, terser makes it small, and the result is held
 * against the dialect's table. The same source gives the same bytes.
 */
import { build, type BuildFailure, type BuildOptions, type BuildResult, type Message } from "esbuild";
import type { SourceMapPayload } from "node:module";
import path from "node:path";
import { minify, type MinifyOptions } from "terser";
import { BuildError } from "./build-error.ts";
import { namesInBundle, type BusyFunctions } from "./busy.ts";
import { busyFirst } from "./busy-first.ts";
import { checkDialect } from "./check-dialect.ts";
import { declareFirst } from "./declare-first.ts";
import { inlineConstants } from "./inline-constants.ts";
import { keepShort } from "./keep-short.ts";
import { groupRare, type RareGroup } from "./rare.ts";

export interface Bundle {
  readonly code: string;
  readonly map: SourceMapPayload;
  /** The names of the functions that are made only while they run, by group. */
  readonly moved: ReadonlyMap<string, readonly string[]>;
}

export interface BundleOptions {
  /** The folder that file names in messages start from; absolute. */
  readonly root: string;
  /** The entry's path from there. What it exports becomes the properties of `exports`, as `require` on the chip wants it. */
  readonly entry: string;
  /** Constants that the source declares and the build knows: name to JavaScript expression. */
  readonly define?: Readonly<Record<string, string>>;
  /** By which packages choose among their files (package.json, `imports`). */
  readonly conditions?: readonly string[];
  /** Functions that run for each packet or press. */
  readonly busy?: BusyFunctions;
  /** Functions that are made only while they run: see rare.ts. */
  readonly rare?: readonly RareGroup[];
  /** Gives what a module mentions often a short name of its own: fewer bytes, at 3 JsVars for each. */
  readonly shortNames?: boolean;
}

/** Modules that the interpreter brings, and of Espruino's site those that are put into Storage beside the node. */
const espruinoModules = [...["net", "tls", "http", "dgram", "Wifi", "Storage", "Flash", "crypto", "ESP32", "heatshrink", "timer"], ...["DS18B20", "DHT22"]];

/** Lowered by esbuild without helpers. What is not in this list and not on the chip either, the dialect's table refuses. */
const lowered = ["optional-chain", "logical-assignment", "exponent-operator", "unicode-escapes"];

const common = {
  bundle: true,
  platform: "neutral",
  format: "cjs",
  charset: "ascii",
  target: "es2022",
  supported: Object.fromEntries(lowered.map((feature) => [feature, false])),
  external: espruinoModules,
  // Internal names begin with `_`; `__proto__` is the language's.
  mangleProps: /^_/,
  reserveProps: /^__/,
  tsconfigRaw: { compilerOptions: { target: "es2022", useDefineForClassFields: false, verbatimModuleSyntax: true } },
  legalComments: "none",
  minifySyntax: true,
  logLevel: "silent",
  logOverride: { "commonjs-variable-in-esm": "silent" },
  write: false,
} satisfies BuildOptions;

/** Nothing may move up, since Espruino hoists nothing. Functions that are used once go where they are used. */
const small: MinifyOptions = {
  ecma: 2015,
  compress: {
    ...{ passes: 3, hoist_funs: false, hoist_vars: false, inline: true, reduce_funcs: true },
    // Shorter to write; "unsafe" only where somebody calls them with `new`, or minds that `x + ""` is no longer `String(x)`.
    ...{ unsafe: true, unsafe_arrows: true, unsafe_methods: true },
  },
  mangle: false,
  format: { ascii_only: true, comments: false },
};

/** After that, names alone. */
const shortNames: MinifyOptions = { ecma: 2015, compress: false, mangle: true, format: { ascii_only: true, comments: false } };

function lineOf({ location, text }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error;
}

/** esbuild, with its errors and its warnings as a BuildError. */
async function esbuild(options: BuildOptions): Promise<BuildResult> {
  try {
    const result = await build(options);
    if (result.warnings.length > 0) throw new BuildError(result.warnings.map(lineOf));
    return result;
  } catch (error) {
    if (isBuildFailure(error)) throw new BuildError(error.errors.map(lineOf));
    throw error;
  }
}

/** A module that hands on what the entry exports. esbuild's own way needs helpers that fail on Espruino (loop closures). */
async function facade({ root, entry, define, conditions = [] }: BundleOptions): Promise<{ contents: string; isModule: boolean }> {
  const { metafile } = await esbuild({
    ...common,
    format: "esm",
    metafile: true,
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: ".",
    define: { ...define },
    conditions: [...conditions],
  });
  const names = Object.values(metafile?.outputs ?? {}).flatMap((output) => output.exports);
  const from = JSON.stringify("./" + entry.split(path.sep).join("/"));
  const exported = names.map((name) => `exports.${name} = ${name};`);
  return { contents: [`import { ${names.join(", ")} } from ${from};`, ...exported].join("\n"), isModule: names.length > 0 };
}

/** The interpreter's functions that programs call again and again: none of them wants a `this`. */
const wordy = [
  "setTimeout",
  "clearTimeout",
  "String.fromCharCode",
  "JSON.stringify",
  "Array.isArray",
  "Object.keys",
  "Math.pow",
  "Math.min",
  "Math.random",
  "print",
];
/** Bytes of flash that a short name must save, for the 3 JsVars of RAM that it takes. */
const worthwhile = 250;

/** Short names for what `code` mentions often, where it was built with `standIn(word)` for each word. */
function worthShortening(code: string): string[] {
  return wordy.filter((word) => {
    const uses = code.split(standIn(word)).length - 1;
    return uses * (word.length - 1) - `a=${word},`.length >= worthwhile;
  });
}

/** A name that no program has. The minifier makes one letter of it. */
function standIn(word: string): string {
  return `$_${word.replace(".", "_")}_$`;
}

/** esbuild's `define` that puts stand-ins in the place of these words. */
function defineShort(words: readonly string[]): Record<string, string> {
  const names = Object.fromEntries(words.map((word) => [word, standIn(word)]));
  // On Espruino they are the same function, and `console` takes 3 JsVars once it is mentioned.
  return { ...names, "console.log": names["print"] ?? "print" };
}

/** Builds one script. Throws a BuildError that names what Espruino would not run. */
export async function bundleForEspruino(options: BundleOptions): Promise<Bundle> {
  const { root, define, conditions = [] } = options;
  const { contents, isModule } = await facade(options);
  const bundle = async (words: readonly string[], banner: string): Promise<BuildResult> =>
    esbuild({
      ...common,
      absWorkingDir: root,
      stdin: { contents, resolveDir: root, sourcefile: "exports.ts", loader: "ts" },
      define: { ...defineShort(words), ...define },
      conditions: [...conditions],
      // A script needs a scope of its own: what the console's user names a variable must not meet the program's. A module
      // has one already, and a wrapper would cost it 3 JsVars for each function (measured).
      ...(isModule ? { banner: { js: banner } } : { banner: { js: "(function(){" }, footer: { js: "})();" } }),
      outfile: path.join(root, "bundle.js"),
      sourcemap: "external",
      sourcesContent: false,
    });
  const words = isModule && options.shortNames ? worthShortening((await bundle(wordy, "")).outputFiles?.at(-1)?.text ?? "") : [];
  const banner = words.length > 0 ? `var ${words.map((word) => `${standIn(word)} = ${word}`).join(", ")};` : "";
  const { outputFiles } = await bundle(words, banner);
  const [mapFile, codeFile] = outputFiles ?? [];
  if (!mapFile || !codeFile) throw new Error("esbuild gave no output");
  const inlined = inlineConstants(codeFile.text, mapFile.text);
  const busy = namesInBundle(inlined.code, options.busy ?? {});
  const grouped = groupRare(inlined.code, inlined.map, options.rare ?? [], busy, words.includes("setTimeout") ? standIn("setTimeout") : "setTimeout");
  const ordered = busyFirst(grouped.code, grouped.map, busy);
  const marked = keepShort(ordered.code, ordered.map, busy, grouped.alone);
  const first = await minify(marked.code, { ...small, toplevel: isModule, sourceMap: { content: marked.map } });
  if (first.code === undefined || typeof first.map !== "string") throw new Error("terser gave no output");
  const declared = declareFirst(first.code, first.map);
  const { code, map } = await minify(declared.code, { ...shortNames, toplevel: isModule, sourceMap: { content: declared.map, asObject: true } });
  if (code === undefined || typeof map !== "object") throw new Error("terser gave no output");
  const payload = map as unknown as SourceMapPayload;
  const complaints = checkDialect(code, payload);
  if (complaints.length > 0) throw new BuildError(complaints);
  return { code: code + "\n", map: payload, moved: grouped.moved };
}
