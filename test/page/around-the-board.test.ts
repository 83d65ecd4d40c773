/** What is around the board on the page: faults, state, the way of a press, several boards, scenarios. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { PressTrace } from "../../src/tools/page/protocol.ts";
import { changedHello, node, openBoard, state, threeNodes } from "./board-page.ts";
import { describePage } from "./browser.ts";

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
    const press: PressTrace = { node, button: "", press: 1, boot: 3, seq: 17, at: { pin, message: pin + 26, outbox: pin + 26 } };
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
    backend.say({ type: "press", press: { node, button: "", press: 1, boot: 3, seq: 17, at: { pin: Date.now(), message: Date.now(), outbox: Date.now() } } });
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
