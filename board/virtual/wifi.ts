/**
 * `require("Wifi")` of the ESP32: a station that joins an access point. If that fails, or the access point goes away, it
 * retries a few times, then stays offline until the program calls `connect` again.
 */
import type { Events } from "./events.ts";
import { isFunction, isObject, type GuestFunction, type Guest, type Realm } from "./realm.ts";
import type { AccessPoint } from "./access-point.ts";

const reasons: Record<string, number> = {
  ASSOC_LEAVE: 8,
  HANDSHAKE_TIMEOUT: 204,
  BEACON_TIMEOUT: 200,
  NO_AP_FOUND: 201,
};
/** Attempts that the driver makes after a `connect`. */
const maxTries = 3;
/** JsVars leaked with each event's details, in every Espruino so far: measured on real firmware in an emulated chip. */
const leakOfLoss = 13;
const leakOfJoin = 21;
/** Bytes of a network's name that Espruino keeps; 802.11 allows 32. */
const maxSsidLength = 31;

export interface WifiOptions {
  /** Calls back after `ms`, unless the power goes off first. */
  after: (ms: number, act: () => void) => () => void;
  accessPoint: AccessPoint;
  /** Up to 2v29 a failed `connect` never calls its callback; later builds do, with the reason. */
  answersFailure: boolean;
  /** The MAC address in getSerial's format. */
  serial: string;
  setTime: (seconds: number) => void;
  /** Called when the connection is lost: sockets go dead. */
  onLoss: () => void;
  wake: () => void;
}

export class Wifi {
  readonly module: Guest;
  /** JsVars leaked by its events so far. */
  leaked = 0;
  private _state: "off" | "joining" | "joined" = "off";
  private _ssid = "";
  private _password = "";
  private _hostname = "";
  private _tries = 0;
  private _callback: GuestFunction | undefined;
  private _scanCallback: GuestFunction | undefined;
  private _lastReason = "UNSPECIFIED";
  private _hasAddress = false;
  private _cancel: () => void = () => undefined;

  constructor(
    private readonly _realm: Realm,
    private readonly _events: Events,
    private readonly _options: WifiOptions,
  ) {
    this.module = _realm.object();
    _realm.define(this.module, this._functions());
  }

  get online(): boolean {
    return this._hasAddress;
  }

  /** Called when the access point goes away or comes back. */
  accessPointChanged(): void {
    if (!this._options.accessPoint.up && this._state === "joined") {
      // The chip notices only the missing beacons.
      this._hasAddress = false;
      this._options.onLoss();
      this._later(this._options.accessPoint.lossDetectionTime, () => this._fail("BEACON_TIMEOUT"));
    }
  }

  powerOff(): void {
    this._cancel();
    this._state = "off";
    this._hasAddress = false;
  }

  private _functions(): Record<string, (...args: unknown[]) => unknown> {
    const realm = this._realm;
    return {
      connect: (ssid, options, callback) => this._connect(ssid, options, callback),
      disconnect: (callback) => {
        this._tries = 0;
        if (this._state !== "off") this._fail("ASSOC_LEAVE");
        if (isFunction(callback)) this._queue(callback, []);
      },
      scan: (callback) => this._scan(callback),
      stopAP: (callback) => void (isFunction(callback) && this._queue(callback, [])),
      getIP: () => {
        const { ip, netmask, gw } = this._hasAddress ? this._options.accessPoint : noAddress;
        return realm.object({ ip, netmask, gw, mac: macOf(this._options.serial) });
      },
      getDetails: () =>
        this._hasAddress
          ? realm.object({ ssid: this._ssid, password: this._password, status: "connected", authMode: "wpa2" })
          : realm.object({ status: this._lastReason }),
      getStatus: () =>
        this._hasAddress
          ? realm.object({
              station: "connected",
              ssid: this._ssid,
              bssid: this._options.accessPoint.mac,
              channel: this._options.accessPoint.channel,
              rssi: this._options.accessPoint.rssi,
              htMode: "HT20",
              authMode: "wpa2",
              mode: "STA",
              powersave: "modem",
            })
          : realm.object({ station: this._lastReason, mode: "NULL", powersave: "modem" }),
      getHostname: () => this._hostname,
      setHostname: (name, callback) => {
        this._hostname = String(name);
        if (isFunction(callback)) this._queue(callback, []);
      },
      setSNTP: (server, zone) => {
        if (typeof zone !== "string") realm.fail("Error", "Zone is not a string");
        if (typeof server !== "string") realm.fail("Error", "Server is not a string");
        const time = this._options.accessPoint.time;
        if (time) this._options.after(this._options.accessPoint.joinTime, () => this._hasAddress && this._options.setTime(time()));
      },
      save: () => undefined,
      restore: () => undefined,
    };
  }

