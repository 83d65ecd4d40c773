/** Brings one node to a new version: announces it, sends the pieces that the node asks for, and waits for its verdict. */
import { UserError } from "../command-line/user-error.ts";
import type { Inbox } from "../mqtt/inbox.ts";
import { noAnswer } from "../mqtt/no-answer.ts";
import type { Progress } from "../terminal/person.ts";
import { announcementOf, type NewVersion } from "./new-version.ts";
import type { Nodes, Word } from "./nodes.ts";
import type { UpdateState } from "./update-state.ts";

/** All in ms. */
export interface Patience {
  /** In which the broker delivers what it has kept. */
  gathering: number;
  /** For the first answer. */
  answer: number;
  /** After so much silence the announcement is repeated: the answer says how to go on. */
  repeat: number;
  /** For a word of a node that has answered before. */
  silence: number;
  /** From the restart to the verdict. A trial takes a minute; one that does not get online is ended after five. */
  verdict: number;
}

export const usualPatience: Patience = { gathering: 1000, answer: 30_000, repeat: 10_000, silence: 300_000, verdict: 900_000 };

/** Bytes, by the protocol. */
const pieceSize = 2048;
/** How often in a row a node may start over without having taken more than before. */
const mostFruitless = 20;

/** A node's update. */
export interface Update {
  node: string;
  version: NewVersion;
  /** It may be an older version, or the same one with other bytes. */
  force: boolean;
  patience: Patience;
  progress: Progress;
}

/** How far the file has got, over all attempts. */
interface Transfer {
  bar: ReturnType<Progress["bar"]> | undefined;
  /** Bytes that the node has had; -1 before it has asked for any. */
  furthest: number;
}

type Outcome = "runs already" | "is sent" | "is confirmed" | "starts over";

/**
 * Resolves once the node runs the new version for good.
 * @throws {UserError} refused, silent, or gone back to the version before
 */
export async function updateNode(nodes: Nodes, update: Update): Promise<"runs already" | "is confirmed"> {
  const inbox = nodes.listenTo(update.node);
  const transfer: Transfer = { bar: undefined, furthest: -1 };
  try {
    for (let fruitless = 0; fruitless < mostFruitless; fruitless++) {
      const before = transfer.furthest;
      const sent = await sendPieces(nodes, inbox, update, transfer);
      const verdict = sent === "is sent" ? await awaitVerdict(inbox, update) : sent;
      if (verdict === "runs already") return transfer.furthest < 0 ? verdict : "is confirmed";
      if (verdict === "is confirmed") return verdict;
      // Each power cut makes it start over: with what it has.
      if (transfer.furthest > before) fruitless = 0;
    }
  } finally {
    transfer.bar?.end();
  }
  throw new UserError(`${update.node} starts over again and again: npm run doctor, at its cable, says more`);
}

/** A line for people. */
export function verdictLine(node: string, { version }: NewVersion, outcome: "runs already" | "is confirmed"): string {
  return `${node}: runs ${version}${outcome === "runs already" ? " already" : ""}`;
}

