/**
 * `npm run check`: everything that has to hold before a change is taken, by the steps that CI takes after its set-up
 * (.ci/run). Lint and types end it at the first fault; of the tests all suites run, and the last lines name what failed, how long
 * each suite took, and their sum. The build comes after them: in a fresh clone no test may need what it leaves.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const npm = process.env["npm_execpath"];
if (!npm) {
  console.error("start this by npm run check");
  process.exit(2);
}
const reports = mkdtempSync(path.join(tmpdir(), "reports-"));
process.once("exit", () => rmSync(reports, { recursive: true, force: true }));

/** Runs a script of package.json. True if it went well. */
function run(script) {
  console.log(`\n== ${script}`);
  const env = { ...process.env, REPORTS: reports };
  return spawnSync(process.execPath, [npm, "run", "--silent", script], { stdio: ["ignore", "inherit", "inherit"], env }).status === 0;
}

/** The files of tests that a run reported; one failed file if it broke down before. */
function reported(name) {
  const file = path.join(reports, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).testResults : [{ status: "failed", assertionResults: [] }];
}

for (const script of ["lint", "typecheck"]) if (!run(script)) process.exit(1);

const suites = ["test", "test:commands", "test:days", "test:faults", "test:interop", "test:page", "test:recipes"];
const took = [];
const failed = suites.filter((suite) => {
  const began = performance.now();
  const passed = run(suite);
  took.push(`${suite} ${Math.round((performance.now() - began) / 1000)} s`);
  return !passed;
});

if (!run("build")) failed.push("build");

console.log("");
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites) {
  for (const { name, status, message, assertionResults } of reported(suite.replace("test:", ""))) {
    const count = (...wanted) => assertionResults.filter((test) => wanted.includes(test.status)).length;
    sum.passed += count("passed");
    sum.skipped += count("skipped", "pending", "todo", "disabled");
    const failures = assertionResults.filter((test) => test.status === "failed");
    // A file that could not even be loaded has no tests to count.
    if (status === "failed" && failures.length === 0) failures.push({ fullName: "", failureMessages: [message ?? "no report: see above"] });
    sum.failed += failures.length;
    for (const { fullName, failureMessages } of failures) {
      console.log(`failed: ${suite}: ${name ? path.relative(process.cwd(), name) : ""} ${fullName}\n  ${(failureMessages[0] ?? "").split("\n")[0]}`);
    }
  }
}
console.log(took.join(", "));
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ""}`);
process.exitCode = failed.length > 0 || sum.failed > 0 ? 1 : 0;
