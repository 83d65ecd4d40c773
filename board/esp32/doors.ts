/**
 * The doors: the JavaScript consoles that Espruino opens to anybody near, without a password. Telnet on port 23 is open
 * wherever Wi-Fi is up, Bluetooth's "Nordic UART" on every chip that has not switched Bluetooth off.
 */

/** Closes both. Espruino opens them again whenever the interpreter starts, so this has to run each time. */
export function closeDoors(): void {
  setTelnet("off");
  if (hasBluetooth()) {
    NRF.setServices({}, { uart: false });
    NRF.sleep(); // advertises no more
  }
}

/** Opens both again: for a program that was asked to. */
export function openDoors(): void {
  setTelnet("on");
  if (hasBluetooth()) {
    NRF.setServices({}, { uart: true });
    NRF.wake();
  }
}

function setTelnet(mode: "on" | "off"): void {
  try {
    require("TelnetServer").setOptions({ mode: mode });
  } catch {
    // A build without this module has no such door.
  }
}

/** Whether the build has Bluetooth, and this chip has it switched on: `ESP32.enableBLE(false)` switches it off for good. */
function hasBluetooth(): boolean {
  return typeof NRF !== "undefined" && typeof ESP32 !== "undefined" && ESP32.getState().BLE;
}
