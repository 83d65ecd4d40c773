/** What a node's console says while it starts, for people: its name, the Wi-Fi, the broker, and why not. */

import { commandLineAdvice, type Advice } from "./advice.ts";
import { LogPrefix } from "../../firmware/log.ts";
import { isFrom, isMqttConnected, isWifiConnected, readStandstill, readStart, textAfter, withoutRetry } from "./node-line.ts";

/** What the Wi-Fi driver's names mean to a person. */
const hints: readonly [name: RegExp, hint: string][] = [
  [/NO_AP_FOUND/, "is the Wi-Fi's name right, and is it in range? The ESP32 supports only 2.4 GHz"],
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

  constructor(private readonly _advice: Advice = commandLineAdvice) {}

  /** Takes a line of the console. Returns what the user should read of it. */
  line(line: string): string | undefined {
    const started = readStart(line);
    if (started !== undefined) {
      this.isUp = true;
      return `Node:    ${started.name}, version ${started.version}, is up`;
    }
    const wifi = textAfter(line, LogPrefix.Wifi);
    if (wifi !== undefined) {
      this._hasWifi = isWifiConnected(wifi);
      this._wifi = withoutRetry(wifi);
      return `Wi-Fi:   ${wifi}`;
    }
    const mqtt = textAfter(line, LogPrefix.Mqtt);
    if (mqtt !== undefined) {
      this.online = isMqttConnected(mqtt);
      this._mqtt = mqtt;
      return `Broker:  ${this.online ? "connected" : mqtt}`;
    }
    const isUncaught = line.startsWith("Uncaught ");
    this._stopped = readStandstill(line) ?? (isUncaught && !this.isUp ? line : this._stopped);
    return isUncaught || isFrom(line, LogPrefix.Config, LogPrefix.Boot, LogPrefix.SafeMode) ? `         ${line}` : undefined;
  }

  /** There is nothing more to wait for. */
  get settled(): boolean {
    return this.online || this._stopped !== undefined;
  }

  /** Why it is not online, and what to do; undefined when it is. */
  get trouble(): string | undefined {
    if (this.online) return undefined;
    if (this._stopped !== undefined) return this._stopped;
    if (!this.isUp) return `the board did not say that a node started; ${this._advice.lookAtConsole}`;
    const again = "It keeps trying.";
    if (this._hasWifi) return `no broker: ${this._mqtt}. ${again} ${this._advice.changeBroker}`;
    const hint = hints.find(([name]) => name.test(this._wifi))?.[1];
    return `no Wi-Fi: ${this._wifi}${hint === undefined ? "" : ` (${hint})`}. ${again} ${this._advice.changeWifi}`;
  }
}
