/** This computer's addresses in its networks. */
import { networkInterfaces } from "node:os";

/** IPv4 alone: Espruino knows no other. */
export function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address);
}
