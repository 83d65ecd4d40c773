/** The node as a module of the chip's Storage: what the file of that name exports. */
declare function require(module: "ding.js" | "ding2.js"): typeof import("./main.ts");
