/** `npm start -- --mdns`: the embedded broker makes itself known in the network. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { addressesFor, hardwareId } from "../command-line/own-addresses.ts";
import { advertise, type Advertised } from "../mdns/advertise.ts";

/** Bytes of a computer's name that the broker's name repeats; a label of DNS has 63. */
const longestHostname = 32;

/**
 * Says what happens, in `note`. Returns what takes the announcement back.
 * @param start by default the network's multicast DNS
 */
export function announceBroker(port: number, note: (text: string) => void, start: (what: Advertised) => () => Promise<void> = advertise): () => Promise<void> {
  const addresses = addressesFor();
  if (addresses.length === 0) {
    note("the broker cannot make itself known by mDNS: this computer is in no network");
    return () => Promise.resolve();
  }
  // Computers that were set up from the same image have the same name, and one computer may run several brokers.
  const id = `${hardwareId() ?? randomBytes(3).toString("hex")}-${port}`;
  const name = brokerName(hostname(), id);
  const onError = (error: Error): void => note(`the broker cannot make itself known by mDNS: ${error.message}`);
  const stop = start({ name, host: `mqtt-broker-${id}`, port, addressesFor, onError });
  const where = addresses.map((address) => `${address}:${port}`).join(", ");
  note(`the broker makes itself known by mDNS as "${name}", at ${where}; anyone in the network can use it, without a password`);
  return stop;
}

/** The name that people choose from a list: of the computer, and what tells it from others of that name. */
export function brokerName(computer: string, id: string): string {
  const label = Buffer.from(computer.split(".")[0] ?? "").subarray(0, longestHostname);
  // A character that is cut through is left out.
  const start = new TextDecoder().decode(label, { stream: true });
  return `ding broker on ${start} (${id})`;
}
