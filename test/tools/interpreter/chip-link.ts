/** A cable to the double of a chip, in memory. */
import { Ending, LinkLost, Listeners, type SerialLink } from "../../../src/tools/serial/link.ts";
import type { ChipName } from "./chips.ts";
import { RomLoader, type Faults } from "./rom-loader.ts";

export class ChipLink implements SerialLink {
  readonly name = "/dev/ttyUSB0";
  readonly chip: RomLoader;
  /** At which speeds it was asked to talk. */
  readonly bauds: number[] = [];
  private readonly _data = new Listeners<Uint8Array>();
  private readonly _ending = new Ending();

  /** @param hasSignals whether the port has DTR and RTS */
  constructor(chip: ChipName = "ESP32", faults: Faults = {}, private readonly hasSignals = true) {
    this.chip = new RomLoader((bytes) => this._isAtSameSpeed() && this._data.tell(bytes), chip, faults);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this._ending.reason) return Promise.reject(this._ending.reason);
    if (this._isAtSameSpeed()) this.chip.receive(bytes);
    return Promise.resolve();
  }

  cut(): void {
    this._ending.come(new LinkLost(`${this.name} is gone: was the cable pulled?`));
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this._data.add(listener);
  }

  onClose(listener: (reason: LinkLost) => void): () => void {
    return this._ending.on(listener);
  }

  close(): Promise<void> {
    this.cut();
    return Promise.resolve();
  }

  setBaud(baud: number): Promise<void> {
    this.bauds.push(baud);
    return Promise.resolve();
  }

  setSignals(lines: { dtr: boolean; rts: boolean }): Promise<boolean> {
    if (this.hasSignals) this.chip.signals(lines);
    return Promise.resolve(this.hasSignals);
  }

  private _isAtSameSpeed(): boolean {
    return this.bauds.at(-1) === this.chip.baud;
  }
}
