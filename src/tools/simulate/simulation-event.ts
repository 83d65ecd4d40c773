/** What can happen to the boards and around them. */

/** What the terminal shows, a line each. */
export type SimulationEvent =
  /** A finger has pressed a button. `button`: its name, "" when it has none */
  | { kind: "press"; node: string; button: string }
  /** That press was shorter than the debounce: the node takes it for nothing. */
  | { kind: "too short"; node: string; button: string }
  /** A hand covers the light sensor, or goes. `level`: 0..1 */
  | { kind: "light"; node: string; isCovered: boolean; level: number }
  /** As our subscriber gets it. */
  | { kind: "message"; topic: string; payload: Uint8Array; qos: 0 | 1 | 2; retained: boolean }
  /** An output has changed. `output`: its name; `level`: 0..1 */
  | { kind: "led"; node: string; output: string; level: number }
  | { kind: "power"; node: string; on: boolean }
  | { kind: "wifi"; up: boolean }
  | { kind: "broker"; up: boolean }
  /** Undefined: as fast as it goes. */
  | { kind: "slow"; bytesPerSecond: number | undefined }
  | { kind: "silent"; silent: boolean }
  | { kind: "console"; node: string; line: string }
  | { kind: "note"; text: string };

/** A change of a pin: an "input" is driven from outside, an "output" by the program. Levels are 0..1. */
export interface PinEvent {
  kind: "input" | "output";
  node: string;
  pin: string;
  level: number;
}
