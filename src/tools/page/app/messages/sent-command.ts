/** A message that the publish box has sent: whether the broker has it, and what the nodes have answered so far. */
import { addressedNodes, answerIn, whyNoAnswer, type Answer, type SentCommand } from "../../messages/command-answer.ts";
import type { Simulator } from "../simulator.ts";

/** ms; a node on a good link answers in a tenth of a second */
const patience = 5000;

export type Waiting = { node: string; waiting: true } | { node: string; waiting: false; why: string };

export class Sent {
  readonly command: SentCommand;
  /** undefined: no answer yet; "": the broker has it; otherwise what went wrong. */
  error: string | undefined;
  private readonly _simulator: Simulator;
  private readonly _nodes: readonly string[];
  private readonly _answers = new Map<string, Answer>();
  private _seen: number;
  private _isLate = false;

  /** @param changed is called whenever there is something new to show, but for what comes as a message */
  constructor(simulator: Simulator, command: SentCommand, options: { qos: 0 | 1 | 2; retain: boolean }, changed: () => void) {
    this._simulator = simulator;
    this.command = command;
    this._nodes = addressedNodes(command.topic, command.base, simulator.hello?.nodes ?? []);
    this._seen = simulator.messages.at(-1)?.number ?? 0;
    void simulator.publish(command.topic, command.payload, options.qos, options.retain).then((error) => {
      this.error = error ?? "";
      changed();
    });
    setTimeout(() => {
      this._isLate = true;
      changed();
    }, patience);
  }

  /** For each node that it was for, what is known. */
  get answers(): (Answer | Waiting)[] {
    this._look();
    return this._nodes.map((node) => this._answers.get(node) ?? this._waiting(node));
  }

  private _look(): void {
    const { messages } = this._simulator;
    let index = messages.length;
    while (index > 0 && (messages[index - 1]?.number ?? 0) > this._seen) index -= 1;
    for (const message of messages.slice(index)) {
      this._seen = message.number;
      for (const node of this._nodes) {
        const answer = this._answers.has(node) ? undefined : answerIn(message, this.command, node);
        if (answer !== undefined) this._answers.set(node, answer);
      }
    }
  }

  private _waiting(node: string): Waiting {
    // Nothing will come for an empty one.
    if (!this._isLate && this.command.payload !== "") return { node, waiting: true };
    return { node, waiting: false, why: whyNoAnswer(node, this.command, this._simulator.faults, this._simulator.states.get(node)) };
  }
}
