/** A connection to a broker over the mqtt package, with every way it can fail told in words. */
import { readFileSync } from "node:fs";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { showAddress, type BrokerAddress } from "./broker-address.ts";

/** What CONNACK's return codes mean for the person at the keyboard (MQTT 3.1.1, table 3.1). */
const refusals: Readonly<Record<number, string>> = {
  1: "it does not speak MQTT 3.1.1",
  2: "it does not accept the client identifier",
  3: "its service is unavailable; try again later",
  4: "bad user name or password; check --username and --password (or MQTT_USERNAME, MQTT_PASSWORD)",
  5: "not authorized; it may want a user name and password: --username and --password (or MQTT_USERNAME, MQTT_PASSWORD)",
};

/** CONNACK 3: the one refusal that waiting may cure. */
const serviceUnavailable = 3;

export interface ConnectionOptions {
  /** Give up when no CONNACK has come for so long, ms. */
  timeout: number;
  /** Wait so long between two attempts after a loss, ms; 0: a loss is final. */
  reconnectEvery?: number;
  /** A kept session (clean session off) needs a client identifier of its own. */
  session?: { clientId: string };
  /** Called for each connection once it stands, also the first; `resumed` when the broker kept our session. */
  onOnline?: (client: MqttClient, resumed: boolean) => void;
  /** Called when a connection that stood is lost and another will be tried. */
  onLost?: () => void;
  /** Called when the broker, reached again, refuses for good: no further attempt follows. */
  onRefused?: (reason: UserError) => void;
  /** Whether reasons name the command line's options: the page has none. Default: yes. */
  namesOptions?: boolean;
}

/**
 * Connects to the broker with MQTT 3.1.1. The first attempt must succeed; later losses are made good when
 * `reconnectEvery` says so.
 * @throws {UserError} unreachable, not trusted or refused, in words
 */
export function connectTo(address: BrokerAddress, options: ConnectionOptions): Promise<MqttClient> {
  const { timeout, reconnectEvery = 0, session } = options;
  const settings: IClientOptions = {
    ...transport(address),
    host: address.host,
    port: address.port,
    protocolVersion: 4,
    connectTimeout: timeout,
    reconnectPeriod: reconnectEvery,
    reconnectOnConnackError: reconnectEvery > 0,
    // Whoever subscribes does so at each `onOnline`, where a refusal can be heard.
    resubscribe: false,
    clean: session === undefined,
    ...(session === undefined ? {} : { clientId: session.clientId }),
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
  };
  return new Promise((resolve, reject) => {
    const client = connect(settings);
    let first = true;
    let online = false;
    const giveUp = (reason: UserError): void => {
      client.end(true);
      if (first) reject(reason);
      else options.onRefused?.(reason);
    };
    client.on("connect", ({ sessionPresent }) => {
      online = true;
      if (first) resolve(client);
      first = false;
      options.onOnline?.(client, sessionPresent);
    });
    client.on("error", (error) => {
      const code = refusalCode(error);
      if (first || (code !== undefined && code !== serviceUnavailable)) giveUp(explain(error, address, options));
    });
    client.on("close", () => {
      if (first) giveUp(notMqtt(address, "it hung up"));
      else if (online && !client.disconnecting) options.onLost?.();
      online = false;
    });
  });
}

/**
 * Ends a connection: with DISCONNECT, or at once when there is none or `how` says so (a message whose receipt
 * is missing would hold it open). A broker that does not close its side within a second is left.
 */
export function endConnection(client: MqttClient, how: "politely" | "at once" = "politely"): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => {
      client.stream.destroy();
      // The client itself would wait for what the broker has not answered.
      resolve();
    }, 1000);
    client.end(how === "at once" || !client.connected, {}, () => {
      clearTimeout(impatience);
      resolve();
    });
  });
}

/**
 * TCP, or TLS with the broker's certificate verified.
 * @throws {UserError} when the file of the certificate authority cannot be read
 */
function transport({ tls, ca }: BrokerAddress): IClientOptions {
  if (!tls) return { protocol: "mqtt" };
  if (ca === undefined) return { protocol: "mqtts", rejectUnauthorized: true };
  try {
    return { protocol: "mqtts", rejectUnauthorized: true, ca: readFileSync(ca) };
  } catch {
    throw new UserError(`${ca} cannot be read: check the path given with --ca`, exitCodes.usage);
  }
}

/** OpenSSL's reasons not to trust a certificate, in words. */
const distrust: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: "nobody this computer trusts has signed it; name the certificate authority with --ca <file>",
  DEPTH_ZERO_SELF_SIGNED_CERT: "it is signed by itself; name it with --ca <file> if it is the right one",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "nobody this computer trusts has signed it; name the certificate authority with --ca <file>",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "nobody this computer trusts has signed it; name the certificate authority with --ca <file>",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is made out to another host; give --broker the name that is in it",
  CERT_HAS_EXPIRED: "it has expired; renew it at the broker",
  CERT_NOT_YET_VALID: "it is not valid yet; check this computer's clock",
};

/** Why no connection came about, in words. */
function explain(error: Error, address: BrokerAddress, { timeout, namesOptions = true }: ConnectionOptions): UserError {
  const where = showAddress(address);
  const refusal = refusalCode(error);
  if (refusal !== undefined) {
    return new UserError(`the broker at ${where} refuses the connection: ${refusals[refusal]} (${refusal})`, exitCodes.refused);
  }
  const code = systemCode(error);
  const elsewhere = namesOptions ? " (--broker mqtt://host[:port] gives another address)" : "";
  const untrusted = distrust[code ?? ""];
  if (untrusted !== undefined) {
    return new UserError(`the certificate of the broker at ${where} is not trusted: ${untrusted} (${code})`, exitCodes.unreachable);
  }
  if (code?.startsWith("ERR_SSL_")) return new UserError(`${where} does not speak TLS: try mqtt:// instead of mqtts://`, exitCodes.unreachable);
  switch (code) {
    case "ECONNREFUSED":
      return new UserError(`no broker listens at ${where}; is it running?${elsewhere}`, exitCodes.unreachable);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new UserError(`no host is known as "${address.host}"${elsewhere}`, exitCodes.unreachable);
    case "ECONNRESET":
    case "EPIPE":
      return notMqtt(address, "it hung up");
    case undefined:
      return notMqtt(address, error.message === "connack timeout" ? `no CONNACK within ${timeout / 1000} s` : error.message);
    default:
      return new UserError(`cannot reach the broker at ${where}: ${code}${elsewhere}`, exitCodes.unreachable);
  }
}

function notMqtt(address: BrokerAddress, why: string): UserError {
  const hint = address.tls ? "; if it does not speak TLS there, write mqtt:// instead of mqtts://" : "";
  return new UserError(`${showAddress(address)} does not answer like an MQTT broker: ${why}${hint}`, exitCodes.unreachable);
}

function refusalCode(error: unknown): number | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "number" && code in refusals ? code : undefined;
}

/** Node's error code; of a name with several addresses, each with its own error, the first one's. */
function systemCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return systemCode(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
