/**
 * A browser for the tests of a file: `describePage` starts Chromium before the first and ends it after the last. A test fails
 * when a page that it opened has complained: by an error in the console, a request that failed, or a policy that was broken.
 */
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import type { Backend } from "../../src/tools/page/server/backend.ts";
import { PageServer } from "../../src/tools/page/server/page-server.ts";
import { StubBackend } from "../tools/page/stub-backend.ts";
import { chromiumFlags, findChromium } from "./chromium.ts";

const executablePath = findChromium();

/** Tests that need a browser; skipped without one. */
export function describePage(name: string, tests: (desk: PageDesk) => void): void {
  describe.skipIf(executablePath === undefined)(name, () => {
    const desk = new PageDesk();
    beforeAll(() => desk.start());
    afterEach(() => desk.clear());
    afterAll(() => desk.end());
    tests(desk);
  });
}

export class PageDesk {
  /** What the pages of this test have complained of. */
  readonly complaints: string[] = [];
  private _browser: Browser | undefined;
  private _forgiven: RegExp[] = [];
  private _ends: (() => Promise<unknown>)[] = [];

  /** Has a test accept complaints, of a connection that it cuts for instance. */
  forgive(complaint: RegExp): void {
    this._forgiven.push(complaint);
  }

  /** Something to end after the test; the last one first. */
  onEnd(end: () => Promise<unknown>): void {
    this._ends.push(end);
  }

  /** A server for this test, at a free port. */
  async serve(backend: Backend): Promise<PageServer> {
    const server = await PageServer.start({ host: "127.0.0.1", port: 0, backend });
    this.onEnd(() => server.close());
    return server;
  }

  /** A page of a scripted simulator. */
  async openStub(options?: BrowserContextOptions): Promise<{ page: Page; backend: StubBackend; server: PageServer }> {
    const backend = new StubBackend();
    const server = await this.serve(backend);
    const page = await this.open(server.url, options);
    await expect.poll(() => backend.pages).toBe(1);
    return { page, backend, server };
  }

  /** Opens an address in a window of its own, such as a phone's: `{ viewport: { width: 390, height: 844 } }`. */
  async open(url: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await this.blank(options);
    await page.goto(url);
    return page;
  }

  /** An empty page, for scripts that must be there before the page's own. */
  async blank(options?: BrowserContextOptions): Promise<Page> {
    if (this._browser === undefined) throw new Error("the browser has not been started");
    const context = await this._browser.newContext(options);
    this.onEnd(() => context.close());
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.complaints.push(`error: ${error.message}`));
    page.on("requestfailed", (request) => this.complaints.push(`failed: ${request.url()} ${request.failure()?.errorText ?? ""}`));
    page.on("response", (response) => {
      if (response.status() >= 400) this.complaints.push(`answered ${response.status()}: ${response.url()}`);
    });
    return page;
  }

  async start(): Promise<void> {
    this._browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: chromiumFlags });
  }

  /** Closes what the test has opened, pages before their servers, and fails it for complaints. */
  async clear(): Promise<void> {
    for (const end of this._ends.splice(0).reverse()) await end();
    const forgiven = this._forgiven.splice(0);
    const complaints = this.complaints.splice(0).filter((complaint) => !forgiven.some((pattern) => pattern.test(complaint)));
    expect(complaints, "what the page complained of").toEqual([]);
  }

  async end(): Promise<void> {
    await this._browser?.close();
  }
}
