/** What a test run tells, and to whom. */
import path from "node:path";

/** Reporters for the run `name`: the terminal's, and a file in the folder that REPORTS names, from which `npm run check` counts. */
export function reports(name: string): (string | [string, { outputFile: string }])[] {
  const folder = process.env["REPORTS"];
  return folder ? ["default", ["json", { outputFile: path.join(folder, `${name}.json`) }]] : ["default"];
}
