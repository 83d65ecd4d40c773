/** `npm start -- --scenario` as a user sees it: its lines, its summary, its exit code. */
import type { ButtonEvent } from "../../firmware/button.ts";
import { exitCodes } from "../command-line/user-error.ts";
import { buildNode } from "../node-build/build-node.ts";
import { deviceInfo } from "./device-info.ts";
import { runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { Screen, wantsColour } from "./screen.ts";
import { isWorthShowing, lost, summary, View } from "./view.ts";

/** @param dist where the node is built to */
export async function showScenario(scenario: Scenario, { events, verbose }: { events?: ButtonEvent[]; verbose: boolean }, dist: string): Promise<void> {
  const view = new View(wantsColour(process.stdout), scenario.nodes > 1);
  const screen = new Screen(process.stdout);
  const { device } = await buildNode(dist);
  screen.line(
    view.header(
      [
        ["scenario", `${scenario.name}: ${scenario.duration} s on virtual time`],
        ["boards", `${scenario.nodes}, virtual ESP32, running ${dist}/`],
      ],
      screen.columns,
    ),
  );
  const outcome = await runScenario({
    dist,
    info: deviceInfo(device, events),
    scenario,
    onEvent: (event, at) => {
      if (event.kind !== "console" || isWorthShowing(event.line, verbose)) screen.line(view.line(event, at));
    },
  });
  screen.line(`\n  ${summary(outcome)}`);
  if (lost(outcome) > 0 || outcome.unmade > 0) process.exitCode = exitCodes.failed;
}
