/** The page's server: who gets what, and who gets nothing. */
import { once } from "node:events";
import { request } from "node:http";
import { connect, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { PageServer } from "../../../src/tools/page/server/page-server.ts";
import { UserError } from "../../../src/tools/command-line/user-error.ts";
import { StubBackend } from "./stub-backend.ts";

const files = new Map([
  ["/", { type: "text/html; charset=utf-8", bytes: Buffer.from("<p>page") }],
  ["/assets/a.js", { type: "text/javascript; charset=utf-8", bytes: Buffer.from("1;") }],
]);

let backend: StubBackend;
let server: PageServer;
let token: string;
let origin: string;

beforeEach(async () => {
  backend = new StubBackend();
  backend.downloads.set("node.json", { type: "application/json", body: () => Promise.resolve("{}") });
  server = await PageServer.start({ host: "127.0.0.1", port: 0, backend, files });
  const url = new URL(server.url);
  token = new URLSearchParams(url.hash.slice(1)).get("token") ?? "";
  origin = url.origin;
});
afterEach(() => server.close());

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Asks for exactly this path, which fetch would tidy. */
async function get(
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

const bearer = (): Record<string, string> => ({ Authorization: `Bearer ${token}` });

/** The headers of a browser that opens a socket, as a page with the token. */
function greeting(headers: Record<string, string>): Record<string, string> {
  return {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Protocol": `ding.1, token.${token}`,
    ...headers,
  };
}

describe("the page's files", () => {
  it("are served to anyone on this computer, with their types", async () => {
    expect(await get("/")).toMatchObject({ status: 200, body: "<p>page", headers: { "content-type": "text/html; charset=utf-8" } });
    expect(await get("/assets/a.js?x")).toMatchObject({ status: 200, body: "1;", headers: { "content-type": "text/javascript; charset=utf-8" } });
  });

  it("HEAD answers without the body", async () => {
    expect(await get("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "", headers: { "content-length": "7" } });
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is refused", async (method) => {
    expect(await get("/", { method })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });

  it.each([
    "/../package.json",
    "/assets/../../package.json",
    "/%2e%2e/package.json",
    "/..%5cpackage.json",
    "//etc/passwd",
    "/package.json",
    "/downloads/../package.json",
  ])("%s leads nowhere", async (path) => {
    expect([401, 404]).toContain((await get(path)).status);
    expect((await get(path, { headers: bearer() })).status).toBe(404);
  });

  it.each(["/", "/nothing", "/downloads/node.json"])("the answer to %s forbids the browser everything that the page does not need", async (path) => {
    const { headers } = await get(path);
    const policy = String(headers["content-security-policy"]);
    for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]) {
      expect(policy.split("; ")).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
  });
});

describe("the Host header", () => {
  it.each(["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost@evil.example", "192.168.0.7", "a b"])(
    "%j is refused: a name that leads here is not ours",
    async (host) => {
      expect([400, 403]).toContain((await get("/", { headers: { Host: host } })).status);
      expect([400, 403]).toContain((await get("/socket", { headers: greeting({ Host: host, Origin: `http://${host}` }) })).status);
    },
  );

  it.each(["localhost", "127.0.0.1", "LOCALHOST:99", "[::1]:8080"])("%s is this computer", async (host) => {
    expect((await get("/", { headers: { Host: host } })).status).toBe(200);
  });

  it("may be any address, but no name, when the server listens everywhere", async () => {
    const open = await PageServer.start({ host: "0.0.0.0", port: 0, backend, files });
    try {
      expect(open.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=/);
      expect(open.urlAt("fe80::1")).toMatch(/^http:\/\/\[fe80::1\]:\d+\/#token=/);
      expect((await get("/", { at: open, headers: { Host: "192.168.0.7:80" } })).status).toBe(200);
      expect((await get("/", { at: open, headers: { Host: "[fe80::1]" } })).status).toBe(200);
      expect((await get("/", { at: open, headers: { Host: "evil.example" } })).status).toBe(403);
    } finally {
      await open.close();
    }
  });
});

describe("downloads", () => {
  it("need the token", async () => {
    expect((await get("/downloads/node.json")).status).toBe(401);
    expect((await get(`/downloads/node.json?token=${token}`)).status).toBe(401);
    for (const wrong of ["", "Bearer", "Bearer ", token, `Bearer ${token.slice(0, -1)}`, `Basic ${token}`]) {
      expect((await get("/downloads/node.json", { headers: { Authorization: wrong } })).status, wrong).toBe(401);
    }
    const { status, body, headers } = await get("/downloads/node.json", { headers: bearer() });
    expect({ status, body }).toEqual({ status: 200, body: "{}" });
    expect(headers).toMatchObject({ "content-type": "application/json", "content-disposition": 'attachment; filename="node.json"' });
  });

  it("one that cannot be made says why", async () => {
    backend.downloads.set("node.json", { type: "application/json", body: () => Promise.reject(new Error("the build failed")) });
    expect(await get("/downloads/node.json", { headers: bearer() })).toMatchObject({ status: 500, body: "node.json could not be made: the build failed\n" });
  });
});

describe("the socket", () => {
  it.each([
    ["no origin", () => greeting({}), 403],
    ["another site", () => greeting({ Origin: "https://evil.example" }), 403],
    ["another server of this computer", () => greeting({ Origin: "http://127.0.0.1:1" }), 403],
    ["a sandboxed frame", () => greeting({ Origin: "null" }), 403],
    ["the same address by https", () => greeting({ Origin: origin.replace("http", "https") }), 403],
  ])("refuses %s, in a sentence", async (_, headers, status) => {
    const got = await get("/socket", { headers: headers() });
    expect(got.status).toBe(status);
    expect(got.body).toMatch(/^[A-Z].*\.\n$/);
    expect(backend.pages).toBe(0);
  });

  it.each(["", "ding.1", "ding.1, token.", "ding.1, token.wrong", "ding.1, wrong"])("refuses the subprotocols %j, for there is no token", async (protocols) => {
    const headers = greeting({ "Origin": origin, "Sec-WebSocket-Protocol": protocols });
    const { status, body } = await get(`/socket?token=${token}`, { headers });
    expect(status).toBe(401);
    expect(body).toContain("open the address that the simulator printed");
    expect(backend.pages).toBe(0);
  });

  it("is nowhere else", async () => {
    expect((await get("/", { headers: greeting({ Origin: origin }) })).status).toBe(404);
  });

  it("that is refused and left open by the client does not keep the server from ending", async () => {
    const client = connect({ host: "127.0.0.1", port: server.address.port, allowHalfOpen: true });
    client.on("error", () => undefined);
    client.write(`GET /socket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    await once(client, "data");
    await server.close();
    client.destroy();
  });

  it("has a new token at each start", async () => {
    const other = await PageServer.start({ host: "127.0.0.1", port: 0, backend, files });
    await other.close();
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(other.url).not.toContain(token);
  });
});

describe("a page", () => {
  let page: WebSocket;
  let frames: unknown[];

  beforeEach(async () => {
    page = new WebSocket(`${origin.replace("http", "ws")}/socket`, ["ding.1", `token.${token}`], { origin });
    frames = [];
    page.on("message", (data: Buffer) => frames.push(JSON.parse(data.toString())));
    await once(page, "message");
  });
  afterEach(() => page.terminate());

  /** Sends it, and waits for the next frame. */
  async function ask(message: string | Buffer): Promise<unknown> {
    page.send(message);
    await once(page, "message");
    return frames.at(-1);
  }

  it("is answered with the protocol, never with the token", () => {
    expect(page.protocol).toBe("ding.1");
  });

  it("is welcomed in one frame", () => {
    expect(frames).toEqual([backend.welcome()]);
  });

  it("has its requests done, and gets the answers alone", async () => {
    backend.answer = (_, reply) => reply({ type: "published", id: 7, error: undefined });
    expect(await ask('{"type":"publish","id":7,"topic":"t","payload":"","qos":1,"retain":false,"more":1}')).toEqual([{ type: "published", id: 7 }]);
    expect(backend.asked).toEqual([{ type: "publish", id: 7, topic: "t", payload: "", qos: 1, retain: false }]);
  });

  it("hears what happens, a burst in one frame", async () => {
    for (const level of [0, 1, 0]) backend.say({ type: "pin", node: "ding-1", pin: "D2", level });
    await once(page, "message");
    expect(frames).toHaveLength(2);
    expect(frames[1]).toHaveLength(3);
  });

  it("gets a board's serial port only while it wants it", async () => {
    backend.answer = (message, reply) => message.type === "publish" && reply({ type: "published", id: message.id, error: undefined });
    const serial = { type: "serial", node: "ding-1", bytes: "x" } as const;
    /** Tells the server what the page wants; answered when that has been done. */
    const want = async (id: number, wanted: boolean): Promise<void> => {
      page.send(JSON.stringify({ type: "serial", node: "ding-1", wanted }));
      page.send(JSON.stringify({ type: "publish", id, topic: "t", payload: "", qos: 0, retain: false }));
      while (!JSON.stringify(frames.at(-1)).includes(`"id":${id}`)) await once(page, "message");
    };
    backend.say(serial);
    await want(1, true);
    backend.say(serial);
    backend.say({ ...serial, node: "ding-2" });
    await want(2, false);
    backend.say(serial);
    await want(3, false);
    expect(frames.flat().filter((message) => JSON.stringify(message).includes("serial"))).toEqual([serial]);
  });

  it("that talks nonsense is told so, and stays", async () => {
    expect(await ask("nonsense")).toEqual([{ type: "refused", request: "message", reason: "it must be a JSON object" }]);
    expect(await ask(Buffer.from("{}"))).toEqual([{ type: "refused", request: "message", reason: "messages are text" }]);
    expect(await ask('{"type":"power","node":"ding-1"}')).toEqual([{ type: "refused", request: "power", reason: "on must be true or false" }]);
    expect(backend.asked).toEqual([]);
    expect(page.readyState).toBe(WebSocket.OPEN);
  });

  it("that sends more than a megabyte is cut", async () => {
    page.send("x".repeat(1024 * 1024 + 1));
    const [code] = (await once(page, "close")) as [number];
    expect(code).toBe(1009);
  });

  it("that leaves is forgotten", async () => {
    page.close();
    await once(page, "close");
    // The server hears of it with the next turn at the latest: its own close frame has been answered.
    await expect.poll(() => backend.pages).toBe(0);
  });

  it("that reads nothing is cut before it fills the memory", async () => {
    page.pause();
    const line = "x".repeat(1024 * 1024);
    for (let megabytes = 0; megabytes < 200 && backend.pages > 0; megabytes++) {
      backend.say({ type: "console", node: "ding-1", at: 0, line });
      await new Promise(setImmediate);
    }
    await expect.poll(() => backend.pages).toBe(0);
  });

  it("is cut when the server ends", async () => {
    const closed = once(page, "close");
    await server.close();
    await closed;
  });
});

describe("the port", () => {
  it("that is taken is named, with what to do", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    try {
      const start = PageServer.start({ host: "127.0.0.1", port, backend, files });
      await expect(start).rejects.toThrow(UserError);
      await expect(start).rejects.toThrow(`the page cannot use port ${port}: another program has it; choose another one with --page-port`);
      const other = await PageServer.start({ host: "127.0.0.1", port, backend, files, fallBackToFreePort: true });
      expect(other.address.port).not.toBe(port);
      await other.close();
    } finally {
      taken.close();
    }
  });

  it("cannot be opened at another computer's address", async () => {
    await expect(PageServer.start({ host: "192.0.2.1", port: 0, backend, files })).rejects.toThrow("it is not an address of this computer");
  });
});
