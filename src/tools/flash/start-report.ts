/** What a node's console says while it starts, as a report: its name, the Wi-Fi, the broker, and why not. */

/** What the Wi-Fi driver's names mean to a person. */
const hints: readonly [name: RegExp, hint: string][] = [
  [/NO_AP_FOUND/, " (is the Wi-Fi's name right, and is it in reach? An ESP32 knows 2.4 GHz only)"],
  [/HANDSHAKE|AUTH|MIC_FAILURE/, " (is the Wi-Fi's password right?)"],
];

function hint(reason: string): string {
  return hints.find(([name]) => name.test(reason))?.[1] ?? "";
}

export class StartReport {
  /** The node's name; undefined until it has said it. */
  name: string | undefined;
  version: string | undefined;
  /** Its address; undefined while there is none. */
  ip: string | undefined;
  online = false;
  /** What it complained of: configuration, crashes. */
  readonly complaints: string[] = [];
  private _wifi = "it has not answered yet";
  private _mqtt = "it has not answered yet";
  private _stopped: string | undefined;

  /** Takes a line of the console. */
  line(line: string): void {
    const [, version, name] = /^ding (\S+): (.*), boot \d+;/.exec(line) ?? [];
    const [, ip] = /^wifi: connected, (.*)/.exec(line) ?? [];
    if (name !== undefined) {
      this.name = name;
      this.version = version;
    } else if (ip !== undefined) this.ip = ip;
    else if (line.startsWith("wifi: ")) {
      this.ip = undefined;
      this._wifi = line.slice("wifi: ".length);
    } else if (line.startsWith("mqtt: connected")) this.online = true;
    else if (line.startsWith("mqtt: ")) {
      this.online = false;
      this._mqtt = line.slice("mqtt: ".length);
    } else if (/^config: .*stays offline/.test(line)) this._stopped = line.replace(/ The node stays offline.*/, "");
    else if (/^(config|crash|boot): |^Uncaught /.test(line)) this.complaints.push(line);
    if (/^(SAFE MODE|boot: (the node crashed|there is no))/.test(line)) this._stopped = line;
  }

  /** There is nothing more to wait for. */
  get settled(): boolean {
    return this.online || this._stopped !== undefined;
  }

  /** Why it is not online; undefined when it is. */
  get trouble(): string | undefined {
    if (this.online) return undefined;
    if (this._stopped !== undefined) return this._stopped;
    if (this.name === undefined) return "the board did not say that a node started";
    if (this.ip === undefined) return `no Wi-Fi: ${this._wifi}${hint(this._wifi)}`;
    return `no broker: ${this._mqtt}`;
  }

  /** For the user, line by line. */
  get lines(): string[] {
    const lines = [...this.complaints];
    if (this.name !== undefined) lines.push(`Node:    ${this.name}, version ${this.version ?? "unknown"}, is up`);
    if (this.name !== undefined) lines.push(`Wi-Fi:   ${this.ip === undefined ? "not connected" : `connected, ${this.ip}`}`);
    if (this.name !== undefined) lines.push(`Broker:  ${this.online ? "connected" : "not connected"}`);
    return lines;
  }
}
