/** The Wi-Fi network that a virtual board can join. */

export class AccessPoint {
  ssid = "virtual";
  password = "";
  up = true;
  /** Hides its name: a scan shows an empty one. */
  hidden = false;
  /** Whether the driver's events reach the program: on a chip they sometimes get lost. */
  reportsEvents = true;
  /** dBm */
  rssi = -58;
  channel = 6;
  readonly mac = "02:00:00:00:00:01";
  ip = "192.168.4.2";
  readonly netmask = "255.255.255.0";
  readonly gw = "192.168.4.1";
  /** ms from `connect` to "associated", or to the driver's failure */
  joinTime = 20;
  /** ms from "associated" to an IP address */
  addressTime = 10;
  /** ms that a scan takes */
  scanTime = 50;
  /** ms until a station notices that the access point has gone */
  lossDetectionTime = 20;
  /** What its time server answers, seconds since 1970; undefined for a network without one. */
  time: (() => number) | undefined;

  /** Why a station cannot join, as the driver names it; undefined if it can. */
  joinError(ssid: string, password: string): string | undefined {
    if (!this.up || ssid !== this.ssid) return "NO_AP_FOUND";
    return password === this.password ? undefined : "HANDSHAKE_TIMEOUT";
  }
}
