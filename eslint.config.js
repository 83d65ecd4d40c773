/**
 * The linter: TypeScript's strict rules for everything, and for what runs on the chip the fence around Espruino's dialect
 * (src/tools/dialect), the same that guards the bundle.
 */
import { defineConfig, globalIgnores } from "eslint/config";
import esx from "eslint-plugin-es-x";
import { tsImport } from "tsx/esm/api";
import tseslint from "typescript-eslint";

const { plugin, rules } = await tsImport("./src/tools/dialect/index.ts", import.meta.url);
const { exempt } = await tsImport("./src/tools/dialect/newer.ts", import.meta.url);

/** As in tsconfig.chip.json. */
const chip = ["board/*.ts", "board/esp32/*.ts", "board/sensors/*.ts", "src/firmware/**/*.ts", "src/tinymqtt/**/*.ts"];
/** As in tsconfig.host.json. */
const host = ["board/virtual/**/*.ts", "board/linux/**/*.ts", "board/shared/**/*.ts", "src/tools/**/*.ts", "test/**/*.ts", "*.config.ts"];

export default defineConfig(
  globalIgnores(["dist/", "coverage/", "package/", "**/.cache/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A number in a message is no accident.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/restrict-plus-operands": ["error", { allowNumberAndString: true }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: "only-allowed-literals" }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true, ignoreVoidOperator: true },
      ],
      // `return void f()` says that nothing comes back.
      "@typescript-eslint/no-meaningless-void-operator": "off",
    },
  },
  {
    // One way to write things: `private _name`, and constants as other variables.
    files: host,
    rules: {
      "@typescript-eslint/naming-convention": [
        "error",
        { selector: "memberLike", modifiers: ["private"], format: ["camelCase", "PascalCase"], leadingUnderscore: "require" },
        { selector: "parameterProperty", modifiers: ["private"], format: ["camelCase", "PascalCase"], leadingUnderscore: "require" },
        { selector: "variable", modifiers: ["const", "global"], format: ["camelCase"] },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "PropertyDefinition > PrivateIdentifier, MethodDefinition > PrivateIdentifier", message: "Write `private _name`, as everywhere here." },
      ],
    },
  },
  {
    files: ["src/tools/page/app/**/*.ts"],
    rules: {
      // Nothing that a message holds becomes HTML. The page's policy cannot stop Lit itself.
      "no-restricted-imports": ["error", { patterns: [{ group: ["lit/directives/unsafe-*", "lit/static-html*"], message: "Show it as text." }] }],
    },
  },
  {
    files: ["board/virtual/**/*.ts"],
    rules: {
      // The program on the board hands over anything, and it is turned to text as the interpreter does.
      "@typescript-eslint/no-base-to-string": "off",
      // A thread's answer is a number.
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      // The interpreter keeps its listeners as properties of the object that emits.
      "@typescript-eslint/no-dynamic-delete": "off",
      // It does not know that what is called meanwhile, the program above all, changes the state.
      "@typescript-eslint/no-unnecessary-condition": "off",
    },
  },
  {
    files: chip,
    ignores: ["**/*.d.ts"],
    extends: [esx.configs["flat/restrict-to-es5"]],
    plugins: { espruino: plugin },
    rules: {
      ...rules,
      ...Object.fromEntries(exempt.map((name) => [name, "off"])),
      // Espruino's modules come by `require`.
      "@typescript-eslint/no-require-imports": "off",
      // A byte off the wire is held against MQTT's names for it.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
      // It knows the Error of TypeScript's own library only, and the chip has another (board/ecmascript.d.ts).
      "@typescript-eslint/only-throw-error": "off",
      // The types of what a JavaScript program hands to tinymqtt are only claimed.
      "@typescript-eslint/no-unnecessary-type-conversion": "off",
      // Without Map, an object is the table, and every check the compiler does not need costs flash.
      "@typescript-eslint/no-dynamic-delete": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
