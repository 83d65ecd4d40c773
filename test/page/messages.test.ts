/** Messages, publish box, plots, console and the practical's programs in a browser, with a scripted simulator. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { timeOfDay } from "../../src/tools/page/messages/time-of-day.ts";
import type { StubBackend } from "../tools/page/stub-backend.ts";
import { seriousFindings } from "./accessibility.ts";
import { describePage } from "./browser.ts";

const sensorTopic = "ding/sensor/ding";

function say(backend: StubBackend, topic: string, text: string | undefined, at = Date.now()): void {
  backend.say({ type: "message", message: { at, topic, text, bytes: text?.length ?? 3, qos: 1, retained: false } });
}

function press(backend: StubBackend, seq: number): void {
  say(backend, sensorTopic, `{"node":"ding-1","boot":3,"seq":${seq},"type":"button","event":"press","up":${seq}}`);
}

function rows(page: Page): Locator {
  return page.locator("ding-messages .message");
}

/** Resolves when there are so many rows. */
async function haveRows(page: Page, count: number): Promise<void> {
  await expect.poll(() => rows(page).count()).toBe(count);
}

describePage("the list of messages", (desk) => {
  it("shows time, topic, payload and QoS, and lays JSON out", async () => {
    const { page, backend } = await desk.openStub();
    const at = Date.now();
    say(backend, "ding/a", '{"b":[1,"c"]}', at);
    await haveRows(page, 1);
    const text = await rows(page).innerText();
    expect(text.replace(/\s+/g, " ")).toBe(`${timeOfDay(at)} ding/a QoS 1 Copy {"b": [1, "c"]}`);
  });

  it("shows what a message holds as text, never as HTML", async () => {
    const { page, backend } = await desk.openStub();
    say(backend, "ding/<b>a</b>", `<img src=x onerror="document.title='bad'">`);
    say(backend, "ding/b", `{"<img src=x>":"<script>document.title='bad'</script>"}`);
    say(backend, "ding/c", undefined);
    await haveRows(page, 3);
    expect(await rows(page).nth(0).innerText()).toContain("<img src=x onerror=");
    expect(await rows(page).nth(2).innerText()).toContain("3 bytes that are not text");
    expect(await page.locator("ding-messages :is(img, script, b)").count()).toBe(0);
    expect(await page.title()).not.toBe("bad");
  });

  it("lays nested lists out at once, and only when they are unfolded", async () => {
    const { page, backend } = await desk.openStub();
    const text = "[".repeat(9990) + "]".repeat(9990);
    for (let i = 0; i < 20; i += 1) say(backend, "ding/nested", text);
    await haveRows(page, 20);
    expect(await page.locator("ding-messages pre").count()).toBe(0);
    await rows(page).last().locator("summary").click();
    await page.locator("ding-messages pre").waitFor();
    expect((await page.locator("ding-messages pre").textContent())?.replace(/\s/g, "")).toBe(text);
  });

  it("marks a repeat and a gap", async () => {
    const { page, backend } = await desk.openStub();
    for (const seq of [1, 1, 5]) press(backend, seq);
    await haveRows(page, 3);
    expect(await rows(page).locator(".repeat").allInnerTexts()).toEqual(["repeat: ding-1 boot 3 seq 1"]);
    expect(await rows(page).locator(".gap").allInnerTexts()).toEqual(["gap: ding-1 boot 3: seq 2 to 4 missing so far"]);
  });

  it("filters with MQTT's wildcards, and explains the filter", async () => {
    const { page, backend } = await desk.openStub();
    for (const topic of ["ding/a", "ding/b/c", "$SYS/x"]) say(backend, topic, "1");
    await haveRows(page, 3);
    const box = page.getByLabel("Topic filter");
    const meaning = page.locator("ding-filter #meaning");
    await box.fill("ding/+");
    await expect.poll(() => meaning.innerText()).toContain("Matches topics of 2 levels: ding, any one level.");
    await expect.poll(() => page.locator("ding-messages .match .topic").allInnerTexts()).toEqual(["ding/a"]);
    await page.getByLabel("hide the others").check();
    await haveRows(page, 1);
    await box.fill("ding/#/c");
    await expect.poll(() => meaning.innerText()).toContain("# stands for all that follows: it must be the last level");
    expect(await box.getAttribute("aria-invalid")).toBe("true");
    await meaning.getByRole("button", { name: "ding/#" }).click();
    expect(await box.inputValue()).toBe("ding/#");
    await haveRows(page, 2);
  });

  it("waits while the user looks back, and goes on", async () => {
    const { page, backend } = await desk.openStub();
    for (let seq = 1; seq <= 100; seq += 1) press(backend, seq);
    await haveRows(page, 60);
    await page.locator("ding-messages .list").hover();
    await page.mouse.wheel(0, -400);
    const goOn = page.getByRole("button", { name: "Go on" });
    await goOn.waitFor();
    press(backend, 101);
    await page.getByRole("button", { name: "Go on (1 new)" }).waitFor();
    await page.getByRole("button", { name: "Show 60 older ones" }).click();
    await haveRows(page, 100);
    await goOn.click();
    await haveRows(page, 60);
    expect(await rows(page).last().innerText()).toContain('"seq": 101');
    await page.getByRole("button", { name: "Clear" }).click();
    await haveRows(page, 0);
  });

  it("keeps its end in view when the window gets another size", async () => {
    const { page, backend } = await desk.openStub({ viewport: { width: 1280, height: 900 } });
    for (let seq = 1; seq <= 50; seq += 1) press(backend, seq);
    await haveRows(page, 50);
    const isAtEnd = (): Promise<boolean> => page.locator("ding-messages .list").evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight < 2);
    for (const width of [500, 1600, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(isAtEnd).toBe(true);
    }
    press(backend, 51);
    await haveRows(page, 51);
    await expect.poll(isAtEnd).toBe(true);
    expect(await page.getByRole("button", { name: "Go on" }).count()).toBe(0);
  });

  it("is walked through by keyboard, and copies", async () => {
    const { page, backend } = await desk.openStub({ permissions: ["clipboard-read", "clipboard-write"] });
    for (const text of ["one", "two", "three"]) say(backend, "ding/a", text);
    await haveRows(page, 3);
    await rows(page).last().focus();
    await page.keyboard.press("Home");
    await expect
      .poll(() =>
        rows(page)
          .first()
          .evaluate((row) => row.matches(":focus")),
      )
      .toBe(true);
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(() =>
        rows(page)
          .nth(1)
          .evaluate((row) => row.matches(":focus")),
      )
      .toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Copied the message.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\d\d:\d\d:\d\d\.\d{3} ding\/a two \[QoS 1\]$/);
    await page.getByRole("button", { name: "Copy all" }).click();
    await page.getByText("Copied 3 messages.").waitFor();
  });

  it("keeps up with a flood, in a list that stays short", async () => {
    const { page, backend } = await desk.openStub();
    await page.evaluate(() => {
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) document.title = String(Math.max(Number(document.title) || 0, duration));
      }).observe({ entryTypes: ["longtask"] });
    });
    // 20 every 100 ms are 200 a second.
    let seq = 0;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        for (let i = 0; i < 20; i += 1) press(backend, (seq += 1));
        if (seq < 600) return;
        clearInterval(timer);
        resolve();
      }, 100);
    });
    await page.getByText('"seq": 600').waitFor();
    expect(await rows(page).count()).toBe(60);
    expect(await page.locator("ding-messages .mark:is(.gap, .repeat)").count()).toBe(0);
    console.log(`longest task in a flood of 200 messages a second: ${Number(await page.title()) || "less than 50"} ms`);
  });
});

