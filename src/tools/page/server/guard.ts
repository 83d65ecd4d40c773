/**
 * Who may talk to the simulator: only the page that it served itself. Any website that the user has open could otherwise
 * reach a server on his own computer.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { tokenPrefix } from "../protocol.ts";

/** Why a request is refused, as a status code and a sentence. */
export interface Refusal {
  status: 400 | 401 | 403;
  reason: string;
}

/** Addresses at which a server listens on every interface. */
const everywhere = ["0.0.0.0", "::"];
const loopback = ["localhost", "127.0.0.1", "::1"];

export class Guard {
  /** Whoever knows it has read the address that the simulator printed. */
  readonly token = randomBytes(24).toString("base64url");
  private readonly _host: string;

  /** @param host the name or address that the server was told to listen on */
  constructor(host: string) {
    this._host = host.toLowerCase();
  }

  /**
   * A website can have its own name resolve to this computer (DNS rebinding), and then counts as the same origin. It still
   * has to send that name.
   */
  refuseHost({ headers }: IncomingMessage): Refusal | undefined {
    const name = hostName(headers.host);
    if (name === undefined) return { status: 400, reason: "The Host header is missing or is not an address." };
    const known = name === this._host || loopback.includes(name) || (everywhere.includes(this._host) && isIP(name) !== 0);
    return known ? undefined : { status: 403, reason: "This server does not go by that name: use the address that it printed." };
  }

  /** Browsers send the origin of the page that opens a socket, and pages cannot change it. Other programs have no business here. */
  refuseOrigin({ headers }: IncomingMessage): Refusal | undefined {
    if (headers.origin === undefined) return { status: 403, reason: "The Origin header is missing: only the simulator's own page may connect." };
    const own = headers.host !== undefined && headers.origin === originOf(headers.host);
    return own ? undefined : { status: 403, reason: "Another page may not connect: open the address that the simulator printed." };
  }

  /**
   * A page's script names the token in a header: addresses end up in consoles, histories and logs. For a socket a script can set
   * one header only, the list of subprotocols.
   */
  refuseToken({ headers }: IncomingMessage): Refusal | undefined {
    const token = headers.upgrade === undefined ? bearer(headers.authorization) : offered(headers["sec-websocket-protocol"]);
    // Hashes have equal lengths, as the comparison wants.
    const right = token !== undefined && timingSafeEqual(hash(token), hash(this.token));
    return right ? undefined : { status: 401, reason: "The token is missing or of an earlier start: open the address that the simulator printed." };
  }
}

/** The token of `Authorization: Bearer`. */
function bearer(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
}

/** The token among a socket's subprotocols. */
function offered(header: string | undefined): string | undefined {
  const protocols = (header ?? "").split(",").map((name) => name.trim());
  return protocols.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length);
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The host of a Host header, without port and brackets. */
function hostName(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const url = parse(header);
  return url?.hostname.replace(/^\[|\]$/g, "");
}

function originOf(header: string): string | undefined {
  return parse(header)?.origin;
}

function parse(header: string): URL | undefined {
  // A bare host and port: no user, no path.
  if (!/^[\w.:[\]-]+$/.test(header)) return undefined;
  try {
    return new URL(`http://${header}`);
  } catch {
    return undefined;
  }
}
