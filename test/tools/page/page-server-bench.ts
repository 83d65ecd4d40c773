/** A page's server for a test, with a scripted simulator behind it. */
import { request } from "node:http";
import { afterEach, beforeEach } from "vitest";
import { PageServer } from "../../../src/tools/page/server/page-server.ts";
import { StubBackend } from "./stub-backend.ts";

export const files = new Map([
  ["/", { type: "text/html; charset=utf-8", bytes: Buffer.from("<p>page") }],
  ["/assets/a.js", { type: "text/javascript; charset=utf-8", bytes: Buffer.from("1;") }],
]);

export let backend: StubBackend;
export let server: PageServer;
export let token: string;
export let origin: string;

/** Call it in a file, and each of its tests has a new server. */
export function serveAPage(): void {
  beforeEach(async () => {
    backend = new StubBackend();
    backend.downloads.set("node.json", { type: "application/json", body: () => Promise.resolve("{}") });
    server = await PageServer.start({ host: "127.0.0.1", port: 0, backend, files });
    const url = new URL(server.url);
    token = new URLSearchParams(url.hash.slice(1)).get("token") ?? "";
    origin = url.origin;
  });
  afterEach(() => server.close());
}

export interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Asks for exactly this path, which fetch would tidy. */
export async function get(
  path: string,
  { method = "GET", headers = {}, at = server }: { method?: string; headers?: Record<string, string>; at?: PageServer } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: at.address.port, path, method, headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on("error", reject)
      .end();
  });
}

export const bearer = (): Record<string, string> => ({ Authorization: `Bearer ${token}` });

/** The headers of a browser that opens a socket, as a page with the token. */
export function greeting(headers: Record<string, string>): Record<string, string> {
  return {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Protocol": `ding.1, token.${token}`,
    ...headers,
  };
}
