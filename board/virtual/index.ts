/** The virtual ESP32, for tests and the simulator. */
export { AccessPoint } from "./access-point.ts";
export { ManualClock, realClock, settle, type Clock } from "./clock.ts";
export type { Devboard, ProgrammableBoard } from "./devboard.ts";
export { VirtualEsp32, type VirtualOptions } from "./esp32.ts";
export { bounce, press, release } from "./hand.ts";
export { storageFiles, type Dist } from "./install.ts";
export { MemoryNetwork } from "./memory-network.ts";
export { type Connection, type Network, type Refusal } from "./network.ts";
export { RealNetwork } from "./real-network.ts";
export { Flash } from "./storage.ts";
