/**
 * `NRF` and `ESP32`: Bluetooth with its open JavaScript console, and the chip setting that disables it permanently. As on
 * the chip, both are on by default.
 */
import { isObject, type Guest, type Realm } from "./realm.ts";
import type { Flash } from "./storage.ts";

const bootFiles = [".varimg", ".bootcde", ".bootrst"];

export class Bluetooth {
  private _uart = true;
  private _awake = true;

  constructor(
    private readonly _realm: Realm,
    private readonly _flash: Flash,
    private readonly _restart: () => void,
  ) {}

  install(global: Guest): void {
    const realm = this._realm;
    const NRF = realm.object();
    realm.define(NRF, {
      setServices: (_services, options) => {
        this._uart = !(isObject(options) && options["uart"] === false);
      },
      sleep: () => {
        this._awake = false;
      },
      wake: () => {
        this._awake = true;
      },
    });
    const ESP32 = realm.object();
    realm.define(ESP32, {
      getState: () => realm.object({ sdkVersion: "v3.3.6", freeHeap: 28_000, BLE: this._flash.settings.bluetooth, Wifi: true, minHeap: 20_000 }),
      enableBLE: (on) => {
        this._flash.settings.bluetooth = Boolean(on);
        for (const name of bootFiles) this._flash.erase(name);
        this._restart();
      },
    });
    realm.hidden(global, "NRF", NRF);
    realm.hidden(global, "ESP32", ESP32);
  }

  /** Whether a phone nearby can reach the board's console. */
  get isOpen(): boolean {
    return this._flash.settings.bluetooth && this._awake && this._uart;
  }
}
