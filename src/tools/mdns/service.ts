/** The DNS-SD service of MQTT brokers, as src/firmware/find-broker.ts looks for it. */

export const serviceName = "_mqtt._tcp.local";
/** Multicast DNS; who asks from another port wants the answer sent there (RFC 6762, section 6.7). */
export const mdnsPort = 5353;

/** A broker that makes itself known. */
export interface FoundBroker {
  /** Its service instance name, without the service. */
  readonly name: string;
  /** IPv4. */
  readonly host: string;
  readonly port: number;
}
