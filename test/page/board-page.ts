/** A board on the page of a scripted simulator, for the tests of what is around it. */
import type { BrowserContextOptions, Page } from "playwright-core";
import type { FromPage, FromSimulator, NodeState } from "../../src/tools/page/protocol.ts";
import type { PageServer } from "../../src/tools/page/server/page-server.ts";
import { hello, StubBackend } from "../tools/page/stub-backend.ts";
import type { PageDesk } from "./browser.ts";

export const node = "ding-1";
export const state: NodeState = {
  power: true,
  wifi: "connected",
  mqtt: "connected",
  retryAt: undefined,
  queued: 0,
  dropped: 0,
  memory: { used: 1400, total: 5874 },
  losses: 0,
  lastLoss: "",
};

export type Hello = Extract<FromSimulator, { type: "hello" }>;

/** The stub's hello, changed. */
export function changedHello(changes: Partial<Hello>): Hello {
  if (hello.type !== "hello") throw new Error("the stub's hello is none");
  return { ...hello, ...changes };
}

export function threeNodes(): Hello {
  const [first] = changedHello({}).nodes;
  if (first === undefined) throw new Error("the stub has no node");
  return changedHello({ nodes: ["ding-1", "ding-2", "ding-3"].map((name) => ({ ...first, node: name })) });
}

/** Levels that the page has driven a pin to, in order. */
export function driven(backend: StubBackend, pin: string): number[] {
  return backend.asked.flatMap((message: FromPage) => (message.type === "drive" && message.pin === pin ? [message.level] : []));
}

/** A page of a stub that has the files that the page asks for by itself. */
export async function openBoard(desk: PageDesk, options?: BrowserContextOptions): Promise<{ page: Page; backend: StubBackend; server: PageServer }> {
  const backend = new StubBackend();
  backend.downloads.set("subscriber-paho1.py", { type: "text/plain", body: () => "" });
  const server = await desk.serve(backend);
  const page = await desk.open(server.url, options);
  await button(page).waitFor();
  return { page, backend, server };
}

export function button(page: Page): ReturnType<Page["getByRole"]> {
  return page.getByRole("button", { name: "Button at D0" });
}

export function light(page: Page): Promise<[boolean, number]> {
  return page.locator("ding-board wokwi-led").evaluate((led) => [Reflect.get(led, "value") === true, Number(Reflect.get(led, "brightness"))]);
}
