/** The page's server: who gets which file, and who gets nothing. */
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/tools/command-line/user-error.ts";
import { PageServer } from "../../../src/tools/page/server/page-server.ts";
import { backend, bearer, files, get, greeting, serveAPage, token } from "./page-server-bench.ts";

serveAPage();

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
