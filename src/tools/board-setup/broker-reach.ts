/** Broker addresses that mean something on this computer, and nothing on a board. */

/**
 * Why a board cannot reach a broker at this address, and what to give instead; undefined when it may.
 * @param own this computer's addresses in its networks
 */
export function whyOutOfReach(host: string, own: readonly string[]): string | undefined {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost") || /^127\./.test(name) || name === "::1" || name === "0.0.0.0") {
    const instead = own.length === 0 ? "give its address in the board's network" : `give its address in the board's network: ${own.join(" or ")}`;
    return `${host} means the board itself when the board uses it. If the broker runs on this computer, ${instead}`;
  }
  if (name.endsWith(".local")) return `Espruino cannot resolve ${host}: give the broker's IP address, or "mdns" to have the node find one`;
  return undefined;
}
