/**
 * Shuts the doors (`.boot1`). Espruino runs this file whenever the interpreter starts, before the boot guard and before
 * any network: also after `reset()`, in safe mode, and where the node is missing or crashes. main.ts opens them again for
 * a configuration that asks for it.
 */
import { closeDoors } from "../../board/esp32/doors.ts";

closeDoors();
