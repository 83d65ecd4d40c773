/** Vitest's global set-up: one line that says what is not tested where there is no real interpreter. */
export default function setup(): void {
  if (process.env["ESPRUINO"]) return;
  console.log("\nSkipped: what needs the real interpreter, for ESPRUINO names none; see CONTRIBUTING.md.\n");
}
