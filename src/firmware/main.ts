/**
 * The node: its parts, wired to the board. Follow a press: board/esp32.ts -> button.ts -> messages.ts -> tinymqtt; and a
 * command: tinymqtt -> control.ts -> commands.ts -> led.ts -> board/esp32.ts.
 */
import { openDoors } from "../../board/doors.ts";
import { setUpChip } from "../../board/esp32.ts";
import { setUpButton } from "./button.ts";
import { up } from "./clock.ts";
import type { Config } from "./config.ts";
import { setUpConsole } from "./console.ts";
import { commanded } from "./control.ts";
import { setUpLed } from "./led.ts";
import { sayHealth, setUpLink, told } from "./link.ts";
import { client, node, setUpMqtt } from "./mqtt.ts";
import { lookAtSensors, setUpSensors } from "./sensors.ts";
import { setUpStatus, showStatus, Status } from "./status.ts";
import { texts } from "./texts.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

/** ms after which a boot counts as a good one. */
const LIVED = 60000;

let lived: (() => void) | 0;

/** Once a second: what must happen without anybody asking. */
function tick(): void {
  setTimeout(tick, 1000);
  E.kickWatchdog();
  const tell = lived;
  if (up() >= LIVED && tell) {
    lived = 0;
    tell();
  }
  lookAtSensors();
  sayHealth();
}

/** doors.ts has shut them. */
function doors(config: Config): void {
  if (!config.console.remote) return;
  openDoors();
  console.log("console: open to the network (port 23) and to Bluetooth, without a password, as console.remote asks");
}

function listen(): void {
  client.on("message", commanded);
  (["connected", "disconnected", "failed", "error"] as const).forEach(function (event) {
    client.on(event, told);
  });
}

/** The last part. */
function go(config: Config, boot: number): void {
  const missing = (config.wifi.ssid ? "" : "wifi.ssid is missing. ") + (config.mqtt.host ? "" : "mqtt.host is missing. ");
  console.log("ding " + VERSION + ": " + node + ", boot " + boot + "; ding.help()");
  tick();
  if (!missing) {
    told(0);
    return;
  }
  showStatus(Status.NoConfig);
  console.log(
    "config: " + missing + 'The node stays offline. Type\n  require("Storage").write("ding.json",' +
      '\'{"wifi":{"ssid":"...","password":"..."},"mqtt":{"host":"..."}}\');load()',
  );
}

/** What sets up each part, in this order. Nothing of it may leave a closure behind: it would keep all of it in RAM. */
function parts(): ((config: Config, boot: number) => void)[] {
  "on demand";
  return [setUpChip, doors, setUpMqtt, listen, setUpStatus, setUpLed, setUpButton, setUpLink, setUpSensors, setUpConsole, go];
}

/** Starts the node in its `boot`th boot; `onLived` is called once it has run for a minute. */
export function start(boot: number, onLived: () => void): void {
  const config = texts()._config();
  lived = onLived;
  parts().forEach(function (part) {
    try {
      part(config, boot);
    } catch (error) {
      // A part that crashes is named by the interpreter, with its stack, and takes no other with it.
      setTimeout(function () {
        throw error;
      }, 0);
    }
  });
}

/** Shows on the status LED that the node was not started. */
export function safeMode(): void {
  const config = texts()._config();
  doors(config);
  setUpStatus(config);
  showStatus(Status.SafeMode);
}
