/** Connections in each second after the restart, as a picture in SVG: no browser is needed to draw it. */
import { peak, perSecond } from "./arrivals.ts";
import type { Results } from "./table.ts";
import type { Jitter } from "./jitter.ts";

const width = 960;
const height = 440;
const plot = { left: 80, right: 940, top: 96, bottom: 380 };
const colours: Record<Jitter, string> = { "with jitter": "#1565c0", "without jitter": "#e65100" };

/** The picture: a pair of bars for each second. */
export function chart(title: string, results: Results): string {
  const series = results.map(([jitter, result]) => ({ jitter, result, counts: perSecond(result.connections) }));
  const lastSecond = Math.max(...series.map(({ counts }) => counts.length));
  const timeStep = niceStep(lastSecond / 8);
  const end = Math.ceil(lastSecond / timeStep) * timeStep;
  const countStep = niceStep(Math.max(1, ...series.flatMap(({ counts }) => counts)) / 4);
  const most = Math.ceil(Math.max(1, ...series.flatMap(({ counts }) => counts)) / countStep) * countStep;
  const x = (second: number): number => plot.left + ((plot.right - plot.left) * second) / end;
  const y = (count: number): number => plot.bottom - ((plot.bottom - plot.top) * count) / most;
  const barWidth = (x(1) - x(0)) / (series.length + 0.25);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="14" fill="#222">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(plot.left, 28, title, 'font-size="18"'),
    ...series.map(({ jitter, result }, index) => legend(jitter, result.connections, result.allBack, index)),
    ...ticks(most, countStep).map((count) => gridLine(y(count), count)),
    ...ticks(end, timeStep).map((second) => text(x(second), plot.bottom + 20, String(second), 'text-anchor="middle"')),
    ...series.map(({ jitter, counts }, index) =>
      bars(
        colours[jitter],
        counts.map((count, second) => ({ left: x(second) + index * barWidth, top: y(count) })),
        barWidth,
      ),
    ),
    text((plot.left + plot.right) / 2, height - 16, "seconds after the restart of the broker", 'text-anchor="middle"'),
    text(-(plot.top + plot.bottom) / 2, 24, "connections in each second", 'text-anchor="middle" transform="rotate(-90)"'),
    "</svg>",
    "",
  ].join("\n");
}

function legend(jitter: Jitter, connections: readonly number[], allBack: number, index: number): string {
  const top = 40 + 22 * index;
  const label = `${jitter}: at most ${peak(connections)} within any second, all back after ${(allBack / 1000).toFixed(1)} s`;
  return `<rect x="${plot.left}" y="${top}" width="14" height="14" fill="${colours[jitter]}"/>${text(plot.left + 22, top + 12, label)}`;
}

function gridLine(y: number, count: number): string {
  const line = `<path d="M${plot.left} ${round(y)}H${plot.right}" stroke="#ccc"/>`;
  return line + text(plot.left - 8, y + 5, String(count), 'text-anchor="end"');
}

/** The bars of one series, as one path. */
function bars(colour: string, corners: readonly { left: number; top: number }[], barWidth: number): string {
  const shapes = corners
    .filter(({ top }) => top < plot.bottom)
    .map(({ left, top }) => `M${round(left)} ${plot.bottom}V${round(top)}h${round(barWidth)}V${plot.bottom}z`);
  return `<path d="${shapes.join("")}" fill="${colour}"/>`;
}

function text(x: number, y: number, words: string, attributes = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escape(words)}</text>`;
}

/** 1, 2 or 5 times a power of ten, and at least 1: the smallest that is not below the value. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return power * ([1, 2, 5].find((factor) => factor * power >= value) ?? 10);
}

function ticks(end: number, step: number): number[] {
  return Array.from({ length: Math.round(end / step) + 1 }, (_none, index) => index * step);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
