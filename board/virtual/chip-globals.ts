/** `E`, `process` and the other globals for the chip itself. */
import { createHash } from "node:crypto";
import { isArrayBuffer } from "node:util/types";
import { crc32 } from "../shared/crc32.ts";
import { JsonReader } from "./json-reader.ts";
import { stringify } from "./value-format.ts";
import type { Guest, Realm } from "./realm.ts";
import type { SystemTime } from "./system-time.ts";

export interface Chip {
  version: string;
  /** The MAC address as getSerial gives it: four bytes, a dash, two bytes. */
  serial: string;
  /** degrees Celsius */
  temperature: () => number;
  /** 0..1 */
  random: () => number;
  time: SystemTime;
  clockWasSet: () => void;
  reboot: () => void;
  /** `reset()` and `load(file)`: the interpreter restarts when it is next idle. */
  restart: (file: string | undefined, boot: boolean) => void;
  enableWatchdog: (seconds: number, automatic: boolean) => void;
  kickWatchdog: () => void;
  setPassword: (password: string | undefined) => void;
  lockConsole: () => void;
  /** JsVars in use, estimated: a virtual chip has none of its own to count. */
  memoryUsed: () => number;
  /** The ESP32's code for the reset cause. */
  resetCause: number;
}

/** JsVars of an ESP32 with Bluetooth off. */
export const memoryTotal = 5874;
/** RTC_CNTL_RESET_STATE_REG, the only register of this chip. */
const resetStateRegister = 0x3ff48034;

export function installChipGlobals(realm: Realm, global: Guest, chip: Chip): { process: Guest; E: Guest } {
  const E = realm.object();
  realm.define(E, {
    hwRand: () => Math.floor(chip.random() * 2 ** 32) | 0,
    CRC32: (data) => crc32(bytesOf(data)),
    enableWatchdog: (seconds, automatic) => chip.enableWatchdog(Number(seconds), automatic === undefined || Boolean(automatic)),
    kickWatchdog: () => chip.kickWatchdog(),
    setPassword: (password) => chip.setPassword(password === undefined ? undefined : String(password)),
    lockConsole: () => chip.lockConsole(),
    reboot: () => chip.reboot(),
    getTemperature: () => chip.temperature(),
    getErrorFlags: () => realm.array([]),
    getSizeOf: () => chip.memoryUsed(),
    getFlags: () => realm.object({}),
    setFlags: () => undefined,
    setTimeZone: () => undefined,
    setConsole: () => undefined,
    getConsole: () => "Serial1",
    toString: (...parts) => parts.map(bytesOf).join(""),
    toUint8Array: (...parts) => realm.bytes(Buffer.from(parts.map(bytesOf).join(""), "latin1")),
    clip: (value, low, high) => Math.min(Number(high), Math.max(Number(low), Number(value))),
    sum: (items) => (Array.isArray(items) ? items.reduce<number>((total, item) => total + Number(item), 0) : 0),
    srand: () => undefined,
    dumpStr: () => "",
  });
  const process = realm.object();
  realm.define(process, {
    memory: () => {
      const usage = chip.memoryUsed();
      return realm.object({ free: memoryTotal - usage, usage, total: memoryTotal, history: 0, gc: 0, gctime: 0, blocksize: 14 });
    },
  });
  realm.hidden(process, "env", realm.object({ VERSION: chip.version, GIT_COMMIT: "0", BOARD: "ESP32", FLASH: 0, STORAGE: 917504, SERIAL: chip.serial }));
  realm.hidden(process, "version", chip.version);
  realm.hidden(global, "E", E);
  realm.hidden(global, "process", process);
  realm.hidden(global, "global", global);
  realm.hidden(global, "globalThis", global);
  realm.define(global, {
    getSerial: () => chip.serial,
    peek32: (address) => {
      if (address !== resetStateRegister) realm.fail("Error", `this virtual chip has nothing at ${String(address)}`);
      return chip.resetCause | (chip.resetCause << 6); // both cores
    },
    getTime: () => chip.time.now() / 1000,
    setTime: (seconds) => {
      chip.time.set(Number(seconds) * 1000);
      chip.clockWasSet();
    },
    reset: () => chip.restart(undefined, false),
    load: (file) => chip.restart(file === undefined ? undefined : String(file), true),
    btoa: (text) => Buffer.from(String(text), "latin1").toString("base64"),
    atob: (text) => Buffer.from(String(text), "base64").toString("latin1"),
  });
  realm.define(realm.run("Math", "Math") as Guest, { random: () => chip.random() });
  installDate(realm, global, chip.time);
  const json = realm.object();
  realm.define(json, {
    stringify: (value, _replacer, space) => stringify(value, space),
    parse: (text) => new JsonReader(realm, String(text)).value(),
  });
  realm.hidden(global, "JSON", json);
  return { process, E };
}

/** `require("crypto")`. */
export function cryptoModule(realm: Realm): Guest {
  const module = realm.object();
  const hash = (algorithm: string) => (data: unknown) =>
    realm.bytes(
      createHash(algorithm)
        .update(Buffer.from(bytesOf(data), "latin1"))
        .digest(),
    ).buffer;
  realm.define(module, { SHA1: hash("sha1"), SHA224: hash("sha224"), SHA256: hash("sha256") });
  return module;
}

/** Replaces Date by one that uses the chip's clock. */
function installDate(realm: Realm, global: Guest, time: SystemTime): void {
  realm.hidden(global, "\u0000now", () => Math.floor(time.now()));
  realm.run(
    `(function (now) {
      var RealDate = Date;
      var ChipDate = function Date(a, b, c, d, e, f, g) {
        switch (arguments.length) {
          case 0: return new RealDate(now());
          case 1: return new RealDate(a);
          default: return new RealDate(a, b, c === undefined ? 1 : c, d || 0, e || 0, f || 0, g || 0);
        }
      };
      ChipDate.prototype = RealDate.prototype;
      ChipDate.now = now;
      ChipDate.parse = RealDate.parse;
      RealDate.prototype.constructor = ChipDate;
      Object.defineProperty(globalThis, "Date", { value: ChipDate, writable: true, configurable: true, enumerable: false });
    })(globalThis["\\u0000now"])`,
    "Date",
  );
  delete global["\u0000now"];
}

/** The bytes of a string, a number, a typed array, an ArrayBuffer, or an array of these. */
function bytesOf(data: unknown): string {
  if (typeof data === "string") return data;
  if (typeof data === "number") return String.fromCharCode(data & 255);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
  if (Array.isArray(data)) return data.map(bytesOf).join("");
  if (isArrayBuffer(data)) return Buffer.from(data).toString("latin1");
  return "";
}
