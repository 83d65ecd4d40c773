/** The client with aedes, a broker in this process. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { Aedes } from "aedes";
import { withABroker, type RealBroker } from "./with-a-broker.ts";

async function start(): Promise<RealBroker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    aedes.handle(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return Promise.resolve();
  };
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    cut,
    async stop() {
      await cut();
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
    },
  };
}

withABroker("aedes", start);
withABroker("aedes, which refuses MQTT 5", start, "auto");
