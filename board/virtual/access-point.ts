/** The Wi-Fi that a virtual board can join: the other end of its radio. */

export class AccessPoint {
  ssid = "virtual";
  password = "";
  up = true;
  /** It does not say its name: a scan finds it without. */
  hidden = false;
  /** Whether the driver's events reach the program: on a chip one was seen to get lost now and then. */
  told = true;
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
  /** ms until a station notices that the access point is gone */
  noticeLoss = 20;
  /** The time server behind it, seconds since 1970; undefined when there is none. */
  time: (() => number) | undefined;

  /** Why the driver cannot join, by its name for it; undefined when it can. */
  refuses(ssid: string, password: string): string | undefined {
    if (!this.up || ssid !== this.ssid) return "NO_AP_FOUND";
    return password === this.password ? undefined : "HANDSHAKE_TIMEOUT";
  }
}
