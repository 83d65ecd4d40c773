/** The node as a Storage module: what `ding.js` exports. */
declare function require(module: "ding.js" | "ding2.js"): Partial<typeof import("./main.ts")>;