  private _connect(ssid: unknown, options: unknown, callback: unknown): void {
    if (typeof ssid !== "string") return this._realm.fail("Error", "No SSID provided");
    if (options !== undefined && !isObject(options)) this._realm.fail("Error", `Expecting Object, got ${options === null ? "Null" : typeof options}`);
    this._callback = undefined;
    if (callback !== undefined && !isFunction(callback)) this._realm.fail("Error", `Expecting callback function but got ${String(callback)}`);
    const password = isObject(options) ? options["password"] : undefined;
    if (password !== undefined && typeof password !== "string")
      this._realm.fail("Error", `Expecting options.password to be a string but got ${typeof password}`);
    this._ssid = ssid.slice(0, maxSsidLength);
    this._password = typeof password === "string" ? password : "";
    this._callback = isFunction(callback) ? callback : undefined;
    this._tries = maxTries;
    if (this._hasAddress) this._options.onLoss();
    this._hasAddress = false;
    this._join();
  }

  private _scan(callback: unknown): void {
    if (this._scanCallback) this._realm.fail("Error", "A scan is already in progress");
    if (!isFunction(callback)) this._realm.fail("Error", `Expecting callback function but got ${String(callback)}`);
    this._scanCallback = callback;
    const { accessPoint, after } = this._options;
    after(accessPoint.scanTime, () => {
      this._scanCallback = undefined;
      const { ssid, rssi, mac, channel } = accessPoint;
      const found = accessPoint.up ? [this._realm.object({ rssi, authMode: "wpa2", ssid: accessPoint.hidden ? "" : ssid, mac, channel: String(channel) })] : [];
      this._queue(callback, [this._realm.array(found)]);
    });
  }

  private _join(): void {
    this._state = "joining";
    const { accessPoint } = this._options;
    this._later(accessPoint.joinTime, () => {
      const error = accessPoint.joinError(this._ssid, this._password);
      if (error) return this._fail(error);
      this._state = "joined";
      this._emit("associated", { ssid: this._ssid, mac: accessPoint.mac, channel: String(accessPoint.channel) });
      this._later(accessPoint.addressTime, () => {
        this._hasAddress = true;
        this._answer(null);
        this.leaked += leakOfJoin;
        this._emit("connected", { ip: accessPoint.ip, netmask: accessPoint.netmask, gw: accessPoint.gw });
      });
    });
  }

  /** Handles a failure: retries, or reports it to the program. */
  private _fail(reason: string): void {
    this._cancel();
    if (this._hasAddress) this._options.onLoss();
    this._hasAddress = false;
    if (--this._tries > 0) return this._join();
    this._state = "off";
    this._lastReason = reason;
    this.leaked += leakOfLoss;
    this._emit("disconnected", {
      ssid: this._ssid,
      mac: this._options.accessPoint.mac,
      reason: String(reasons[reason] ?? 1),
      msg: reason,
    });
    if (this._options.answersFailure) this._answer(reason);
  }

  private _answer(error: string | null): void {
    const callback = this._callback;
    this._callback = undefined;
    if (callback) this._queue(callback, [error]);
  }

  private _emit(event: string, details: Guest): void {
    if (!this._options.accessPoint.reportsEvents) return;
    this._events.emit(this.module, event, [this._realm.object(details)]);
    this._options.wake();
  }

  private _queue(callback: GuestFunction, args: unknown[]): void {
    this._events.queue(callback, undefined, args);
    this._options.wake();
  }

  private _later(ms: number, act: () => void): void {
    this._cancel();
    this._cancel = this._options.after(ms, act);
  }
}

const noAddress = { ip: "0.0.0.0", netmask: "0.0.0.0", gw: "0.0.0.0" };

/** "30aea440-c4ff" -> "30:ae:a4:40:c4:ff" */
function macOf(serial: string): string {
  return (serial.replace(/[^0-9a-f]/gi, "").match(/../g) ?? []).join(":");
}
