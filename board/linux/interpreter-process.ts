/** A running interpreter: its console is its standard input and output, and only SIGKILL ends it. */
import { spawn, type ChildProcess } from "node:child_process";

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Kills process `$0` when our end of its standard input closes, which also happens if this process is killed. */
const guardian = 'cat >/dev/null; kill -9 "$0" 2>/dev/null';

export class InterpreterProcess {
  private readonly _child: ChildProcess;
  private readonly _guardian: ChildProcess;
  private _ended = false;

  /**
   * @param args a file to run; without one it boots from Storage
   * @param out gets what it prints, bytes as characters
   * @param exited called when it ends by itself, as it does where a chip would restart
   */
  constructor(binary: string, args: readonly string[], folder: string, out: (text: string) => void, exited: () => void) {
    this._child = spawn(binary, args, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    running.add(this._child);
    this._child.stdout?.on("data", (data: Buffer) => out(data.toString("latin1")));
    this._child.stdin?.on("error", () => undefined); // typed while the console is going down
    // The process may end before its output has been read; "close" comes after both.
    this._child.on("close", () => this._gone(exited));
    this._child.on("error", (error) => {
      out(`cannot start ${binary}: ${error.message}\r\n`);
      this._gone(exited);
    });
    this._guardian = spawn("sh", ["-c", guardian, String(this._child.pid)], { stdio: ["pipe", "ignore", "ignore"] });
    running.add(this._guardian);
    this._guardian.unref();
  }

  write(text: string): void {
    this._child.stdin?.write(Buffer.from(text, "latin1"));
  }

  kill(): Promise<void> {
    if (this._ended) return Promise.resolve();
    this._ended = true;
    const gone = new Promise<void>((resolve) => this._child.once("close", () => resolve()));
    this._end(this._guardian);
    this._child.kill("SIGKILL");
    return gone;
  }

  private _gone(exited: () => void): void {
    running.delete(this._child);
    this._end(this._guardian);
    if (this._ended) return;
    this._ended = true;
    exited();
  }

  private _end(child: ChildProcess): void {
    running.delete(child);
    child.kill("SIGKILL");
  }
}
