/** The small client: QoS 0 and 1, clean sessions, one broker, filters that stand before `connect`. See features.ts. */
export const exactlyOnce: boolean = false;
export const keptSessions: boolean = false;
export const manyHosts: boolean = false;
export const changingMind: boolean = false;
export const checkedCalls: boolean = false;
export const allEvents: boolean = false;
export const shortcuts: boolean = false;
export const oldNames: boolean = false;
export const adjustable: boolean = false;
