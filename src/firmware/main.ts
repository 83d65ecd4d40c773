/**
 * The node: its parts, wired to the board. Follow a press: board/esp32.ts -> button.ts -> messages.ts -> tinymqtt; and a
 * command: tinymqtt -> control.ts -> commands.ts -> led.ts -> board/esp32.ts.
 */
import { chipId, seedRandom } from "../../board/esp32.ts";
import { setUpButton } from "./button.ts";
import { up } from "./clock.ts";
import { people } from "./console.ts";
import { commanded } from "./control.ts";
import { health } from "./health.ts";
import { setUpLed } from "./led.ts";
import { healthDue, healthSaid, setUpLink, told } from "./link.ts";
import { base, client, node, setUpMqtt } from "./mqtt.ts";
import { lookAtSensors, setUpSensors } from "./sensors.ts";
import { settings } from "./settings.ts";
import { setUpStatus, showStatus, Status } from "./status.ts";
import { Topic } from "./topics.ts";

/** The version of package.json, put in by the build. */
declare const VERSION: string;

/** s: longer than a blocking TCP connect or DNS look-up takes, so that only a hang is a hang. */
const WATCHDOG = 90;
/** ms after which a boot counts as a good one. */
const LIVED = 60000;

let lived: (() => void) | undefined;

/** Once a second: what must happen without anybody asking. */
function tick(): void {
  setTimeout(tick, 1000);
  E.kickWatchdog();
  const now = up();
  if (lived && now >= LIVED) {
    lived();
    lived = undefined;
  }
  lookAtSensors(now);
  if (client.connected && now >= healthDue) {
    healthSaid(now);
    client.publish(base + Topic.Health + node, health());
  }
}

function startNode(boot: number, onLived: () => void): void {
  const config = settings().read();
  const name = config.node || "ding-" + chipId();
  const missing = (config.wifi.ssid ? "" : "wifi.ssid is missing. ") + (config.mqtt.host ? "" : "mqtt.host is missing. ");

  seedRandom(boot);
  lived = onLived;
  E.enableWatchdog(WATCHDOG, false);
  [
    function () {
      setUpMqtt(config, name, boot, commanded, told);
    },
    function () {
      setUpStatus(config.status);
    },
    function () {
      setUpLed(config.led);
    },
    function () {
      setUpButton(config.button);
    },
    function () {
      setUpLink(config);
    },
    function () {
      setUpSensors(config.sensors);
      tick();
    },
    function () {
      Object.defineProperty(global, "ding", { get: people });
      console.log("ding " + VERSION + ": " + name + ", boot " + boot + "; ding.help() tells more");
      if (!missing) {
        told(0);
        return;
      }
      showStatus(Status.NoConfig);
      console.log(
        "config: " + missing + 'The node stays offline. To set it, type here\n  require("Storage").write("ding.json",' +
          '\'{"wifi":{"ssid":"...","password":"..."},"mqtt":{"host":"..."}}\');load()',
      );
    },
  ].forEach(function (part) {
    try {
      part();
    } catch (error) {
      // A part that crashes is named by the interpreter, with its stack, and takes no other with it.
      setTimeout(function () {
        throw error;
      }, 0);
    }
  });
}

/** What only the start needs. Nothing in here may leave a closure behind: it would keep all of it in RAM. */
function starting(): typeof startNode {
  "on demand";
  return startNode;
}

/** Starts the node in its `boot`th boot; `onLived` is called once it has run for a minute. */
export function start(boot: number, onLived: () => void): void {
  starting()(boot, onLived);
}

/** Shows on the status LED that the node was not started. */
export function safeMode(): void {
  setUpStatus(settings().read().status);
  showStatus(Status.SafeMode);
}
