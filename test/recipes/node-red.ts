/** A real Node-RED without a browser, on a free port of the loopback, with a folder of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import WebSocket from "ws";
import { ChildProgram } from "../support/child-program.ts";
import { freePort } from "../../src/tools/brokers/free-ports.ts";

/** What a debug node shows in the sidebar. */
export interface Shown {
  name: string;
  /** As text; JSON, if it is an object. */
  msg: string;
}

const startAttempts = 5;

export class NodeRed {
  /** What its debug nodes have shown. */
  readonly shown: Shown[] = [];
  private readonly _program: ChildProgram;
  private readonly _folder: string;
  private readonly _port: number;
  private _sidebar: WebSocket | undefined;

  private constructor(program: ChildProgram, folder: string, port: number) {
    this._program = program;
    this._folder = folder;
    this._port = port;
  }

  /**
   * @param red the path of Node-RED's program
   * @param more variables of its environment
   */
  static async start(red: string, more: NodeJS.ProcessEnv = {}): Promise<NodeRed> {
    const folder = mkdtempSync(path.join(tmpdir(), "node-red-"));
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      const settings = ["uiHost=127.0.0.1", "telemetry.enabled=false", "editorTheme.tours=false", "externalModules.autoInstall=false"];
      const args = [red, "--userDir", folder, "--port", String(port), ...settings.flatMap((setting) => ["-D", setting])];
      const program = new ChildProgram(process.execPath, args, { cwd: folder, env: { ...process.env, ...more } });
      try {
        await program.seen(/Started flows/);
        await program.seen(/Server now running/);
        const nodeRed = new NodeRed(program, folder, port);
        await nodeRed._watchSidebar();
        return nodeRed;
      } catch (error) {
        // Between our looking and its opening somebody else may take the port.
        if (attempt === startAttempts) throw error;
      }
    }
  }

  /** Deploys a flow in place of all others, as the editor does after an import. */
  async deploy(flow: string): Promise<void> {
    const response = await this._ask("POST", "/flows", flow);
    if (!response.ok) throw new Error(`Node-RED does not take the flow: ${await response.text()}`);
  }

  /** The names of the types of nodes that are installed. */
  async nodeTypes(): Promise<string[]> {
    const sets = (await (await this._ask("GET", "/nodes")).json()) as { types: string[]; enabled: boolean }[];
    return sets.filter(({ enabled }) => enabled).flatMap(({ types }) => types);
  }

  /** Presses the button of an inject node. */
  async inject(id: string): Promise<void> {
    const response = await this._ask("POST", `/inject/${id}`);
    if (!response.ok) throw new Error(`Node-RED does not inject ${id}: ${await response.text()}`);
  }

  /** Resolves once its log has a line like this. */
  logged(pattern: RegExp): Promise<string[]> {
    return this._program.seen(pattern);
  }

  async end(): Promise<void> {
    this._sidebar?.terminate();
    await this._program.kill();
    rmSync(this._folder, { recursive: true, force: true });
  }

  private _ask(method: string, where: string, body?: string): Promise<Response> {
    const headers = { "Content-Type": "application/json", "Accept": "application/json", "Node-RED-API-Version": "v1" };
    return fetch(`http://127.0.0.1:${this._port}${where}`, { method, headers, ...(body === undefined ? {} : { body }) });
  }

  private async _watchSidebar(): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${this._port}/comms`);
    this._sidebar = socket;
    socket.on("message", (text: Buffer) => {
      const events = JSON.parse(text.toString()) as { topic?: string; data: Shown }[] | { topic?: string; data: Shown };
      for (const { topic, data } of [events].flat()) if (topic === "debug") this.shown.push(data);
    });
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    socket.send(JSON.stringify({ subscribe: "debug" }));
  }
}
