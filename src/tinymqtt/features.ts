/**
 * What a program can do without, and a build leave out: `features.small.ts` takes this file's place under the condition
 * `small` (package.json, `#features`). A constant that is false takes all that asks for it out of the bundle.
 */

/** Sending at QoS 2, and exactly-once for what is received at QoS 2; without it that is answered, but a repeat is delivered. */
export const exactlyOnce: boolean = true;
/** `clean: false`: sessions that the broker keeps. Needs `exactlyOnce` for QoS 2. */
export const keptSessions: boolean = true;
/** `hosts`: a cluster of brokers. */
export const manyHosts: boolean = true;
/** `unsubscribe`, `disconnect` and `end`, and filters that are added while connected. */
export const changes: boolean = true;
/** Filters with `+` and `#`. Without them a filter is a topic, and a message on any other is not handed on. */
export const wildcards: boolean = true;
/** Exceptions for what a program may not ask for. Without them the program takes care. */
export const checks: boolean = true;
/** The events that tell no more than fields and other events do: all but connected, message, disconnected, failed, error. */
export const allEvents: boolean = true;
/** Limits and stand-ins as options; and port, clientId, keepalive, retry and queue can be left out. */
export const allOptions: boolean = true;
/** Ways of their own for what comes in bursts. */
export const shortcuts: boolean = true;
/** The names that tinyMQTT's programs use. */
export const oldNames: boolean = true;
