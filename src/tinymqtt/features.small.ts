/** The small client: QoS 0 and 1, clean sessions, one broker, topics that are asked for before `connect`. See features.ts. */
export const exactlyOnce: boolean = false;
export const keptSessions: boolean = false;
export const manyHosts: boolean = false;
export const changes: boolean = false;
export const wildcards: boolean = false;
export const checks: boolean = false;
export const allEvents: boolean = false;
export const allOptions: boolean = false;
export const shortcuts: boolean = false;
export const oldNames: boolean = false;
