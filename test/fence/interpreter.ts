/** Runs one program on the interpreter that ESPRUINO names, in a folder of its own and with its input left open. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export const espruino = process.env["ESPRUINO"] ?? "";

/** ms; the programs take a few. It spins for ever on some faults, and only SIGKILL ends it. */
const patience = 5000;

/** The lines that the program prints, its errors among them. */
export async function runOnEspruino(program: string): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "fence-"));
  try {
    await mkdir(path.join(folder, "gpio"));
    await writeFile(path.join(folder, "program.js"), program);
    const child = spawn(espruino, ["program.js"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), patience);
    let output = "";
    child.stdout.setEncoding("latin1").on("data", (text: string) => (output += text));
    await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
    clearTimeout(timer);
    // Before a timer's output it takes its prompt back: carriage return, erase the rest of the line.
    return output.replaceAll(">\r\u001b[J", "").split("\r\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
