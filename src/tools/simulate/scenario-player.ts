/** Plays a scenario on the simulation's boards, on the computer's clock or on a virtual one. */
import { realClock, type Clock } from "../../../board/virtual/index.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import type { ScenarioProgress } from "../page/protocol.ts";
import type { PublishedMessage } from "./published.ts";
import type { Action, Scenario } from "./scenario.ts";
import { stepText } from "./scenario-words.ts";
import type { SimulatedNode } from "./simulated-node.ts";
import type { Simulation } from "./simulation.ts";

/** Half bright: where the light stands when a scenario begins. */
const startingLight = 0.5;

export interface PlayerSetup {
  simulation: Simulation;
  publish: (message: PublishedMessage) => Promise<void>;
  /** Called for each step, and at the end; `isNew` when it begins. */
  onProgress: (progress: ScenarioProgress, isNew: boolean) => void;
  /** Default: the computer's. */
  clock?: Clock;
}

type PressAction = Extract<Action, { kind: "press" }>;

export class ScenarioPlayer {
  private readonly _setup: PlayerSetup;
  private readonly _clock: Clock;
  private _cancels: (() => void)[] = [];
  private _progress: ScenarioProgress | undefined;
  /** Counts starts and stops: what an earlier one began ends. */
  private _run = 0;
  /** Ends with the last press that is due, by board and button. */
  private readonly _lastPress = new Map<string, Promise<void>>();
  /** Presses of steps that have begun which are still to be made. */
  private _due = 0;
  private _unmade = 0;

  constructor(setup: PlayerSetup) {
    this._setup = setup;
    this._clock = setup.clock ?? realClock;
  }

  /** The scenario that plays, or was the last to; undefined before the first. */
  get progress(): ScenarioProgress | undefined {
    return this._progress;
  }

  /** Presses that were not made when the scenario's time was up. */
  get unmade(): number {
    return this._unmade;
  }

  /**
   * Begins, in the place of one that plays. First everything that can be cut is put right, so that each time is like the first.
   * @throws {UserError} when these boards cannot play it
   */
  async play(scenario: Scenario): Promise<void> {
    const { simulation } = this._setup;
    const names = simulation.nodes.map(({ name }) => name);
    if (scenario.nodes > names.length)
      throw new UserError(`"${scenario.name}" needs ${scenario.nodes} boards: start the simulator by npm start -- --nodes ${scenario.nodes}`);
    checkButtons(scenario, simulation.nodes);
    this.stop();
    const run = this._run;
    this._unmade = 0;
    await simulation.switches.putRight();
    if (run !== this._run) return;
    for (const node of simulation.nodes) node.setLight(startingLight);
    const steps = scenario.steps.map(({ at, action }) => ({ at, text: stepText(action, names) }));
    this._tell({ name: scenario.name, steps, done: 0, startedAt: Date.now(), running: true }, true);
    this._cancels = scenario.steps.map(({ at, action }) => this._clock.after(at * 1000, () => this._step(action)));
    this._cancels.push(this._clock.after(scenario.duration * 1000, () => this._end()));
  }

  /** Does no further step. What is cut stays cut, and the light changes by itself again. */
  stop(): void {
    this._run++;
    this._due = 0;
    this._lastPress.clear();
    for (const cancel of this._cancels.splice(0)) cancel();
    if (!this._progress?.running) return;
    for (const node of this._setup.simulation.nodes) node.setLight(undefined);
    this._tell({ ...this._progress, running: false });
  }

  /** The scenario's time is up. */
  private _end(): void {
    this._unmade = this._due;
    if (this._unmade > 0) this._setup.simulation.note(`presses still to be made when the scenario ended: ${this._unmade}; give it a longer duration`);
    this.stop();
  }

  private _step(action: Action): void {
    if (this._progress) this._tell({ ...this._progress, done: this._progress.done + 1 });
    this._do(action).catch((error: unknown) => this._setup.simulation.note(error instanceof Error ? error.message : String(error)));
  }

  private async _do(action: Action): Promise<void> {
    const { simulation, publish } = this._setup;
    switch (action.kind) {
      case "press":
        return this._press(action);
      case "power":
        return simulation.switches.setPower(this._node(action.node), action.on);
      case "light":
        this._node(action.node).setLight(action.level);
        return;
      case "wifi":
        simulation.switches.setWifi(action.up);
        return;
      case "broker":
        return simulation.switches.setBroker(action.up);
      case "silent":
        simulation.switches.setSilent(action.silent);
        return;
      case "slow":
        simulation.switches.setSlow(action.bytesPerSecond);
        return;
      case "publish":
        return publish(action.message);
    }
  }

  /** Presses after what earlier steps want of the same button. */
  private _press(action: PressAction): Promise<void> {
    this._due += action.times;
    const button = JSON.stringify([action.node, action.button]);
    const presses = this._pressAfter(this._lastPress.get(button), action, this._run);
    this._lastPress.set(button, presses);
    return presses;
  }

  private async _pressAfter(earlier: Promise<void> | undefined, { gesture, times, node, button }: PressAction, run: number): Promise<void> {
    await earlier;
    for (let i = 0; i < times && run === this._run; i++) {
      this._due--;
      await this._setup.simulation.press(gesture, this._node(node), button);
    }
  }

  /** @param number from 1 */
  private _node(number: number): SimulatedNode {
    const node = this._setup.simulation.nodes[number - 1];
    if (node === undefined) throw new UserError(`there is no board ${number}`);
    return node;
  }

  private _tell(progress: ScenarioProgress, isNew = false): void {
    this._progress = progress;
    this._setup.onProgress(progress, isNew);
  }
}

/** @throws {UserError} when a step presses a button that its board does not have */
function checkButtons(scenario: Scenario, nodes: readonly SimulatedNode[]): void {
  for (const { at, action } of scenario.steps) {
    if (action.kind !== "press" || action.button === undefined) continue;
    const names = nodes[action.node - 1]?.buttonNames ?? [];
    if (names.includes(action.button)) continue;
    const known = names.filter((name) => name !== "").map((name) => JSON.stringify(name));
    const instead = known.length === 0 ? "leave button out: there is only the first" : `those with a name are ${known.join(", ")}`;
    throw new UserError(`"${scenario.name}", second ${at}: there is no button ${JSON.stringify(action.button)}: ${instead}`, exitCodes.usage);
  }
}
