/** Durations and levels as the page writes them. */

/** Such as "0.4 ms", "12 ms", "3.4 s", "2 min 5 s". */
export function duration(ms: number): string {
  if (ms < 0.05) return "0 ms";
  if (ms < 0.95) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Until when something is tried again: "in 4 s", or "now". Counts down to 1, as people do. */
export function countdown(at: number, now: number): string {
  const seconds = Math.ceil((at - now) / 1000);
  return seconds <= 0 ? "now" : `in ${seconds} s`;
}

/** What people call an output: "LED", or its name. */
export function outputName(name: string): string {
  return name === "led" ? "LED" : name;
}

/** What people call a button: "Button", and its name if it has one. */
export function buttonName(name: string): string {
  return name === "" ? "Button" : `Button ${name}`;
}

/** An LED's light, 0..1. @param name as in its topics */
export function ledText(light: number, name = "led"): string {
  const what = outputName(name);
  if (light <= 0) return `${what} off`;
  return light >= 1 ? `${what} on` : `${what} on at ${Math.max(1, Math.round(light * 100))} %`;
}

/** 0..1 of light for the level of the pin that drives it; an unknown level is dark. */
export function lightOf(level: number | undefined, activeLow: boolean): number {
  if (level === undefined) return 0;
  return Math.min(1, Math.max(0, activeLow ? 1 - level : level));
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
