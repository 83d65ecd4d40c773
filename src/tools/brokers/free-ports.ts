/** Ports of the loopback that nobody uses, for programs that are about to start. */
import { createServer, type AddressInfo, type Server } from "node:net";

const attempts = 3;

/**
 * Calls `start` with ports that nobody uses now. Somebody else may take one before it is opened, so a start that fails is
 * repeated with other ports.
 * @throws what the last start throws
 */
export async function withFreePorts<T>(count: number, start: (ports: readonly number[]) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePorts(count));
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

/** Somebody else may take it before its user does: be ready to ask again. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/** All are open before the first is closed, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listening(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
