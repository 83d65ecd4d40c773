/** What a node reports about itself, on its console and when asked for its status, as the page's `NodeState`. */
import { LogPrefix } from "../../firmware/log.ts";
import { isObject } from "../../firmware/validate.ts";
import { isMqttConnected, isWifiConnected, readBoot, readRetry, textAfter } from "../board-session/node-line.ts";
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

  /** @param answer what `ding.status()` prints. Returns how long the node has been running, ms; undefined when it makes no sense. */
  status(answer: string, now: number): number | undefined {
    const { retryAt } = this._state;
    if (retryAt !== undefined && now >= retryAt) this._change({ [this._state.wifi === "connected" ? "mqtt" : "wifi"]: "connecting", retryAt: undefined });
    const health = parseHealth(answer);
    this._misses = health === undefined ? this._misses + 1 : 0;
    this._change({ isStopped: this._misses >= mostMisses || undefined });
    if (health === undefined) return undefined;
    const { memory, mqtt, queued, dropped, up } = health;
    this._change({ memory, queued, dropped, losses: mqtt.losses, lastLoss: mqtt.last });
    if (answer.startsWith("online ")) this._change({ wifi: "connected", mqtt: "connected", retryAt: undefined });
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

interface Health {
  up: number;
  memory: { used: number; total: number };
  mqtt: { losses: number; last: string };
  queued: number;
  dropped: number;
}

/** Reads "online {health} {state of the LED}". */
function parseHealth(answer: string): Health | undefined {
  const [, json = ""] = /^(?:on|off)line (\{.*\}) \{.*\}$/m.exec(answer) ?? [];
  try {
    const health: unknown = JSON.parse(json);
    return isHealth(health) ? health : undefined;
  } catch {
    return undefined;
  }
}

function isHealth(value: unknown): value is Health {
  if (!isObject(value)) return false;
  const { memory, mqtt } = value;
  const counts = [value["up"], value["queued"], value["dropped"], isObject(memory) && memory["used"], isObject(memory) && memory["total"]];
  return counts.every((count) => typeof count === "number") && isObject(mqtt) && typeof mqtt["losses"] === "number" && typeof mqtt["last"] === "string";
}
