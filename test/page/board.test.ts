/** The board on the page: what hands do to it becomes pin changes, and what its pins do is seen and said. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, it } from "vitest";
import type { FromPage, FromSimulator, NodeState, PressTrace } from "../../src/tools/page/protocol.ts";
import type { PageServer } from "../../src/tools/page/server/page-server.ts";
import { hello, StubBackend } from "../tools/page/stub-backend.ts";
import { describePage, type PageDesk } from "./browser.ts";

const node = "ding-1";
const state: NodeState = {
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

type Hello = Extract<FromSimulator, { type: "hello" }>;

/** The stub's hello, changed. */
function changedHello(changes: Partial<Hello>): Hello {
  if (hello.type !== "hello") throw new Error("the stub's hello is none");
  return { ...hello, ...changes };
}

function threeNodes(): Hello {
  const [first] = changedHello({}).nodes;
  if (first === undefined) throw new Error("the stub has no node");
  return changedHello({ nodes: ["ding-1", "ding-2", "ding-3"].map((name) => ({ ...first, node: name })) });
}

/** Levels that the page has driven a pin to, in order. */
function driven(backend: StubBackend, pin: string): number[] {
  return backend.asked.flatMap((message: FromPage) => (message.type === "drive" && message.pin === pin ? [message.level] : []));
}

/** A page of a stub that has the files that the page asks for by itself. */
async function openBoard(desk: PageDesk, options?: BrowserContextOptions): Promise<{ page: Page; backend: StubBackend; server: PageServer }> {
  const backend = new StubBackend();
  backend.downloads.set("subscriber-paho1.py", { type: "text/plain", body: () => "" });
  const server = await desk.serve(backend);
  const page = await desk.open(server.url, options);
  await button(page).waitFor();
  return { page, backend, server };
}

function button(page: Page): ReturnType<Page["getByRole"]> {
  return page.getByRole("button", { name: "Button at D0" });
}

function light(page: Page): Promise<[boolean, number]> {
  return page.locator("ding-board wokwi-led").evaluate((led) => [Reflect.get(led, "value") === true, Number(Reflect.get(led, "brightness"))]);
}

describePage("the board's button", (desk) => {
  it("is down as long as the mouse is", async () => {
    const { page, backend } = await openBoard(desk);
    await button(page).hover();
    await page.mouse.down();
    await expect.poll(() => driven(backend, "D0")).toEqual([0]);
    // The release counts wherever the pointer is by then.
    await page.mouse.move(5, 5);
    await page.mouse.up();
    await expect.poll(() => driven(backend, "D0")).toEqual([0, 1]);
  });

  it("is pressed by a finger", async () => {
    const { page, backend } = await openBoard(desk, { viewport: { width: 390, height: 844 }, hasTouch: true });
    await button(page).tap();
    await expect.poll(() => driven(backend, "D0")).toEqual([0, 1]);
  });

  it.each(["Space", "Enter"])("is held by %s, which does not repeat", async (key) => {
    const { page, backend } = await openBoard(desk);
    await button(page).focus();
    // Playwright's second `down` is a repeat.
    for (let times = 0; times < 3; times++) await page.keyboard.down(key);
    await page.keyboard.up(key);
    await expect.poll(() => driven(backend, "D0")).toEqual([0, 1]);
  });

  it("is pressed by Space anywhere, but not where Space is for something else", async () => {
    const { page, backend } = await openBoard(desk);
    await page.keyboard.press("Space");
    await expect.poll(() => driven(backend, "D0")).toEqual([0, 1]);
    await page.getByRole("switch", { name: "Wi-Fi" }).focus();
    await page.keyboard.press("Space");
    await expect.poll(() => backend.asked).toContainEqual({ type: "wifi", up: false });
    expect(driven(backend, "D0")).toEqual([0, 1]);
  });

  it("is released when the window loses the focus", async () => {
    const { page, backend } = await openBoard(desk);
    await button(page).focus();
    await page.keyboard.down("Space");
    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
    await expect.poll(() => driven(backend, "D0")).toEqual([0, 1]);
  });

  it("bounces when its switch says so, and ends where the finger is", async () => {
    const { page, backend } = await openBoard(desk);
    await page.getByRole("switch", { name: "Bouncing contact" }).click();
    await button(page).hover();
    await page.mouse.down();
    await expect.poll(() => driven(backend, "D0").length).toBeGreaterThanOrEqual(5);
    await page.mouse.up();
    await expect.poll(() => driven(backend, "D0").length).toBeGreaterThanOrEqual(10);
    const levels = driven(backend, "D0");
    expect(levels.length % 2).toBe(0);
    expect(levels.slice(0, 2)).toEqual([0, 1]);
    expect(levels.at(-1)).toBe(1);
  });
});

