/** A server as a process of ours: when it is ready, and what is said when it is not. */
import { expect, it, onTestFinished } from "vitest";
import { ServerProcess } from "../../../src/tools/brokers/server-process.ts";
import { freePort } from "../../../src/tools/brokers/free-ports.ts";

/** A server that is this program, in JavaScript. */
function server(program: string): ServerProcess {
  const started = new ServerProcess({ program: process.execPath, args: ["-e", program], cwd: process.cwd(), env: {} });
  onTestFinished(() => started.end("SIGKILL"));
  return started;
}

it("is ready when its log says so", async () => {
  const started = server('console.log("starting"); console.error("version 2.1 is ready"); setInterval(() => undefined, 1000)');
  expect((await started.logged(/version (\S+) is ready/))[1]).toBe("2.1");
  expect(started.hasEnded).toBe(false);
  await started.end("SIGTERM");
  expect(started.hasEnded).toBe(true);
  expect(started.cpu()).toBe(0);
});

it("that ends instead says what it had to say", async () => {
  await expect(server('console.log("port is taken")').logged(/ready/)).rejects.toThrow(/does not start: it ended; it says:\nport is taken/);
});

it("is ready when it listens", async () => {
  const port = await freePort();
  const started = server(`setTimeout(() => require("net").createServer().listen(${port}, "127.0.0.1"), 50)`);
  await started.listensAt(port);
  expect(started.hasEnded).toBe(false);
});

it("that cannot be run is named", async () => {
  const missing = new ServerProcess({ program: "/nowhere/broker", args: [], cwd: process.cwd(), env: {} });
  await expect(missing.logged(/ready/)).rejects.toThrow(/\/nowhere\/broker does not start/);
});
