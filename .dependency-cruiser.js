/**
 * Who may import whom, for `npm run lint`. The rooms lie in layers: tools on the firmware, the firmware on tinymqtt and
 * the board. Imports of types count as well: they too make a reader open the file.
 */

/** Folders of src/tools that several commands share; each of the others belongs to one command. */
const shared = "bundle|config|dialect|node-build|board-session|board-setup|command-line|terminal|serial|mqtt|mdns|home-assistant|page|brokers";

/** Modules of Espruino's own that are called as Node's are. The others, such as Storage, cannot be resolved here. */
const espruino = "^(net|tls|crypto)$";

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "tinymqtt-is-a-package",
      comment: "It is used without the rest of this repository.",
      severity: "error",
      from: { path: "^src/tinymqtt/" },
      to: { pathNot: `^src/tinymqtt/|${espruino}` },
    },
    {
      name: "firmware-knows-the-board-by-its-interface",
      comment: "Nothing of the host ends up on the chip.",
      severity: "error",
      from: { path: "^src/firmware/" },
      to: { couldNotResolve: false, pathNot: `^src/(firmware|tinymqtt)/|^board/(board\\.ts$|esp32/|sensors/)|${espruino}` },
    },
    {
      name: "board-knows-no-program",
      severity: "error",
      from: { path: "^board/" },
      to: { path: "^src/" },
    },
    {
      name: "chip-code-is-alone",
      comment: "What runs on the chip needs nothing of the boards that stand in for it.",
      severity: "error",
      from: { path: "^board/", pathNot: "^board/(virtual|linux|shared)/" },
      to: { path: "^board/(virtual|linux|shared)/" },
    },
    {
      name: "boards-do-not-know-each-other",
      comment: "What the virtual ESP32 and the real interpreter have in common is in board/shared.",
      severity: "error",
      from: { path: "^board/(virtual|linux|shared)/" },
      to: { path: "^board/", pathNot: "^board/(shared|$1)/" },
    },
    {
      name: "commands-do-not-know-each-other",
      comment: "What two commands need goes into a folder of its own.",
      severity: "error",
      from: { path: `^src/tools/(?!(?:${shared})/)([^/]+)/` },
      to: { path: "^src/tools/", pathNot: `^src/tools/(${shared}|$1)/` },
    },
    {
      name: "what-is-shared-knows-no-command",
      severity: "error",
      from: { path: `^src/tools/(${shared})/` },
      to: { path: "^src/tools/", pathNot: `^src/tools/(${shared})/` },
    },
    {
      name: "browsers-have-no-node",
      comment: "The page's code and all that it needs runs in a browser.",
      severity: "error",
      from: { path: "^src/tools/page/app/" },
      to: { reachable: true, path: "^(child_process|crypto|fs|http|net|os|path|process|readline|stream|tls|util|worker_threads|zlib)(/|$)" },
    },
    {
      name: "tests-are-above-all",
      severity: "error",
      from: { path: "^(src|board)/" },
      to: { path: "^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
