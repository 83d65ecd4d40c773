/** The virtual ESP32, for tests and the simulator. */
export { AccessPoint } from "./access-point.ts";
export { ManualClock, realClock, settle, type Clock } from "./clock.ts";
export { VirtualEsp32, type VirtualOptions } from "./virtual-esp32.ts";
export { MemoryNetwork, type DatagramListener } from "./memory-network.ts";
export { type Connection, type Datagram, type DatagramPort, type Network, type Refusal } from "./network.ts";
export { RealNetwork } from "./real-network.ts";
export { ShapedNetwork, type Direction, type Tap } from "./shaped-network.ts";
export { Flash } from "./storage.ts";
export { FlashPower, type Cut, type FlashOperation, type Torn } from "./flash-power.ts";
export { FlashRegion } from "./flash-region.ts";
