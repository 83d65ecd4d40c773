/** A cable to the double of a chip, in memory. */
import { MemoryLink } from "../../../support/memory-link.ts";
import type { ChipName } from "./chips.ts";
import { RomLoader, type Faults } from "./rom-loader.ts";

export class ChipLink extends MemoryLink {
  readonly chip: RomLoader;
  /** The speeds that were set, bits per second. */
  readonly bauds: number[] = [];

  /** @param _hasSignals whether the port has DTR and RTS */
  constructor(
    chip: ChipName = "ESP32",
    faults: Faults = {},
    private readonly _hasSignals = true,
  ) {
    super("/dev/ttyUSB0");
    this.chip = new RomLoader((bytes) => this._isAtSameSpeed() && this.data.tell(bytes), chip, faults);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.ending.reason) return Promise.reject(this.ending.reason);
    if (this._isAtSameSpeed()) this.chip.receive(bytes);
    return Promise.resolve();
  }

  setBaud(baud: number): Promise<void> {
    this.bauds.push(baud);
    return Promise.resolve();
  }

  setSignals(lines: { dtr: boolean; rts: boolean }): Promise<boolean> {
    if (this._hasSignals) this.chip.signals(lines);
    return Promise.resolve(this._hasSignals);
  }

  private _isAtSameSpeed(): boolean {
    return this.bauds.at(-1) === this.chip.baud;
  }
}