describePage("the publish box", (desk) => {
  it("publishes a command, and shows what the node answers", async () => {
    const { page, backend } = await desk.openStub();
    backend.answer = (message, reply) => {
      if (message.type !== "publish") return;
      reply({ type: "published", id: message.id, error: undefined });
      const id = /"id":"([^"]+)"/.exec(message.payload)?.[1] ?? "";
      if (message.payload.includes('"brightness":2')) {
        const { topic, payload } = message;
        say(backend, "ding/error/ding-1", JSON.stringify({ node: "ding-1", error: "brightness must be 0..1", topic, payload }));
      } else say(backend, "ding/state/ding-1/led", JSON.stringify({ state: "on", brightness: 1, id }));
    };
    const box = page.locator("ding-publish");
    const publish = box.getByRole("button", { name: "Publish" });
    await box.getByRole("button", { name: "toggle" }).click();
    await publish.click();
    await box.getByText("accepts it").waitFor();
    expect(backend.asked.at(-1)).toMatchObject({ type: "publish", topic: "ding/control/led", qos: 1, retain: false });
    await box.getByRole("button", { name: "a wrong one" }).click();
    await box.getByLabel("QoS").selectOption("2");
    await publish.click();
    await box.getByText("brightness must be 0..1").waitFor();
    expect(backend.asked.at(-1)).toMatchObject({ qos: 2, payload: expect.stringContaining('"id":"page-') as unknown });
  });

  it("says when there is no answer, and why", async () => {
    const { page, backend } = await desk.openStub();
    backend.answer = (message, reply) => {
      if (message.type === "publish") reply({ type: "published", id: message.id, error: undefined });
    };
    backend.say({ type: "faults", faults: { wifi: false, broker: true, bytesPerSecond: undefined, silent: false, unplugged: [] } });
    const box = page.locator("ding-publish");
    await box.getByRole("button", { name: "Publish" }).click();
    await box.getByText("does not answer. Wi-Fi is off.").waitFor();
    await box.getByLabel("Topic").fill("ding/other");
    await box.getByRole("button", { name: "Publish" }).click();
    await box.getByText("No node listens to ding/other").waitFor();
    await box.getByLabel("Message").fill("");
    await box.getByLabel("Topic").fill("ding/control/led");
    await box.getByRole("button", { name: "Publish" }).click();
    await box.getByText("An empty message is ignored.").waitFor();
    await box.getByLabel("Topic").fill("ding/#");
    await box.getByText("+ and # are for subscribing").waitFor();
    expect(await box.getByRole("button", { name: "Publish" }).isDisabled()).toBe(true);
  });
});

