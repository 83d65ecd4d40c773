/** The real interpreter, on real time, with a broker on the loopback, and with short waits in its configuration. */
import { once } from "node:events";
import { createServer, Socket, type AddressInfo, type Server } from "node:net";
import { onTestFinished } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { realClock } from "../../board/virtual/index.ts";
import { click, dingFor, flashed, wait } from "../node/node.ts";
import { ownBroker } from "../node/own-broker.ts";
import { Link } from "./link.ts";
import type { Line, World } from "./world.ts";

const host = "127.0.0.1";
/** s: how finely it is looked whether something has happened. */
const step = 0.02;

/** Waits for a case in which the connection must be lost. Where it must be kept, they are the node's defaults, for the computer may be busy. */
const shortWaits = { keepalive: 5, recovery: { answer: 3000, receipt: 3000 } };

/** @param losesConnection whether the case is one in which the connection gets lost */
export async function realWorld(espruino: string, ding: object, losesConnection: boolean): Promise<World> {
  const broker = await ownBroker();
  const link = new Link(broker.handle, realClock, (stream) => {
    if (stream instanceof Socket) stream.resetAndDestroy();
  });
  const sockets = new Set<Socket>();
  const open = async (port: number): Promise<Server> => {
    const server = createServer((socket) => {
      sockets.add(socket.setNoDelay(true));
      socket.on("error", () => undefined); // a reset
      socket.once("close", () => sockets.delete(socket));
      link.accept(socket);
    });
    server.listen(port, host);
    await once(server, "listening");
    return server;
  };
  const close = async (server: Server): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  };
  let server: Server | undefined = await open(0);
  const { port } = server.address() as AddressInfo;
  const listen = async (isOpen: boolean): Promise<void> => {
    if (server) await close(server);
    server = isOpen ? await open(port) : undefined;
  };
  onTestFinished(async () => {
    await listen(false);
    await broker.close();
  });
  const config = dingFor({ address: { host, port } });
  const { keepalive, recovery } = shortWaits;
  const waits = losesConnection ? { mqtt: { ...config.mqtt, keepalive }, recovery } : {};
  const { board } = await flashed(() => new LinuxEspruino(espruino), { ...config, ...waits, ...ding });
  const lines: Line[] = [];
  const now = (): number => realClock.now() / 1000;
  board.onLine((text) => lines.push({ at: now(), text }));
  return {
    board,
    link,
    lines,
    told: broker.told,
    publish: broker.publish,
    now,
    pass: (seconds) => wait(seconds * 1000),
    until: async (condition, seconds) => {
      const end = now() + seconds;
      while (!condition() && now() < end) await wait(step * 1000);
      return condition();
    },
    press: () => click(board),
    listen,
  };
}
