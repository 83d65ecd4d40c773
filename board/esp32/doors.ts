/**
 * The doors: JavaScript consoles that Espruino opens to anyone nearby, without a password. Telnet on port 23 is open while
 * Wi-Fi is up, Bluetooth's "Nordic UART" unless Bluetooth is disabled on the chip.
 */

/** Closes both. Espruino reopens them whenever the interpreter starts, so this must run each time. */
export function closeDoors(): void {
  setTelnet("off");
  if (hasBluetooth()) {
    NRF.setServices({}, { uart: false });
    NRF.sleep(); // stops advertising
  }
}

/** Opens both again, if the configuration asks for it. */
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
    // A build without this module has no Telnet console.
  }
}

/** Whether the build has Bluetooth and it is enabled on this chip: `ESP32.enableBLE(false)` disables it permanently. */
function hasBluetooth(): boolean {
  return typeof NRF !== "undefined" && typeof ESP32 !== "undefined" && ESP32.getState().BLE;
}
