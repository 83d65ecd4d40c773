/** The board on the page: what hands do to it becomes pin changes, and what its pins do is seen and said. */
import { expect, it } from "vitest";
import { button, driven, light, node, openBoard } from "./board-page.ts";
import { describePage } from "./browser.ts";

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
