/** A board with more than one button and one output, on the page: each is drawn, named, pressed and lit. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, it } from "vitest";
import type { NodeInfo } from "../../src/tools/page/protocol.ts";
import type { StubBackend } from "../tools/page/stub-backend.ts";
import { seriousFindings } from "./accessibility.ts";
import { button, changedHello, driven, node, openBoard, state } from "./board-page.ts";
import { describePage, type PageDesk } from "./browser.ts";

/** Pictures for people; git ignores them. */
const pictures = "coverage/page";

const [first] = changedHello({}).nodes;
if (first === undefined) throw new Error("the stub has no node");
const [only] = first.buttons;
const board: NodeInfo = {
  ...first,
  buttons: [only, { ...only, name: "door", pin: "D27" }, { ...only, name: "window", pin: "D26", activeLow: false }],
  outputs: [...first.outputs, { name: "relay", pin: "D4", activeLow: true }, { name: "lamp", pin: "D13", activeLow: false }],
};

async function openParts(desk: PageDesk, nodes: readonly NodeInfo[], options?: BrowserContextOptions): Promise<{ page: Page; backend: StubBackend }> {
  const { page, backend } = await openBoard(desk, options);
  backend.say(changedHello({ nodes }));
  backend.say({ type: "pin", node, pin: "D4", level: 1 });
  await named(page, "door at D27").waitFor();
  return { page, backend };
}

function named(page: Page, name: string): ReturnType<Page["getByRole"]> {
  return page.getByRole("button", { name: `Button ${name}` });
}

async function middle(part: ReturnType<typeof named>): Promise<{ x: number; y: number; id: number }> {
  const box = await part.boundingBox();
  if (box === null) throw new Error("it cannot be seen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, id: Math.round(box.y) };
}

/** The brightness of each LED that is drawn, 0 for one that is off. */
function lights(page: Page): Promise<number[]> {
  return page
    .locator("ding-board wokwi-led")
    .evaluateAll((leds) => leds.map((led) => (Reflect.get(led, "value") === true ? Number(Reflect.get(led, "brightness")) : 0)));
}

describePage("every button", (desk) => {
  it("is pressed by mouse and keys, at its own pin and by its own level", async () => {
    const { page, backend } = await openParts(desk, [board]);
    await named(page, "door at D27").click();
    await named(page, "window at D26").focus();
    await page.keyboard.press("Enter");
    await expect
      .poll(() => [driven(backend, "D27"), driven(backend, "D26")])
      .toEqual([
        [0, 1],
        [1, 0],
      ]);
    expect(driven(backend, "D0")).toEqual([]);
  });

  it("is pressed by a finger, and one is held while another is pressed", async () => {
    const { page, backend } = await openParts(desk, [board], { viewport: { width: 390, height: 844 }, hasTouch: true });
    await named(page, "door at D27").tap();
    await expect.poll(() => driven(backend, "D27")).toEqual([0, 1]);
    const fingers = await page.context().newCDPSession(page);
    const [door, window] = [await middle(named(page, "door at D27")), await middle(named(page, "window at D26"))];
    await fingers.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [window] });
    await fingers.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [window, door] });
    await expect.poll(() => [driven(backend, "D26"), driven(backend, "D27")]).toEqual([[1], [0, 1, 0]]);
    await fingers.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expect
      .poll(() => [driven(backend, "D26"), driven(backend, "D27")])
      .toEqual([
        [1, 0],
        [0, 1, 0, 1],
      ]);
  });

  it("shows when it is pressed from elsewhere, and Space is the first one's", async () => {
    const { page, backend } = await openParts(desk, [board]);
    backend.say({ type: "input", node, pin: "D27", level: 0 });
    await expect.poll(() => named(page, "door at D27").getAttribute("aria-pressed")).toBe("true");
    expect(await button(page).getAttribute("aria-pressed")).toBe("false");
    await page.keyboard.press("Space");
    await expect.poll(() => driven(backend, "D0")).toEqual([0, 1]);
    expect(driven(backend, "D27")).toEqual([]);
  });
});

describePage("every output", (desk) => {
  it("is an LED as bright as its pin, and is said by its name", async () => {
    const { page, backend } = await openParts(desk, [board]);
    await expect.poll(() => lights(page)).toEqual([0, 0, 0]);
    backend.say({ type: "pin", node, pin: "D4", level: 0 });
    backend.say({ type: "pin", node, pin: "D13", level: 0.25 });
    await expect.poll(() => lights(page)).toEqual([0, 1, 0.25]);
    await page.getByText("LED off, relay on, lamp on at 25 %").waitFor({ state: "attached" });
  });

  it("has its topics in the publish box", async () => {
    const { page, backend } = await openParts(desk, [board, { ...board, node: "ding-2" }]);
    await page.getByLabel("Output", { exact: true }).selectOption("relay of ding-2");
    expect(await page.getByLabel("Topic", { exact: true }).inputValue()).toBe("ding/control/relay/ding-2");
    await page.getByRole("button", { name: "Publish" }).click();
    await expect.poll(() => backend.asked).toMatchObject([{ type: "publish", topic: "ding/control/relay/ding-2" }]);
  });
});

describePage("a press of a named button", (desk) => {
  it("is shown with the name, on its way and in the list of messages", async () => {
    const { page, backend } = await openParts(desk, [board]);
    const at = Date.now();
    backend.say({ type: "press", press: { node, button: "door", press: 1, boot: 3, seq: 17, at: { pin: at, message: at, socket: at, subscriber: at + 3 } } });
    const text = '{"node":"ding-1","boot":3,"seq":17,"type":"button","button":"door","event":"press","up":5}';
    backend.say({ type: "message", message: { at, topic: "ding/sensor/ding", text, bytes: text.length, qos: 1, retained: false } });
    await page.locator("ding-way").getByText("Press 1 of ding-1's button door arrived after 3 ms.").first().waitFor();
    await page.locator("ding-messages .message", { hasText: '"door"' }).waitFor();
  });
});

describePage("the picture", (desk) => {
  it.each([
    ["desktop", { viewport: { width: 1280, height: 900 } }],
    ["phone", { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "dark" }],
  ] satisfies [string, BrowserContextOptions][])("has every part in its place on a %s, and nothing sticks out", async (name, options) => {
    const { page, backend } = await openParts(desk, [board], options);
    backend.say({ type: "state", node, at: Date.now(), state });
    backend.say({ type: "pin", node, pin: "D4", level: 0 });
    backend.say({ type: "input", node, pin: "D27", level: 0 });
    await expect.poll(() => lights(page)).toEqual([0, 1, 0]);
    const stage = await page.locator("ding-board .stage").boundingBox();
    if (stage === null) throw new Error("the board cannot be seen");
    for (const part of await page.locator("ding-board .scene").locator("wokwi-led, wokwi-resistor, ding-push-button").all()) {
      const box = await part.boundingBox();
      expect(box !== null && box.x >= stage.x && box.y >= stage.y).toBe(true);
      expect(box !== null && box.x + box.width <= stage.x + stage.width + 1 && box.y + box.height <= stage.y + stage.height + 1).toBe(true);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: path.join(pictures, `parts-${name}.png`), fullPage: true });
    await page.locator("ding-board").screenshot({ path: path.join(pictures, `parts-board-${name}.png`) });
    expect(await seriousFindings(page)).toEqual([]);
  });
});
