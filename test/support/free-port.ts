/** A free port of the loopback, as the tools find one. */
export { freePort } from "../../src/tools/brokers/free-port.ts";
