/** The page in a browser: it loads without a complaint, quickly, and runs nothing that a message brings. */
import { once } from "node:events";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { hello, StubBackend } from "../tools/page/stub-backend.ts";
import { seriousFindings } from "./accessibility.ts";
import { describePage } from "./browser.ts";

/** ms; it takes a tenth of that, but not on every computer at every hour. */
const patience = 10_000;

describePage("the page", (desk) => {
  it("connects, and shows the board", async () => {
    const { page } = await desk.openStub();
    await page.getByText("ding-1").first().waitFor();
  });

  it("paints at once", async () => {
    const { page } = await desk.openStub();
    const paint = await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    const ms = Number(await paint.jsonValue());
    console.log(`first paint after ${Math.round(ms)} ms`);
    expect(ms).toBeLessThan(patience);
  });

  it.each(["light", "dark"] as const)("can be used by everybody, in %s colours", async (colorScheme) => {
    const { page } = await desk.openStub({ colorScheme });
    await page.getByText("ding-1").first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("shows what others have named as text, never as HTML", async () => {
    const backend = new StubBackend();
    const name = `<img src="x" onerror="document.title='bad'">`;
    if (hello.type !== "hello") throw new Error("the greeting is not one");
    const nodes = hello.nodes.map((node) => ({ ...node, node: name }));
    backend.welcome = () => [{ ...hello, nodes }];
    const server = await desk.serve(backend);
    const page = await desk.open(server.url);
    await page.getByText(name).first().waitFor();
    expect(await page.title()).not.toBe("bad");
    expect(await page.locator("img[src=x]").count()).toBe(0);
  });

  it("may not run a script, or set HTML, that is not its own", async () => {
    const { page } = await desk.openStub();
    desk.forgive(/Content Security Policy|Trusted(HTML|Script)/);
    const done = await page.evaluate(() => {
      const script = document.createElement("script");
      try {
        script.textContent = "document.title = 'bad'";
      } catch {
        // Refused even earlier.
      }
      document.body.append(script);
      try {
        document.body.insertAdjacentHTML("beforeend", "<p>bad</p>");
      } catch {
        return "refused";
      }
      return "done";
    });
    expect(done).toBe("refused");
    expect(await page.title()).not.toBe("bad");
  });

  it.each([
    ["without the token", ""],
    ["with the token of an earlier start", "#token=of-yesterday"],
  ])("%s sees no simulator, and says what to do", async (_name, hash) => {
    const backend = new StubBackend();
    const server = await desk.serve(backend);
    // The browser says so in its console: the page's socket is refused.
    desk.forgive(/WebSocket connection .* failed|401/);
    const page = await desk.open(server.url.replace(/#.*/, hash));
    await page.getByText("The token of this page is missing, or of an earlier start of the simulator.").waitFor();
    expect(await page.locator("main").count()).toBe(0);
    expect(backend.pages).toBe(0);
    // The right address in the same tab loads the page anew, though it differs behind the # alone.
    await page.goto(server.url);
    await page.getByText("Simulator running").waitFor();
  });

  it("keeps the token for this tab, and shows it nowhere", async () => {
    const { page, server } = await desk.openStub();
    const token = server.url.replace(/.*=/, "");
    await page.getByText("Simulator running").waitFor();
    expect(page.url()).not.toContain(token);
    await page.reload();
    await page.getByText("Simulator running").waitFor();
    desk.forgive(/WebSocket connection|ERR_CONNECTION_REFUSED/);
    await server.close();
    await page.getByText("The simulator has ended.").waitFor();
    await expect.poll(() => desk.complaints.length).toBeGreaterThan(0);
    expect(desk.complaints.join("\n")).not.toContain(token);
  });

  it("of another site cannot connect, even with the token", async () => {
    const { server, backend } = await desk.openStub();
    const page = await desk.blank();
    desk.forgive(/WebSocket connection .* failed/);
    // On this computer too: Chromium keeps sites elsewhere away from it by itself, which other browsers do not.
    const other = createServer((_, response) => void response.setHeader("Content-Type", "text/html").end("<p>another site")).listen(0, "127.0.0.1");
    desk.onEnd(async () => {
      other.closeAllConnections();
      await promisify(other.close.bind(other))();
    });
    await once(other, "listening");
    const address = other.address();
    await page.goto(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`);
    const [start = "", token = ""] = server.url.replace("http", "ws").split("#token=");
    const outcome = await page.evaluate(
      ({ url, protocols }) =>
        new Promise((resolve) => {
          const socket = new WebSocket(url, protocols);
          socket.onopen = () => resolve("open");
          socket.onerror = () => resolve("refused");
        }),
      { url: `${start}socket`, protocols: ["ding.1", `token.${token}`] },
    );
    expect(outcome).toBe("refused");
    expect(desk.complaints).toEqual([expect.stringContaining("Unexpected response code: 403")]);
    expect(backend.pages).toBe(1);
  });

  it("cannot be put into another page's frame", async () => {
    const { server } = await desk.openStub();
    const page = await desk.blank();
    desk.forgive(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE/);
    await page.setContent(`<iframe src="${server.url}"></iframe>`);
    await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
  });
});