describePage("what the board's pins do", (desk) => {
  it("lights the LED as bright as its pin is, and says so", async () => {
    const { page, backend } = await openBoard(desk);
    backend.say({ type: "pin", node, pin: "D2", level: 0.25 });
    await expect.poll(() => light(page)).toEqual([true, 0.25]);
    await page.getByText("LED on at 25 %").waitFor({ state: "attached" });
    backend.say({ type: "pin", node, pin: "D2", level: 0 });
    await expect.poll(() => light(page)).toEqual([false, 0]);
  });

  it("shows a press from elsewhere", async () => {
    const { page, backend } = await openBoard(desk);
    backend.say({ type: "input", node, pin: "D0", level: 0 });
    await expect.poll(() => button(page).getAttribute("aria-pressed")).toBe("true");
  });

  it("turns the light's knob, and the page's slider drives its pin", async () => {
    const { page, backend } = await openBoard(desk);
    await page.getByRole("slider", { name: "Light at D34" }).fill("0.75");
    await expect.poll(() => driven(backend, "D34")).toEqual([0.75]);
    expect(await page.locator("ding-board wokwi-potentiometer").evaluate((knob) => Number(Reflect.get(knob, "value")))).toBe(0.75);
  });
});

describePage("the light's knob", (desk) => {
  it("follows the mouse", async () => {
    const { page, backend } = await openBoard(desk);
    const box = await page.locator("ding-board .knob-handle").boundingBox();
    if (box === null) throw new Error("the knob cannot be seen");
    await page.mouse.move(box.x + box.width / 2, box.y + 3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 3, box.y + box.height / 2);
    await page.mouse.up();
    // Up is the middle; to the right is 90 of its 135 degrees further. Its last move was without a finger.
    await page.mouse.move(box.x + 3, box.y + box.height / 2);
    await expect.poll(() => driven(backend, "D34")).toEqual([0.5, 0.83]);
  });
});

describePage("faults and state", (desk) => {
  it("are sent by switches, which show what the simulator says", async () => {
    const { page, backend } = await openBoard(desk);
    await page.getByRole("switch", { name: "Broker" }).click();
    await page.getByRole("switch", { name: "Silent link" }).click();
    await page.getByRole("switch", { name: "Slow link" }).click();
    await page.getByRole("button", { name: "50 bytes a second" }).click();
    await page.getByRole("switch", { name: `Power of ${node}` }).click();
    await expect
      .poll(() => backend.asked)
      .toEqual([
        { type: "broker", up: false },
        { type: "silent", silent: true },
        { type: "slow", bytesPerSecond: 200 },
        { type: "slow", bytesPerSecond: 50 },
        { type: "power", node, on: false },
      ]);
    backend.say({ type: "faults", faults: { wifi: true, broker: false, bytesPerSecond: 50, silent: true, unplugged: [node] } });
    for (const [name, on] of [
      ["Wi-Fi", true],
      ["Broker", false],
      ["Slow link", true],
      ["Silent link", true],
      [`Power of ${node}`, false],
    ] as const) {
      await expect.poll(() => page.getByRole("switch", { name }).getAttribute("aria-checked"), { message: name }).toBe(String(on));
    }
  });

  it.each(["", "0", "-5", "1.5", "1e12"])("a speed of %j is refused in words", async (speed) => {
    const { page, backend } = await openBoard(desk);
    const field = page.getByLabel("Bytes a second", { exact: true });
    await field.fill(speed);
    await field.press("Tab");
    await page.getByText("A speed is a whole number of bytes a second, from 1 to 1000000. It stays at 200.").waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(backend.asked).toEqual([]);
  });

  it("say that a board without power takes no press, and that a stopped one needs its power cut", async () => {
    const { page, backend } = await openBoard(desk);
    backend.say({ type: "state", node, at: Date.now(), state: { ...state, isStopped: true } });
    await page.getByText(/its program has ended, as after reset\(\)/).waitFor();
    backend.say({ type: "state", node, at: Date.now(), state: { ...state, power: false } });
    await page.getByText("The board has no power: a press does nothing.").waitFor();
  });

  it("say why a switch cannot be used", async () => {
    const { page, backend } = await openBoard(desk);
    backend.say(changedHello({ canShapeLinks: false, broker: { host: "broker.school", port: 1883, embedded: false } }));
    await page.getByText("the broker at broker.school:1883 is not the simulator's own").waitFor();
    for (const name of ["Broker", "Slow link", "Silent link"])
      await expect.poll(() => page.getByRole("switch", { name }).isDisabled(), { message: name }).toBe(true);
    expect(await page.getByRole("switch", { name: "Wi-Fi" }).isDisabled()).toBe(false);
  });

  it("show what the board reports", async () => {
    const { page, backend } = await openBoard(desk);
    const at = Date.now();
    backend.say({
      type: "state",
      node,
      at,
      state: { ...state, wifi: "connecting", mqtt: "off", retryAt: at + 3_600_000, queued: 3, losses: 2, lastLoss: "Wi-Fi lost" },
    });
    const text = (): Promise<string> => page.locator("ding-state").evaluate((part) => part.shadowRoot?.textContent.replace(/\s+/g, " ") ?? "");
    await expect
      .poll(text)
      .toMatch(/Wi-Fi connecting MQTT off Next attempt in 3\d{3} s Queue 3 waiting .*1400 of 5874 JsVars, 24 % .*2 connections last: Wi-Fi lost/);
  });
});

