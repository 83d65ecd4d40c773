/** The page's socket: who may open it, and what goes over it. */
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { PageServer } from "../../../src/tools/page/server/page-server.ts";
import { backend, files, get, greeting, origin, serveAPage, server, token } from "./page-server-bench.ts";

serveAPage();

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
