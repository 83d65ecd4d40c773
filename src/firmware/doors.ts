/**
 * Closes Espruino's network consoles (`.boot1`). Espruino runs this file whenever the interpreter starts, before the boot
 * guard and any network: also after `reset()`, in safe mode, and if the node is missing or crashes. main.ts opens them again
 * if the configuration asks for it.
 */
import { closeDoors } from "../../board/esp32/doors.ts";

closeDoors();
