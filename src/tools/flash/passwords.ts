/** The passwords in the environment of this process. */
import { passwordVariables } from "../board-session/advice.ts";
import type { Passwords } from "../board-setup/settle-config.ts";

export function passwordsIn(environment: NodeJS.ProcessEnv): Passwords {
  const { wifi, mqtt, console } = passwordVariables;
  return { wifi: environment[wifi], mqtt: environment[mqtt], console: environment[console] };
}
