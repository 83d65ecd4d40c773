/** Numbers over time, and what a plot of them needs: its line, and a sentence for those who do not see it. */
import type { MessageRecord } from "../protocol.ts";

export interface Point {
  /** ms since 1970 */
  at: number;
  value: number;
}

export interface Reading extends Point {
  node: string;
  sensor: string;
  unit: string;
}

/** As many points as a plot can show apart. */
const mostPoints = 600;
/** A plot shows at least so much time, ms. */
const shortestTime = 10_000;

/** Points in the order of their time. */
export class Series {
  readonly points: Point[] = [];

  /** Adds a point, unless it is no later than the last one. */
  add({ at, value }: Point): void {
    const last = this.points.at(-1);
    if (last !== undefined && at <= last.at) return;
    this.points.push({ at, value });
    if (this.points.length > mostPoints) this.points.shift();
  }
}

/** Beyond this the difference of two values may overflow. */
const largest = 1e100;
/** Characters: a node's name has 32 bytes at most. */
const longestName = 64;

/** A sensor's reading; undefined if the message is something else. */
export function readingIn({ at, text, retained }: MessageRecord): Reading | undefined {
  // A retained message is of the past.
  if (retained || !text?.includes('"reading"')) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof content !== "object" || content === null) return undefined;
  const { type, node, sensor, value, unit } = { type: "", node: "", sensor: "", value: undefined, unit: "", ...content };
  if (type !== "reading" || typeof node !== "string" || typeof sensor !== "string" || typeof value !== "number") return undefined;
  // Anybody can send what looks like a reading.
  if (!(Math.abs(value) <= largest) || [node, sensor, unit].some((text) => typeof text === "string" && text.length > longestName)) return undefined;
  return { at, node, sensor, value, unit: typeof unit === "string" ? unit : "" };
}

export interface Bounds {
  least: number;
  most: number;
  from: number;
  to: number;
}

/** What the plot's edges stand for. A series that never changes lies in the middle. */
export function boundsOf(points: readonly Point[]): Bounds {
  const values = points.map(({ value }) => value);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const to = points.at(-1)?.at ?? 0;
  return { least, most, from: Math.min(points[0]?.at ?? 0, to - shortestTime), to };
}

/** The `points` of an SVG polyline in a box of this size. */
export function polyline(points: readonly Point[], width: number, height: number): string {
  const { least, most, from, to } = boundsOf(points);
  const x = (at: number): number => ((at - from) / (to - from)) * width;
  const y = (value: number): number => (most === least ? height / 2 : height - ((value - least) / (most - least)) * height);
  return points.map(({ at, value }) => `${round(x(at))},${round(y(value))}`).join(" ");
}

/** A number of at most four digits that count. */
export function shortNumber(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

export function summary(points: readonly Point[], unit: string): string {
  const last = points.at(-1);
  if (last === undefined) return "nothing yet";
  const { least, most } = boundsOf(points);
  const withUnit = unit === "" ? "" : ` ${unit}`;
  return `last ${shortNumber(last.value)}${withUnit}, lowest ${shortNumber(least)}, highest ${shortNumber(most)}`;
}

/** A span of time in words: "40 s", "10 min". */
export function roughDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
