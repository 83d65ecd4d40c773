/** What a page sees and does, for tests: the built node on virtual boards, beside a broker of its own. What a test opens ends with it. */
import { onTestFinished } from "vitest";
import type { Config } from "../../../src/firmware/config.ts";
import type { FromPage, FromSimulator } from "../../../src/tools/page/protocol.ts";
import type { PageBackend } from "../../../src/tools/simulate/page-backend.ts";
import type { SimulationEvent } from "../../../src/tools/simulate/simulation-event.ts";
import { startWorkbench } from "../../support/workbench.ts";

export type Of<T extends FromSimulator["type"]> = Extract<FromSimulator, { type: T }>;

export interface OpenPage {
  backend: PageBackend;
  /** What the terminal shows. */
  events: SimulationEvent[];
  /** All of one type so far. */
  all: <T extends FromSimulator["type"]>(type: T) => Of<T>[];
  /** Resolves with the first that `wanted` takes. */
  seen: <T extends FromSimulator["type"]>(type: T, wanted: (message: Of<T>) => boolean) => Promise<Of<T>>;
  ask: (message: Exclude<FromPage, { type: "serial" }>) => void;
}

/** @param parts more parts than the tests' settings have */
export async function page(nodes = 1, name = "ding", parts: Partial<Config> = {}): Promise<OpenPage> {
  const { bench, events, end } = await startWorkbench(nodes, name, parts);
  onTestFinished(end);
  const { backend } = bench;
  const messages = backend.welcome();
  const waiting = new Set<() => void>();
  const take = (message: FromSimulator): void => {
    messages.push(message);
    for (const look of waiting) look();
  };
  backend.on(take);
  const all = <T extends FromSimulator["type"]>(type: T): Of<T>[] => messages.filter((message): message is Of<T> => message.type === type);
  const seen: OpenPage["seen"] = (type, wanted) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = all(type).find(wanted);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { backend, events, all, seen, ask: (message) => backend.handle(message, take) };
}

export const online = ({ message: { topic, text } }: Of<"message">): boolean => topic.includes("/status/") && text === "online";

/** Presses a button of the board `ding`, which must be active low. */
export async function press({ ask }: OpenPage, pin = "D0"): Promise<void> {
  ask({ type: "drive", node: "ding", pin, level: 0 });
  await new Promise((resolve) => setTimeout(resolve, 120));
  ask({ type: "drive", node: "ding", pin, level: 1 });
}
