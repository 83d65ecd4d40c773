/** Where the broker is and as whom to log in there: from options, the address itself and the environment. */
import type { Command } from "commander";
import { exitCodes, UserError } from "../command-line/user-error.ts";

export interface BrokerAddress {
  host: string;
  port: number;
  username?: string;
  password?: string;
  /** Over TLS; the broker's certificate is verified. */
  tls?: true;
  /** A file with the certificate authorities to trust, in PEM; without it, those that Node.js trusts. */
  ca?: string;
}

/** The options that every command with a broker takes. */
export interface BrokerOptions {
  broker?: string;
  username?: string;
  password?: string;
  ca?: string;
}

/** 1883 is the port that IANA registered for MQTT without TLS. */
export const mqttPort = 1883;
/** 8883 is the one for MQTT over TLS. */
const mqttTlsPort = 8883;

/** Adds `--broker`, `--username`, `--password` and `--ca` to a command. */
export function addBrokerOptions(command: Command): Command {
  return command
    .option("--broker <address>", "mqtt://[user:password@]host[:port], or mqtts:// for TLS (or MQTT_BROKER; default mqtt://127.0.0.1:1883)")
    .option("--username <name>", "user name for the broker (or MQTT_USERNAME)")
    .option("--password <text>", "its password; MQTT_PASSWORD keeps it out of the list of processes")
    .option("--ca <file>", "for mqtts://: the certificate authority that the broker's certificate is verified with, in PEM (or MQTT_CA)");
}

/**
 * Reads the broker's address. An option wins over the same thing inside the address, and that over the
 * environment (MQTT_BROKER, MQTT_USERNAME, MQTT_PASSWORD, MQTT_CA). No message repeats what may hold a password.
 * @throws {UserError} when the address cannot be read, there is a password without a user name, or --ca without mqtts://
 */
export function brokerAddress(options: BrokerOptions, env: NodeJS.ProcessEnv = process.env): BrokerAddress {
  const origin = options.broker === undefined && env["MQTT_BROKER"] ? "MQTT_BROKER" : "--broker";
  const text = options.broker ?? (env["MQTT_BROKER"] || `mqtt://127.0.0.1:${mqttPort}`);
  const inAddress = parseAddress(text, origin);
  const username = options.username ?? inAddress.username ?? (env["MQTT_USERNAME"] || undefined);
  const password = options.password ?? inAddress.password ?? (env["MQTT_PASSWORD"] || undefined);
  if (password !== undefined && username === undefined) {
    // [MQTT-3.1.2-22]: without a user name there must be no password.
    throw new UserError("a password needs a user name: add --username or MQTT_USERNAME", exitCodes.usage);
  }
  if (options.ca !== undefined && !inAddress.tls) throw new UserError("--ca is for TLS: write --broker mqtts://host[:port]", exitCodes.usage);
  const ca = options.ca ?? (env["MQTT_CA"] || undefined);
  return {
    host: inAddress.host,
    port: inAddress.port,
    ...(inAddress.tls ? { tls: true } : {}),
    ...(inAddress.tls && ca !== undefined ? { ca } : {}),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

/** The address as a URL without its credentials: fit for messages. */
export function showAddress({ host, port, tls }: BrokerAddress): string {
  return `${tls ? "mqtts" : "mqtt"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function parseAddress(text: string, origin: string): BrokerAddress {
  const bad = (why: string): UserError => new UserError(`${origin}: ${why}; write mqtt://[user:password@]host[:port], or mqtts:// for TLS`, exitCodes.usage);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "mqtt" && scheme !== "mqtts") throw bad(`${scheme}:// is not supported`);
  let url: URL;
  try {
    url = new URL(scheme === undefined ? `mqtt://${text}` : text);
  } catch {
    throw bad("this is not an address (the port is 1..65535; in a password, write / ? # @ as %2F %3F %23 %40)");
  }
  const host = hostOf(url);
  if (host === "") throw bad("there is no host in it");
  if (url.port === "0") throw bad("the port is 1..65535");
  if ((url.pathname !== "" && url.pathname !== "/") || url.search !== "" || url.hash !== "") {
    throw bad("something follows the host and port (in a password, write / ? # @ as %2F %3F %23 %40)");
  }
  try {
    return {
      host,
      port: url.port === "" ? (scheme === "mqtts" ? mqttTlsPort : mqttPort) : Number(url.port),
      ...(scheme === "mqtts" ? { tls: true } : {}),
      ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
      ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
    };
  } catch {
    throw bad("a % in the user name or password must be written %25");
  }
}

/** The host as DNS has it: "küche.local" is "xn--kche-0ra.local"; "" for what is not a name. An IPv6 address is without its brackets. */
function hostOf({ hostname }: URL): string {
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  if (!hostname.includes("%")) return hostname;
  // A URL of HTTP has its host converted; in one of another scheme it is UTF-8, in %XX.
  try {
    const { href, hostname: converted } = new URL(`http://${decodeURIComponent(hostname)}`);
    return href === `http://${converted}/` ? converted : "";
  } catch {
    return "";
  }
}