/** Announces the version and answers each `receiving` with the piece that is wanted. */
async function sendPieces(nodes: Nodes, inbox: Inbox<Word>, update: Update, transfer: Transfer): Promise<Outcome> {
  const { node, version, force, patience } = update;
  const announce = (): void => nodes.announce(node, announcementOf(version, force));
  let sentFrom = -1;
  let hasAnswered = false;
  let saidCurrent = false;
  let silence = 0;
  announce();
  for (;;) {
    const word = await inbox.next(patience.repeat);
    if (!word) {
      silence += patience.repeat;
      const hasBegun = transfer.furthest >= 0;
      if (silence >= (hasBegun ? patience.silence : patience.answer)) throw silent(nodes, node, hasBegun);
      announce();
      sentFrom = -1;
      continue;
    }
    const state = newsIn(word, node);
    if (!state) continue;
    silence = 0;
    if (state.state === "current") {
      if (state.version !== version.version || hasAnswered) return "starts over";
      if (saidCurrent) return "runs already";
      // It says so at each connect as well, where it may have other bytes of this version, and have missed the announcement.
      saidCurrent = true;
      announce();
      continue;
    }
    const isStarting = state.state === "starting" && state.to === version.version;
    if (isStarting || isOnTrial(state, version)) {
      transfer.bar?.end();
      transfer.bar = undefined;
      return "is sent";
    }
    if (state.to !== version.version) continue; // of an earlier update
    if (state.state === "failed")
      throw new UserError(`${node} ${hasAnswered ? "gave up" : "refuses"} ${version.version}: ${state.reason ?? "it does not say why"}`);
    if (state.state !== "receiving") continue;
    hasAnswered = true;
    const { offset = 0 } = state;
    show(update, transfer, state.version, offset);
    // Two answers with the same offset, such as to a repeated announcement, want one piece.
    if (offset !== sentFrom) nodes.sendPiece(node, offset, version.bytes.subarray(offset, offset + pieceSize));
    sentFrom = offset;
  }
}

/** Moves the bar. A node that starts over moves it no more until it is further than before. */
function show({ node, version, progress }: Update, transfer: Transfer, from: string, offset: number): void {
  transfer.bar ??= progress.bar(`${node}: ${from} -> ${version.version}`, version.bytes.length);
  const before = Math.max(0, transfer.furthest);
  transfer.bar.add(Math.max(0, offset - before));
  transfer.furthest = Math.max(before, offset);
}

/** What is new in a word; undefined for what the broker has kept, as that may be of an earlier update. */
function newsIn(word: Word, node: string): UpdateState | undefined {
  if (word.kind === "refusal") {
    throw new UserError(`${node} refuses the announcement: ${word.reason}. Is the key its mqtt.key, and is this computer's clock right?`);
  }
  return word.isRetained ? undefined : word.state;
}

/** Whether the new version runs, and has not proved itself yet. */
function isOnTrial(state: UpdateState, { version }: NewVersion): boolean {
  return state.state === "trial" && state.version === version && state.from !== undefined;
}

/** From here on what the broker has kept counts as well: it is what the node said while this computer was away. */
async function awaitVerdict(inbox: Inbox<Word>, { node, version, patience, progress }: Update): Promise<Outcome> {
  progress.say(`${node}: has ${version.version}, and restarts into it`);
  const end = Date.now() + patience.verdict;
  let isOnTrialSince = false;
  for (;;) {
    const word = await inbox.next(Math.max(0, end - Date.now()));
    if (!word)
      throw new UserError(`${node} has not been heard of since it restarted into ${version.version}: it goes back by itself; npm run listen shows when`);
    if (word.kind === "refusal") continue;
    const { state } = word;
    if (isOnTrial(state, version) && !isOnTrialSince) {
      isOnTrialSince = true;
      progress.say(`${node}: runs ${version.version}, on trial for a minute`);
    }
    if (state.state === "failed" && state.to === version.version)
      throw new UserError(`${node} went back to ${state.version}: ${state.reason ?? "it does not say why"}`);
    // A power cut just before the restart leaves the old version, and all that was sent. It may have the same name as the new one:
    // only the answer to another announcement tells them apart, unless the node has just said where it came from.
    if (state.state === "current") return state.version === version.version && state.from !== undefined ? "is confirmed" : "starts over";
  }
}

/** Why a node does not answer, as far as its topics tell. */
function silent(nodes: Nodes, node: string, hasAnswered: boolean): UserError {
  const isOnline = nodes.isOnline(node);
  if (!hasAnswered) return noAnswer(node, isOnline);
  return new UserError(`${node} ${isOnline === false ? "went offline" : "has fallen silent"}: run the command again, and it resumes where it left off`);
}
