/** A broker over TLS on the loopback, and a file with the certificate authority to trust. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { Aedes } from "aedes";
import { onTestFinished } from "vitest";
import { certificateFor } from "../../support/certificate.ts";

/** @param host the address that its certificate is made out to */
export async function tlsBroker(host = "127.0.0.1"): Promise<{ port: number; ca: string }> {
  const certificate = certificateFor(host);
  const folder = mkdtempSync(join(tmpdir(), "tls-"));
  const ca = join(folder, "ca.pem");
  writeFileSync(ca, certificate.cert);
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer(certificate, (socket) => aedes.handle(socket));
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => aedes.close(resolve));
    rmSync(folder, { recursive: true });
  });
  return { port: (server.address() as AddressInfo).port, ca };
}
