/** The simulator's page: whether and where to serve it, and what to say when it cannot be served. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { ownAddresses } from "../command-line/own-addresses.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import type { Backend } from "../page/server/backend.ts";
import type { PageServer } from "../page/server/page-server.ts";

export interface PageOptions {
  page: boolean;
  /** Undefined: 8080, or any free one. */
  pagePort?: number;
  open: boolean;
  /** Undefined: 127.0.0.1. */
  host?: string;
}

const usualHost = "127.0.0.1";
const usualPort = 8080;

/** What no single option's parser can see. */
export function checkPageOptions({ page, pagePort, open, host }: PageOptions): void {
  const useless = [pagePort !== undefined && "--page-port", open && "--open", host !== undefined && "--host"].find(Boolean);
  if (!page && useless) throw new UserError(`${useless} is for the page: leave out --no-page`, exitCodes.usage);
}

/** Says early that the port of --page-port is taken. @throws {UserError} */
export async function checkPagePort({ page, pagePort, host = usualHost }: PageOptions): Promise<void> {
  if (!page || !pagePort) return;
  const server = createServer();
  const code = await new Promise<string | undefined>((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(pagePort, host, () => server.close(() => resolve(undefined)));
  });
  if (code === "EADDRINUSE")
    throw new UserError(`port ${pagePort} is in use: choose another for the page with --page-port, or leave it out for any free one`, exitCodes.usage);
  if (code === "EACCES") throw new UserError(`port ${pagePort} may not be opened by this user: choose one above 1023 with --page-port`, exitCodes.usage);
  if (code !== undefined) throw new UserError(`the page cannot be served at ${host}: ${code}; check --host`, exitCodes.usage);
}

export interface Page {
  /** Its addresses: for this computer's browser, then for others in its networks. */
  urls: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves the page, and opens it if asked to. Undefined when it cannot be served: the simulator does without.
 * @param note tells the user something
 */
export async function servePage(options: PageOptions, backend: Backend, note: (text: string) => void): Promise<Page | undefined> {
  if (!options.page) return undefined;
  const { host = usualHost, pagePort = usualPort, open } = options;
  let page: PageServer;
  try {
    // Loaded as late as this, for it takes its time.
    const server = await import("../page/server/page-server.ts");
    page = await server.PageServer.start({ host, port: pagePort, backend, fallBackToFreePort: options.pagePort === undefined });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    note(`there is no page: ${reason}`);
    return undefined;
  }
  if (!isLoopback(host)) note(`--host ${host}: anyone who can reach this computer and has the page's address can use the page; what passes is not encrypted`);
  if (open) openInBrowser(page.url, note);
  const others = host === "0.0.0.0" ? ownAddresses().map((address) => page.urlAt(address)) : [];
  return { urls: [page.url, ...others], close: () => page.close() };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

/** Without a shell, so that the address cannot become a command. */
function openInBrowser(url: string, note: (text: string) => void): void {
  const [program, ...before] = openers[process.platform] ?? ["xdg-open"];
  const browser = spawn(program, [...before, url], { stdio: "ignore", detached: true });
  browser.on("error", () => note(`${program} cannot open a browser: open the page's address yourself`));
  browser.unref();
}

const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};
