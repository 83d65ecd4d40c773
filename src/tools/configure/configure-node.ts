/** Brings one node to a new configuration: sends the change, and waits for what becomes of it. */
import type { JsonObject } from "../../firmware/validate.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { noAnswer } from "../mqtt/no-answer.ts";
import type { Progress } from "../terminal/person.ts";
import type { ConfigState } from "./config-state.ts";
import type { ConfigurableNode } from "./configurable-node.ts";
import type { Destination } from "./destination.ts";

/** All in ms. */
export interface Patience {
  /** In which the broker delivers the status that it has kept. */
  gathering: number;
  /** After so much silence the change is sent once more. */
  repeat: number;
  /** For the first answer. */
  answer: number;
  /** From one word to the next, once the node has answered. A configuration that does not get online is ended after 5 minutes. */
  silence: number;
  /** For the return of a node that has gone elsewhere. */
  elsewhere: number;
}

export const usualPatience: Patience = { gathering: 1000, repeat: 10_000, answer: 30_000, silence: 480_000, elsewhere: 420_000 };

export interface Configuration {
  change: JsonObject;
  destination: Destination;
  patience: Patience;
  progress: Progress;
}

/**
 * Resolves once the node has kept its new configuration.
 * @throws {UserError} offline, silent, refused, gone back to the old configuration; `exitCodes.unknown`: gone elsewhere
 */
export async function configureNode(node: ConfigurableNode, configuration: Configuration): Promise<void> {
  await awaitStatus(node, configuration.patience.gathering);
  if (node.isOnline === false) throw new UserError(`${node.name} is offline: run the command again once that has changed`);
  await awaitVerdict(node, await requestChange(node, configuration), configuration);
}

/** A broker that keeps no status says none. */
async function awaitStatus({ inbox }: ConfigurableNode, gathering: number): Promise<void> {
  const end = Date.now() + gathering;
  for (;;) {
    const word = await inbox.next(Math.max(0, end - Date.now()));
    if (!word || word.kind === "status") return;
  }
}

/** The numbers under which the change was sent, and the node's first answer to one of them. */
interface Answer {
  sent: readonly number[];
  first: ConfigState;
}

/** Sends the change. An answer may be one that the broker has kept: its number tells that it is one. */
async function requestChange(node: ConfigurableNode, { change, patience }: Configuration): Promise<Answer> {
  const start = Date.now();
  const sent = [node.send(change)];
  let refused: ConfigState | undefined;
  for (;;) {
    const isRepeated = sent.length > 1;
    const end = start + (isRepeated ? patience.answer : patience.repeat);
    const word = await node.inbox.next(Math.max(0, end - Date.now()));
    if (word?.kind === "refusal") throw refusal(node.name, word.reason);
    // The repeated request is refused where the first one is on trial.
    const isSecondRefused = word?.kind === "state" && word.state.state === "refused" && word.state.n !== sent[0];
    if (word?.kind === "state" && sent.includes(word.state.n) && !isSecondRefused) return { sent, first: word.state };
    if (isSecondRefused && sent.includes(word.state.n)) refused = word.state;
    if (word) continue;
    if (refused) return { sent, first: refused };
    if (isRepeated) throw noAnswer(node.name, node.isOnline);
    sent.push(node.send(change));
  }
}

/** A refusal on the error topic: the node did not take it for a change. */
function refusal(name: string, reason: string): UserError {
  const hints: Readonly<Record<string, string>> = {
    "no valid signature": ". Is the key its mqtt.key, and is this computer's clock right?",
    // What a version without changes says.
    "not an announcement of an update": ". Does its version take changes? npm run update brings one that does",
  };
  return new UserError(`${name} refuses the change: ${reason}${hints[reason] ?? ""}`);
}

async function awaitVerdict(node: ConfigurableNode, { sent, first }: Answer, { destination, patience, progress }: Configuration): Promise<void> {
  const { name } = node;
  let state = first;
  for (;;) {
    sayOrEnd(name, state, progress);
    if (state.state === "kept") return;
    const mayBeElsewhere = state.state === "starting" && destination.elsewhere !== "";
    if (mayBeElsewhere) progress.say(elsewhereLine(name, destination, patience));
    const next = await nextState(node, sent, state, mayBeElsewhere ? patience.elsewhere : patience.silence);
    if (!next) throw mayBeElsewhere ? goneElsewhere(name, destination) : fellSilent(name, state);
    state = next;
  }
}

/** What the node says next of this change; undefined if it says nothing within so many ms. */
async function nextState({ inbox }: ConfigurableNode, sent: readonly number[], last: ConfigState, ms: number): Promise<ConfigState | undefined> {
  const end = Date.now() + ms;
  for (;;) {
    const word = await inbox.next(Math.max(0, end - Date.now()));
    if (!word) return undefined;
    if (word.kind !== "state" || !sent.includes(word.state.n) || word.state.state === last.state) continue;
    // Of two requests the second is refused, as the first is on trial.
    if (word.state.state !== "refused") return word.state;
  }
}

/** @throws {UserError} for a state that is a failure */
function sayOrEnd(name: string, { state, reason = "it does not say why" }: ConfigState, progress: Progress): void {
  switch (state) {
    case "refused":
      throw new UserError(`${name} refuses the change: ${reason}`);
    case "failed":
      throw new UserError(`${name} went back to its old configuration: ${reason}`);
    case "starting":
      return progress.say(`${name}: restarts with it`);
    case "trial":
      return progress.say(`${name}: online with it, on trial for a minute`);
    case "kept":
      return progress.say(`${name}: keeps it`);
  }
}

function elsewhereLine(name: string, { elsewhere }: Destination, patience: Patience): string {
  return `${name}: goes to another ${elsewhere}, where this command may not hear it; if that fails, it is back here within ${Math.ceil(patience.elsewhere / 60_000)} minutes`;
}

function goneElsewhere(name: string, { topic }: Destination): UserError {
  const where = `where it is now, npm run listen -- "${topic}" shows it`;
  return new UserError(`${name} has not come back here, so it has probably kept its new configuration: ${where}`, exitCodes.unknown);
}

function fellSilent(name: string, { state }: ConfigState): UserError {
  const since = state === "trial" ? "was online with it, and has not been heard of since" : "has not been heard of since it restarted";
  return new UserError(`${name} ${since}: if it does not stay online, it goes back by itself; npm run listen shows when`);
}
