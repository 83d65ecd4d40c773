/** What a node's console says while it starts, for people: its name, the Wi-Fi, the broker, and why not. */

/** What the Wi-Fi driver's names mean to a person. */
const hints: readonly [name: RegExp, hint: string][] = [
  [/NO_AP_FOUND/, "is the Wi-Fi's name right, and is it in reach? An ESP32 knows 2.4 GHz only"],
  [/HANDSHAKE|AUTH|MIC_FAILURE/, "is the Wi-Fi's password right?"],
];

export class StartReport {
  /** The node has said its name: it is up. */
  isUp = false;
  /** It is connected to its broker. */
  online = false;
  private _hasWifi = false;
  private _wifi = "no answer yet";
  private _mqtt = "no answer yet";
  private _stopped: string | undefined;

  /** Takes a line of the console. Returns what the user should read of it. */
  line(line: string): string | undefined {
    const [, version, name] = /^ding (\S+): (.*), boot \d+;/.exec(line) ?? [];
    const [, layer, words = ""] = /^(wifi|mqtt): (.*)/.exec(line) ?? [];
    if (name !== undefined) {
      this.isUp = true;
      return `Node:    ${name}, version ${version ?? ""}, is up`;
    }
    if (layer === "wifi") {
      this._hasWifi = words.startsWith("connected");
      this._wifi = words.replace(/; trying again.*/, "");
      return `Wi-Fi:   ${words}`;
    }
    if (layer === "mqtt") {
      this.online = words.startsWith("connected as");
      this._mqtt = words;
      return `Broker:  ${this.online ? "connected" : words}`;
    }
    if (/^config: .*stays offline|^SAFE MODE|^boot: there is no/.test(line) || (!this.isUp && line.startsWith("Uncaught "))) this._stopped = line.replace(/ The node stays offline.*/, "");
    return /^(config|crash|boot): |^SAFE MODE|^Uncaught /.test(line) ? `         ${line}` : undefined;
  }

  /** There is nothing more to wait for. */
  get settled(): boolean {
    return this.online || this._stopped !== undefined;
  }

  /** Why it is not online, and what to do; undefined when it is. */
  get trouble(): string | undefined {
    if (this.online) return undefined;
    if (this._stopped !== undefined) return this._stopped;
    if (!this.isUp) return "the board did not say that a node started; npm run console shows what it says";
    const again = "It goes on trying. To change it: npm run flash -- --only-config";
    if (this._hasWifi) return `no broker: ${this._mqtt}. ${again} --broker <host[:port]>`;
    const hint = hints.find(([name]) => name.test(this._wifi))?.[1];
    return `no Wi-Fi: ${this._wifi}${hint === undefined ? "" : ` (${hint})`}. ${again} --wifi <name>`;
  }
}