describePage("the way of a press", (desk) => {
  it("shows where the press waits, then how long each part took", async () => {
    const { page, backend } = await openBoard(desk);
    const pin = Date.now();
    const press: PressTrace = { node, press: 1, boot: 3, seq: 17, at: { pin, message: pin + 26, outbox: pin + 26 } };
    backend.say({ type: "state", node, at: pin, state });
    backend.say({ type: "press", press });
    const way = page.locator("ding-way");
    await expect.poll(() => way.locator("[aria-current=step]").textContent()).toMatch(/Outbox\s+waits in the board's flash for a connection/);
    backend.say({
      type: "press",
      press: { ...press, at: { ...press.at, socket: pin + 3026, broker: pin + 3028, subscriber: pin + 3030, receipt: pin + 3031 } },
    });
    await way.getByText("Press 1 of ding-1 arrived after 3.0 s.").first().waitFor();
    expect(await way.locator(".leg").allInnerTexts()).toEqual(["0 ms", "26 ms", "0 ms", "3.0 s", "2 ms", "2 ms", "5 ms there and back"]);
  });
});

describePage("several boards", (desk) => {
  it("have a tile each; the chosen one is shown, and commands go to one or to all", async () => {
    const { page, backend } = await openBoard(desk);
    backend.say(threeNodes());
    await page.getByRole("button", { name: "ding-2", exact: true }).click();
    await page.getByRole("switch", { name: "Power of ding-2" }).waitFor();
    await page.getByRole("button", { name: "All nodes: toggle" }).click();
    await page.getByRole("button", { name: "This node: toggle" }).click();
    await page.getByRole("button", { name: "Button of ding-3" }).click();
    await expect
      .poll(() => backend.asked)
      .toMatchObject([
        { type: "publish", topic: "ding/control/led", payload: "toggle", qos: 1, retain: false },
        { type: "publish", topic: "ding/control/led/ding-2", payload: "toggle", qos: 1, retain: false },
        { type: "drive", node: "ding-3", pin: "D0", level: 0 },
        { type: "drive", node: "ding-3", pin: "D0", level: 1 },
      ]);
  });
});

describePage("scenarios", (desk) => {
  it("are played by name or from a file, and a wrong file is explained", async () => {
    const { page, backend } = await openBoard(desk);
    backend.say(changedHello({ scenarios: ["outage", "power-cut"] }));
    await page.getByLabel("Scenario", { exact: true }).selectOption("power-cut");
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => backend.asked).toEqual([{ type: "play", name: "power-cut" }]);
    const steps = [
      { at: 2, text: "Wi-Fi off" },
      { at: 4, text: "three presses" },
    ];
    const progress = { name: "power-cut", steps, done: 1, startedAt: Date.now() };
    backend.say({ type: "scenario", scenario: { ...progress, running: true } });
    await expect.poll(() => page.locator("ding-scenarios [aria-current=step]").textContent()).toMatch(/4 s\s+three presses/);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => backend.asked.at(-1)).toEqual({ type: "stop" });
    backend.say({ type: "faults", faults: { wifi: false, broker: true, bytesPerSecond: undefined, silent: true, unplugged: [] } });
    backend.say({ type: "scenario", scenario: { ...progress, running: false } });
    await page.getByText("It leaves behind: Wi-Fi is off, the link is silent.").waitFor();
    await page.getByLabel("Your own file").setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await expect.poll(() => backend.asked.at(-1)).toEqual({ type: "play", file: "{}" });
    backend.say({ type: "refused", request: "play", reason: "the file: is not JSON: colon expected" });
    await page.getByText("mine.json is not JSON: colon expected").waitFor();
    expect(await page.locator("ding-scenarios li").count()).toBe(0);
  });
});

describePage("the page as a whole", (desk) => {
  it("says when the simulator has ended", async () => {
    desk.forgive(/WebSocket connection to .* failed/);
    const { page, server } = await openBoard(desk);
    await server.close();
    await page.getByText("The simulator has ended.").waitFor();
  });

  it.each([
    ["a laptop, light", { viewport: { width: 1280, height: 800 } }],
    ["a phone, dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark" }],
  ] as const)("has nothing serious against it by axe, on %s", async (_where, options) => {
    const { page, backend } = await openBoard(desk, { ...options, bypassCSP: true });
    backend.say(threeNodes());
    backend.say({ type: "state", node, at: Date.now(), state: { ...state, queued: 2, lastLoss: "Wi-Fi lost" } });
    backend.say({ type: "press", press: { node, press: 1, boot: 3, seq: 17, at: { pin: Date.now(), message: Date.now(), outbox: Date.now() } } });
    await page.locator("ding-way [aria-current=step]").waitFor();
    await page.evaluate(readFileSync(path.join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8"));
    const found = await page.evaluate<string[]>(
      'axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`))',
    );
    expect(found).toEqual([]);
    // Nothing sticks out at the side.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });
});
