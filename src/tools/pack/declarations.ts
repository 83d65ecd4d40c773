/** The package's types, as TypeScript writes them from the sources. */
import path from "node:path";
import ts from "typescript";

/**
 * The declaration files of tinymqtt, by their names.
 * @throws {Error} with the compiler's messages
 */
export function declarations(root: string): Map<string, string> {
  const { options, fileNames } = chipProject(root);
  const folder = `${root}/src/tinymqtt`;
  const program = ts.createProgram({
    rootNames: fileNames.filter((file) => path.dirname(file) === folder || file.endsWith(".d.ts")),
    options: { ...options, composite: false, incremental: false, noEmit: false, outDir: root, rootDir: root },
  });
  const files = new Map<string, string>();
  const { diagnostics } = program.emit(undefined, (file, text) => {
    if (path.dirname(file) === folder) files.set(path.basename(file), forUsers(text));
  });
  const faults = [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  if (faults.length > 0) throw new Error(["the types of tinymqtt cannot be written:", ...new Set(faults)].join("\n  "));
  return withWhatTheyName(files, ["index.d.ts", "reasons.d.ts"]);
}

function chipProject(root: string): { options: ts.CompilerOptions; fileNames: string[] } {
  const file = path.join(root, "tsconfig.chip.json");
  const { config } = ts.readConfigFile(file, (name) => ts.sys.readFile(name)) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, root);
}

/** Names modules as they are in the package; and an enum whose numbers are inlined here is one that is there for others. */
function forUsers(text: string): string {
  return text.replaceAll(/(from "\.\/[\w-]+)\.ts"/g, '$1.js"').replaceAll("export declare const enum", "export declare enum");
}

/** Those of the files that these entries need. */
function withWhatTheyName(files: ReadonlyMap<string, string>, entries: readonly string[]): Map<string, string> {
  const needed = new Map<string, string>();
  const take = (name: string): void => {
    const text = files.get(name);
    if (text === undefined || needed.has(name)) return;
    needed.set(name, text);
    for (const [, module = ""] of text.matchAll(/from "\.\/([\w-]+)\.js"/g)) take(`${module}.d.ts`);
  };
  for (const entry of entries) take(entry);
  return needed;
}
