/** What a node reports about itself, on its console and when asked for its status, as the page's `NodeState`. */
import { LogPrefix } from "../../firmware/log.ts";
import { isMqttConnected, isWifiConnected, readBoot, readRetry, textAfter } from "../board-session/node-line.ts";
import { readStatus } from "../board-session/node-status.ts";
import type { NodeState } from "../page/protocol.ts";

const unpowered: NodeState = {
  power: false,
  wifi: "off",
  mqtt: "off",
  retryAt: undefined,
  queued: 0,
  dropped: 0,
  memory: undefined,
  losses: 0,
  lastLoss: "",
};

/** Unanswered questions, one a second, after which the node counts as stopped: a node that starts leaves fewer. */
const mostMisses = 8;

export class NodeReport {
  private _state: NodeState = unpowered;
  /** Questions in a row without an answer. */
  private _misses = 0;

  get state(): NodeState {
    return this._state;
  }

  power(on: boolean): void {
    this._misses = 0;
    this._state = { ...unpowered, power: on };
  }

  /** @param now ms since 1970 */
  line(line: string, now: number): void {
    const wifi = textAfter(line, LogPrefix.Wifi);
    const mqtt = textAfter(line, LogPrefix.Mqtt);
    if (readBoot(line) !== undefined) this._misses = 0;
    if (readBoot(line) !== undefined) this._change({ isStopped: undefined, wifi: "connecting", mqtt: "off", retryAt: undefined });
    else if (wifi !== undefined) this._wifi(wifi, now);
    else if (mqtt !== undefined) this._mqtt(mqtt, now);
  }

  /** @param answer what `ding.status()` says. Returns how long the node has been running, ms; undefined when it makes no sense. */
  status(answer: string, now: number): number | undefined {
    const { retryAt } = this._state;
    if (retryAt !== undefined && now >= retryAt) this._change({ [this._state.wifi === "connected" ? "mqtt" : "wifi"]: "connecting", retryAt: undefined });
    const status = readStatus(answer);
    this._misses = status === undefined ? this._misses + 1 : 0;
    this._change({ isStopped: this._misses >= mostMisses || undefined });
    if (status === undefined) return undefined;
    const { isOnline, up, memory, queued, dropped, losses, lastLoss } = status;
    this._change({ memory, queued, dropped, losses, lastLoss });
    if (isOnline) this._change({ wifi: "connected", mqtt: "connected", retryAt: undefined });
    else if (this._state.mqtt === "connected") this._change({ mqtt: "connecting" });
    return up;
  }

  private _wifi(text: string, now: number): void {
    if (isWifiConnected(text)) return this._change({ wifi: "connected", mqtt: "connecting", retryAt: undefined });
    const retry = readRetry(text);
    if (retry !== undefined) this._change({ wifi: "off", mqtt: "off", retryAt: now + retry });
  }

  private _mqtt(text: string, now: number): void {
    if (isMqttConnected(text)) return this._change({ mqtt: "connected", retryAt: undefined });
    const retry = readRetry(text);
    if (retry !== undefined) this._change({ mqtt: "off", retryAt: now + retry });
    // Every other line names the end of a connection without a next one, or a fault that the next status puts right.
    else this._change({ mqtt: this._state.wifi === "connected" ? "connecting" : "off" });
  }

  private _change(changes: Partial<NodeState>): void {
    this._state = { ...this._state, ...changes };
  }
}
