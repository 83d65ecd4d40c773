/** How the simulator words and lays out what happens: text in, text out, one line for each event. */
import { safeText } from "../terminal/safe-text.ts";
import { keysShown } from "./keyboard.ts";
import type { PressCount } from "./press-counter.ts";

/** What can happen to the board and around it. */
export type SimulationEvent =
  | { kind: "press" }
  | { kind: "message"; topic: string; payload: Uint8Array; retained: boolean }
  | { kind: "led"; level: number }
  | { kind: "wifi"; up: boolean }
  | { kind: "broker"; up: boolean }
  | { kind: "console"; line: string }
  | { kind: "note"; text: string };

/** What the status line shows. */
export interface SimulationStatus {
  led: number;
  wifi: boolean;
  broker: boolean;
  count: PressCount;
}

const sgr = { dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
type Style = keyof typeof sgr;

const barCells = 10;

export class View {
  private readonly _paint: (style: Style, text: string) => string;

  constructor(colour: boolean) {
    this._paint = (style, text) => (colour ? `\u001b[${sgr[style]}m${text}\u001b[0m` : text);
  }

  /**
   * One line.
   * @param at ms since the start
   */
  line(event: SimulationEvent, at: number): string {
    const time = this._paint("dim", (at / 1000).toFixed(2).padStart(8));
    const [style, title, text] = this._words(event);
    return `${time}  ${this._paint(style, title.padEnd(7))}  ${text}`;
  }

  /** The last line of the terminal: the state of LED, links and counters, and the keys; cut to the terminal's width. */
  statusLine(status: SimulationStatus, columns: number): string {
    const lamp = (up: boolean): string => (up ? this._paint("green", "●") : this._paint("red", "○"));
    const { pressed, received } = status.count;
    const parts: [plain: string, painted: string][] = [
      [`LED ${ledText(status.led)}`, `LED ${this.led(status.led)}`],
      ["Wi-Fi ●", `Wi-Fi ${lamp(status.wifi)}`],
      ["broker ●", `broker ${lamp(status.broker)}`],
      [`pressed ${pressed} received ${received}`, `pressed ${pressed} received ${received}`],
      [keysShown, this._paint("dim", keysShown)],
    ];
    let width = 0;
    let foot = "";
    for (const [plain, painted] of parts) {
      if (width + plain.length + 2 >= columns) break;
      width += plain.length + 2;
      foot += `  ${painted}`;
    }
    return foot;
  }

  /** The LED as it looks: off, on, or a bar for PWM. */
  led(level: number): string {
    return this._paint(level > 0 ? "yellow" : "dim", ledText(level));
  }

  /** The lines at the start: label and text in two columns. */
  header(rows: readonly (readonly [string, string])[]): string {
    const width = Math.max(...rows.map(([label]) => label.length));
    return rows.map(([label, text]) => `  ${this._paint("dim", label.padEnd(width))}  ${text}\n`).join("");
  }

  private _words(event: SimulationEvent): [style: Style, title: string, text: string] {
    switch (event.kind) {
      case "press":
        return ["magenta", "press", "BOOT"];
      case "message": {
        const retained = event.retained ? this._paint("dim", "  (retained)") : "";
        const payload = event.payload.length === 0 ? this._paint("dim", "(empty)") : safeText(event.payload);
        return ["cyan", "message", `${safeText(event.topic)}  ${payload}${retained}`];
      }
      case "led":
        return ["yellow", "LED", this.led(event.level)];
      case "wifi":
        return [event.up ? "green" : "red", "Wi-Fi", event.up ? "back" : "cut"];
      case "broker":
        return [event.up ? "green" : "red", "broker", event.up ? "back" : "gone"];
      case "console": {
        const style = isUncaught(event.line) ? "red" : "dim";
        return [style, "console", this._paint(style, safeText(event.line))];
      }
      case "note":
        return ["blue", "note", event.text];
    }
  }
}

/** The last line: what was pressed and received, and what was lost. `linked`: nothing was cut at the end. */
export function summary(count: PressCount, linked: boolean): string {
  const { pressed, received, messages, repeats } = count;
  const more = [`${messages} ${messages === 1 ? "message" : "messages"} in all`];
  if (repeats > 0) more.push(`${repeats} repeated`);
  const missing = lost(count, linked);
  const waiting = linked ? 0 : Math.max(0, pressed - received);
  const verdict = `lost: ${missing === 0 ? "none" : missing}${waiting > 0 ? `, not sent yet: ${waiting}` : ""}`;
  return `pressed ${pressed}, received ${received} (${more.join(", ")}), ${verdict}`;
}

/** How many messages are missing; presses that wait on the board behind a cut link are not. */
export function lost({ pressed, received, gaps }: PressCount, linked: boolean): number {
  return Math.max(gaps, linked ? pressed - received : 0);
}

/** A program's error, as Espruino prints it: worth showing though nobody asked for the console. */
export function isUncaught(line: string): boolean {
  return line.startsWith("Uncaught ");
}

function ledText(level: number): string {
  if (level <= 0) return "○ off";
  if (level >= 1) return "● on";
  const filled = Math.max(1, Math.round(level * barCells));
  return `◐ ${"█".repeat(filled)}${"░".repeat(barCells - filled)} ${Math.round(level * 100)} %`;
}
