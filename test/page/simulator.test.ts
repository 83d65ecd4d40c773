/** The practical, done on the page: the built node on its virtual boards, a broker, and somebody who listens outside. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { connectAsync, type MqttClient } from "mqtt";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { startWorkbench, type StartedWorkbench } from "../support/workbench.ts";
import { seriousFindings } from "./accessibility.ts";
import { describePage, type PageDesk } from "./browser.ts";

/** Pictures for people; git ignores them. */
const pictures = "coverage/page";
const patience = { timeout: 30_000 };

interface Room extends StartedWorkbench {
  url: string;
  page: Page;
  /** A client that knows nothing of the page. */
  outside: MqttClient;
  /** What it has heard, `topic payload`. */
  heard: string[];
}

/** Boards that are online, their page, and a subscriber to everything. */
async function room(desk: PageDesk, { nodes = 1, ...options }: BrowserContextOptions & { nodes?: number } = {}): Promise<Room> {
  const started = await startWorkbench(nodes);
  desk.onEnd(() => started.end());
  const { host, port } = started.broker.address;
  const outside = await connectAsync(`mqtt://${host}:${port}`);
  desk.onEnd(() => outside.endAsync(true));
  const heard: string[] = [];
  outside.on("message", (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
  await outside.subscribeAsync("/kv6003/#");
  await expect.poll(() => heard.filter((line) => /\/state\/.*"off"/.test(line)).length, patience).toBe(nodes);
  const { url } = await desk.serve(started.bench.backend);
  const page = await desk.open(url, options);
  await button(page).waitFor();
  return { ...started, url, page, outside, heard };
}

function button(page: Page): Locator {
  return page.getByRole("button", { name: "Button at D0" });
}

async function click(page: Page): Promise<void> {
  await button(page).click({ delay: 120 }); // longer than the debounce
}

function presses(heard: readonly string[]): number {
  return heard.filter((line) => line.includes('"event":"press"')).length;
}

/** The brightness that the page draws. */
function brightness(page: Page): Promise<number> {
  return page.locator("ding-board wokwi-led").evaluate((led) => (Reflect.get(led, "value") === true ? Number(Reflect.get(led, "brightness")) : 0));
}

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}

describePage("the practical on the page", (desk) => {
  it("a click on the button arrives at a subscriber outside, and in the list", async () => {
    const { page, heard } = await room(desk);
    await click(page);
    await expect.poll(() => presses(heard), patience).toBe(1);
    await page.locator("ding-messages .message", { hasText: '"press"' }).waitFor();
  });

  it("a published command lights the LED", async () => {
    const { page, outside } = await room(desk);
    expect(await brightness(page)).toBe(0);
    await outside.publishAsync("/kv6003/control/led", "toggle");
    await expect.poll(() => brightness(page), patience).toBe(1);
  });

  it("a press in an outage is seen to wait, and then arrives", async () => {
    const { page, heard } = await room(desk, { viewport: { width: 1280, height: 860 } });
    await page.getByRole("switch", { name: "Wi-Fi" }).click();
    await expect.poll(() => page.locator("ding-state section").innerText(), patience).toMatch(/Wi-Fi\s+(off|connecting)\s/);
    for (let times = 0; times < 3; times++) await click(page);
    await expect.poll(() => page.locator("ding-state section").innerText(), patience).toMatch(/Queue\s+3 waiting/);
    await expect.poll(() => page.locator("ding-way section").innerText(), patience).toMatch(/Outbox/);
    await picture(page, "outage");
    await page.screenshot({ path: path.join(pictures, "readme.png") });
    expect(presses(heard)).toBe(0);
    await page.getByRole("switch", { name: "Wi-Fi" }).click();
    await expect.poll(() => presses(heard), { timeout: 60_000 }).toBe(3);
  });

  it("two nodes answer apart, and together", async () => {
    const { page, outside, heard } = await room(desk, { nodes: 2 });
    const states = (): string[] => heard.filter((line) => /\/state\/.*"on"/.test(line)).map((line) => line.split(" ")[0] ?? "");
    await outside.publishAsync("/kv6003/control/led/ding-virtual-2", "on");
    await expect.poll(states, patience).toEqual(["/kv6003/state/ding-virtual-2/led"]);
    expect(await brightness(page)).toBe(0); // the first board is the one that is shown
    await page.locator("ding-nodes").getByText("ding-virtual-2").click();
    await expect.poll(() => brightness(page), patience).toBe(1);
    await outside.publishAsync("/kv6003/control/led", "off");
    await expect.poll(() => heard.filter((line) => /\/state\/.*"off"/.test(line)).length, patience).toBe(4);
  });

  it.each([
    ["desktop", { viewport: { width: 1280, height: 900 } }],
    ["dark", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
    ["phone", { viewport: { width: 390, height: 844 }, hasTouch: true }],
    ["projector", { viewport: { width: 1920, height: 1080 } }],
  ] satisfies [string, BrowserContextOptions][])(
    "%s: everything is there, nothing sticks out, and axe-core has nothing serious to say",
    async (name, options) => {
      const { page } = await room(desk, { ...options, nodes: 2 });
      await click(page);
      await page.locator("ding-messages .message", { hasText: '"press"' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
      await picture(page, name);
      expect(await seriousFindings(page)).toEqual([]);
    },
  );
});
