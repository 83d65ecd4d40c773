/** How the simulator words and lays out what happens: text in, text out, one line for each event. */
import { safeText } from "../terminal/safe-text.ts";
import { keysShown } from "./keyboard.ts";
import type { PressCount } from "./press-counter.ts";
import type { SimulationEvent } from "./simulation-event.ts";

/** What the status line shows. */
export interface SimulationStatus {
  led: number;
  /** 0..1; undefined where the node has no light sensor. */
  light: number | undefined;
  wifi: boolean;
  broker: boolean;
  count: PressCount;
}

/** What the summary is made of. */
export interface Outcome {
  count: PressCount;
  /** Nothing was cut at the end, and every node was connected: what was pressed must have arrived. */
  linked: boolean;
  /** Our subscriber may read what the node sends: the broker is ours, or something has arrived. */
  canRead: boolean;
}

const sgr = { dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
type Style = keyof typeof sgr;

const barCells = 10;
/** Bytes of a message, and characters of a console's line: the page shows more. */
const longestShown = 2000;
/** Columns below which label and text do not fit beside each other. */
const narrow = 60;

/** A text, and how it is written in colour. */
interface Painted {
  plain: string;
  painted: string;
}

function joined(between: string, ...parts: (Painted | string)[]): Painted {
  const all = parts.map((part) => (typeof part === "string" ? { plain: part, painted: part } : part));
  return { plain: all.map(({ plain }) => plain).join(between), painted: all.map(({ painted }) => painted).join(between) };
}

export class View {
  private readonly _paint: (style: Style, text: string) => string;
  private readonly _named: boolean;

  /** @param named whether each line says which board it is about: where there are several */
  constructor(colour: boolean, named = false) {
    this._named = named;
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

  /**
   * The last line of the terminal: the state of the LED and the links, the counters, and the keys. On a narrow terminal
   * the keys go first, then words; the counters stay.
   * @param columns the terminal's width
   */
  statusLine(status: SimulationStatus, columns: number): string {
    const layouts = this._statusLayouts(status);
    const fitting = layouts.find(({ plain }) => plain.length < columns) ?? layouts.at(-1);
    return fitting?.painted ?? "";
  }

  /** The LED as it looks: off, on, or a bar for PWM. */
  led(level: number): string {
    return this._paint(level > 0 ? "yellow" : "dim", ledText(level));
  }

  /**
   * The lines at the start: label and text in two columns, on a narrow terminal one below the other.
   * @param columns the terminal's width
   */
  header(rows: readonly (readonly [string, string])[], columns: number): string {
    if (columns < narrow) return rows.map(([label, text]) => `${this._paint("dim", label)}\n  ${text}\n`).join("");
    const width = Math.max(...rows.map(([label]) => label.length));
    return rows.map(([label, text]) => `  ${this._paint("dim", label.padEnd(width))}  ${text}\n`).join("");
  }

  /** The status line in its lengths, the longest first. */
  private _statusLayouts(status: SimulationStatus): Painted[] {
    const { pressed, received } = status.count;
    const lamp = (up: boolean): Painted => (up ? this._painted("green", "●") : this._painted("red", "○"));
    const led = this._painted(status.led > 0 ? "yellow" : "dim", ledText(status.led));
    const spot = this._painted(status.led > 0 ? "yellow" : "dim", Array.from(ledText(status.led))[0] ?? "");
    const links = [joined(" ", "Wi-Fi", lamp(status.wifi)), joined(" ", "broker", lamp(status.broker))];
    const counters = `pressed ${pressed} received ${received}`;
    const light = status.light === undefined ? [] : [`light ${percent(status.light)}`];
    const full = ["", joined(" ", "LED", led), ...light, ...links, counters];
    return [
      joined("  ", ...full, this._painted("dim", keysShown)),
      joined("  ", ...full),
      joined("  ", "", joined(" ", "LED", led), ...links, counters),
      joined(" ", "", joined(" ", "LED", spot), ...links, `received ${received}/${pressed}`),
      joined(" ", "", `received ${received}/${pressed}`),
    ];
  }

  private _of(node: string, text: string): string {
    return this._named ? `${this._paint("dim", `${node}:`)} ${text}` : text;
  }

  private _painted(style: Style, plain: string): Painted {
    return { plain, painted: this._paint(style, plain) };
  }

  private _words(event: SimulationEvent): [style: Style, title: string, text: string] {
    switch (event.kind) {
      case "press":
        return ["magenta", "press", this._of(event.node, safeText(event.button || "BOOT", longestShown))];
      case "too short":
        return ["dim", "press", this._of(event.node, "too short: nothing is sent")];
      case "message": {
        const retained = event.retained ? this._paint("dim", "  (retained)") : "";
        const payload = event.payload.length === 0 ? this._paint("dim", "(empty)") : safeText(event.payload, longestShown);
        return ["cyan", "message", `${safeText(event.topic, longestShown)}  ${payload}${retained}`];
      }
      case "light":
        return ["yellow", "light", this._of(event.node, `${event.isCovered ? "covered" : "uncovered"}, ${percent(event.level)}`)];
      case "led":
        if (event.output === "led") return ["yellow", "LED", this._of(event.node, this.led(event.level))];
        return ["yellow", "output", this._of(event.node, `${safeText(event.output, longestShown)} ${this.led(event.level)}`)];
      case "power":
        return [event.on ? "green" : "red", "power", this._of(event.node, event.on ? "back" : "cut")];
      case "wifi":
        return [event.up ? "green" : "red", "Wi-Fi", event.up ? "back" : "cut"];
      case "broker":
        return [event.up ? "green" : "red", "broker", event.up ? "back" : "gone"];
      case "slow":
        return ["yellow", "link", event.bytesPerSecond === undefined ? "as fast as it goes" : `slow: ${event.bytesPerSecond} bytes a second`];
      case "silent":
        return [event.silent ? "red" : "green", "link", event.silent ? "silent: nothing arrives, nothing closes" : "no longer silent"];
      case "console": {
        const style = isUncaught(event.line) ? "red" : "dim";
        return [style, "console", this._of(event.node, this._paint(style, safeText(event.line, longestShown)))];
      }
      case "note":
        return ["blue", "note", event.text];
    }
  }
}

/** The last line: what was pressed and received, and what was lost. */
export function summary(outcome: Outcome): string {
  const { linked, count } = outcome;
  const { pressed, received, messages, repeats, unplugged } = count;
  const more = [`${messages} ${messages === 1 ? "message" : "messages"} in all`];
  if (repeats > 0) more.push(`${repeats} repeated`);
  const verdict = [`lost: ${lost(outcome) || "none"}`];
  if (unplugged > 0) verdict.push(`gone with the power: ${unplugged}`);
  if (!linked && missing(count) > 0) verdict.push(`not sent yet: ${missing(count)}`);
  if (unseen(outcome) > 0) verdict[0] = `not seen: ${unseen(outcome)}; this account may not read what the node sends`;
  return `pressed ${pressed}, received ${received} (${more.join(", ")}), ${verdict.join(", ")}`;
}

/** How many messages are missing; presses that wait on a board without a connection are not. */
export function lost({ count, linked, canRead }: Outcome): number {
  return Math.max(count.gaps, linked && canRead ? missing(count) : 0);
}

/** How many presses were sent to where we see nothing. */
export function unseen({ count, linked, canRead }: Outcome): number {
  return linked && !canRead ? missing(count) : 0;
}

/** Presses that have not arrived, though they could. */
export function missing({ pressed, received, unplugged }: PressCount): number {
  return pressed - received - unplugged;
}

/** A program's error, as Espruino prints it: worth showing though nobody asked for the console. */
export function isUncaught(line: string): boolean {
  return line.startsWith("Uncaught ");
}

/** An error of the program is shown though nobody asked for the console; an empty line to nobody. */
export function isWorthShowing(line: string, verbose: boolean): boolean {
  return line.trim() !== "" && (verbose || isUncaught(line));
}

function percent(level: number): string {
  return `${Math.round(level * 100)} %`;
}

function ledText(level: number): string {
  if (level <= 0) return "○ off";
  if (level >= 1) return "● on";
  const filled = Math.max(1, Math.round(level * barCells));
  return `◐ ${"█".repeat(filled)}${"░".repeat(barCells - filled)} ${percent(level)}`;
}