describePage("plots, console and programs", (desk) => {
  it("a reading and the memory are drawn, and said in words", async () => {
    const { page, backend } = await desk.openStub();
    const state = { power: true, wifi: "connected", mqtt: "connected", retryAt: undefined, queued: 0, dropped: 0, losses: 0, lastLoss: "" } as const;
    backend.say({ type: "state", node: "ding-1", at: Date.now(), state: { ...state, memory: { used: 1221, total: 5874 } } });
    for (const [index, value] of [0.5, 0.25].entries()) {
      say(
        backend,
        sensorTopic,
        JSON.stringify({ node: "ding-1", boot: 1, seq: index + 1, type: "reading", sensor: "light", value, unit: "ratio" }),
        1e12 + index * 1000,
      );
    }
    const plots = page.locator("ding-plots");
    await plots.getByRole("img", { name: "light of ding-1: last 0.25 ratio, lowest 0.25, highest 0.5, in 10 s" }).waitFor();
    await plots.getByRole("img", { name: /^memory in use of ding-1: last 1221 variables/ }).waitFor();
    expect(await plots.locator("polyline").first().getAttribute("points")).toBe("270,0 300,90");
  });

  it("readings of made-up nodes fill no page", async () => {
    const { page, backend } = await desk.openStub();
    for (let i = 0; i < 300; i += 1) say(backend, sensorTopic, JSON.stringify({ node: `n${i}`, type: "reading", sensor: "light", value: 1e97 * i }), 1e12 + i);
    say(backend, sensorTopic, JSON.stringify({ node: "ding-1", type: "reading", sensor: "light", value: 1 }), 2e12);
    await page.locator("ding-plots figcaption", { hasText: "ding-1" }).waitFor();
    expect(await page.locator("ding-plots figure").count()).toBe(13);
  });

  it("the console shows lines as text, types, and knows what was typed", async () => {
    const { page, backend } = await desk.openStub();
    backend.say({ type: "console", node: "ding-1", at: Date.now(), line: "<b>hello</b>" });
    const board = page.locator("ding-console");
    await board.getByText("<b>hello</b>").waitFor();
    await board.getByRole("button", { name: "status" }).click();
    const input = board.getByRole("textbox");
    await input.fill("print('é')");
    await input.press("Enter");
    await input.press("ArrowUp");
    expect(await input.inputValue()).toBe("print('é')");
    const typed = (): unknown[] => backend.asked.filter(({ type }) => type === "type");
    await expect.poll(typed).toEqual([
      { type: "type", node: "ding-1", text: "ding.status()\n" },
      { type: "type", node: "ding-1", text: "print('\xc3\xa9')\n" },
    ]);
  });

  it("the programs have this broker's address, to read and to download", async () => {
    const { page } = await desk.openStub();
    const programs = page.locator("ding-listings");
    await programs.getByText('BASE = "ding"').waitFor();
    await programs.getByLabel("publisher").check();
    await programs.getByLabel("2", { exact: true }).check();
    await programs.getByText("publisher-paho2.py").first().waitFor();
    for (const [link, name] of [
      [/^Download/, "publisher-paho2.py"],
      ["diagram.json", "diagram.json"],
      ["wokwi.toml", "wokwi.toml"],
    ] as const) {
      const [download] = await Promise.all([page.waitForEvent("download"), programs.getByRole("button", { name: link }).click()]);
      expect(download.suggestedFilename()).toBe(name);
      expect(readFileSync(await download.path(), "utf8")).toMatch(/BROKER = "127|"wokwi"|\[wokwi\]/);
    }
  });

  it.each(["light", "dark"] as const)("all can be used by everybody, in %s colours", async (colorScheme) => {
    const { page, backend } = await desk.openStub({ colorScheme });
    for (const seq of [1, 1, 5]) press(backend, seq);
    say(backend, "ding/long", JSON.stringify({ text: "x".repeat(500) }));
    await haveRows(page, 4);
    await page.getByLabel("Topic filter").fill("ding/sensor/#");
    await expect.poll(() => page.locator("ding-messages .match").count()).toBe(3);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
