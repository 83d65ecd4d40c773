/** `npm start -- --mdns`: the embedded broker makes itself known in the network. */
import { hostname } from "node:os";
import { ownAddresses } from "../command-line/own-addresses.ts";
import { advertise, type Advertised } from "../mdns/advertise.ts";

/** Bytes of a computer's name that the broker's name repeats; a label of DNS has 63. */
const longestHostname = 40;

/**
 * Says what happens, in `note`. Returns what takes the announcement back.
 * @param start by default the network's multicast DNS
 */
export function announceBroker(port: number, note: (text: string) => void, start: (what: Advertised) => () => Promise<void> = advertise): () => Promise<void> {
  const addresses = ownAddresses();
  if (addresses.length === 0) {
    note("the broker cannot make itself known by mDNS: this computer is in no network");
    return () => Promise.resolve();
  }
  const name = `ding broker on ${(hostname().split(".")[0] ?? "").slice(0, longestHostname)}`;
  const onError = (error: Error): void => note(`the broker cannot make itself known by mDNS: ${error.message}`);
  const stop = start({ name, port, addresses, onError });
  const where = addresses.map((address) => `${address}:${port}`).join(", ");
  note(`the broker makes itself known by mDNS as "${name}", at ${where}; anyone in the network can use it, without a password`);
  return stop;
}
