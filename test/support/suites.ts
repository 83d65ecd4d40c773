/** Which tests are in which suite: `npm test` is what one runs every few minutes. */

/** Folders with suites of their own. */
export const suiteFolders = ["interop", "days", "faults", "page", "recipes", "brokers"].map((suite) => `test/${suite}/**`);

// Suites of single files, which lie among the tests of other suites.

/** `npm run test:commands`: what a person types, as processes of their own; whole builds; and what takes real time. */
export const commandTests = [
  "test/**/command.test.ts",
  "test/docs-commands-run.test.ts",
  "test/contributing.test.ts",
  "test/packaging/**/*.test.ts",
  "test/node/more-sensors.test.ts",
  "test/tools/node-build/{build-node,defaults}.test.ts",
  "test/tools/*/on-the-node.test.ts",
  "test/tools/fleet/run-outage.test.ts",
];

/** `npm run test:days`: the power is cut at every operation on flash. */
export const sweepTests = ["test/firmware/*-cut.test.ts", "test/tools/board-setup/power.test.ts"];
