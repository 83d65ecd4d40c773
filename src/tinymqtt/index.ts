/** tinymqtt, an MQTT client (3.1.1 and 5) for Espruino: the package's public API. */
export { create } from "./client.ts";
export { matches } from "./topics.ts";
export type { Client, Events, QueuedMessage } from "./types.ts";
export type { FoundBroker, Message, Net, Options, Properties, PublishOptions, Socket, Will } from "./options.ts";
