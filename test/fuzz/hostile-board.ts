/** A board that answers a tool's questions with anything, and says anything in between. */
import fc from "fast-check";
import { crc32 } from "../../board/shared/crc32.ts";
import { MemoryLink } from "../support/memory-link.ts";
import { anyText, jsonTexts, latin1, mutated } from "./hostile.ts";

/** What comes for one question. */
export interface Reaction {
  noise: Buffer;
  /** JSON for what a board is and has, for what its node says, and for anything else. */
  answers: { board: string; node: string; other: string };
  isSilent: boolean;
  sign: "=" | "!" | "?";
  /** The answer's checksum is wrong. */
  isDamaged: boolean;
}

const number = fc.oneof(fc.nat(100_000), fc.integer()).map(String);
const texts = fc
  .oneof(fc.constantFrom("2v29", "ESP32", "ding.js", ".bootcde", ".boot3", "\x1b]52;c;eA==\x07", "hall"), anyText(20))
  .map((text) => latin1(JSON.stringify(text)));
const sums = fc.oneof(
  fc.constant("0"),
  fc.tuple(number, number).map((pair) => `[${pair.join()}]`),
);
const lists = (item: fc.Arbitrary<string>, length: number): fc.Arbitrary<string> =>
  fc.array(item, { minLength: length, maxLength: length }).map((items) => `[${items.join()}]`);
const orAnything = (expected: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof({ weight: 12, arbitrary: expected }, { weight: 1, arbitrary: jsonTexts });

/** What a board says of itself and its Storage, as read-board.ts asks for it. */
const boards = fc
  .tuple(
    ...[texts, texts, number, lists(texts, 4), lists(orAnything(sums), 6), lists(orAnything(lists(orAnything(texts), 2)), 2)].map(orAnything),
    orAnything(fc.constantFrom("0", "false")),
    orAnything(fc.constantFrom("null", "true", "false")),
    orAnything(texts),
  )
  .map((parts) => `[${parts.join()}]`);
/** What a node says of itself, as probe.ts asks for it. */
const nodes = fc
  .tuple(number, number, orAnything(lists(orAnything(texts), 4)), orAnything(lists(orAnything(texts), 4)), texts)
  .map((parts) => `[${parts.join()}]`);
const simple = fc.oneof(number, texts, sums, fc.constant("null"), fc.constant('"undefined"'));

const status = 'online {"up":90001,"memory":{"used":700,"total":5000},"mqtt":{"losses":1,"last":"x"},"queued":0,"dropped":0} {"state":"on","brightness":1}';
const spoken = [
  ...["ding 1.0.0: hall, boot 7; ding.help()", "wifi: connected, 10.0.0.7", "wifi: NO_AP_FOUND; trying again in 0.3 s", "mqtt: connected as hall"],
  ...["mqtt: refused: bad user name or password; trying again in 9 s", "config: mqtt.port must be 1..65535", "boot: no node", "SAFE MODE: x", status],
  ...["Uncaught Error: x", "password>", "\x1b[2J\x1b]0;title\x07", "\x9b2J", "\x1bP$q\x1b\\", "\x1e12=1\x1f0", "\x13", "\x11", ">"],
];
/** What a board prints, nearly. */
export const noises: fc.Arbitrary<Buffer> = mutated(
  fc
    .array(fc.oneof(fc.constantFrom(...spoken), anyText(30).map(latin1)), { maxLength: 4 })
    .map((lines) => Buffer.from(lines.map((line) => `${line}\r\n`).join(""), "latin1")),
);

const rarely = fc.nat(15).map((one) => one === 0);
export const reactions: fc.Arbitrary<Reaction> = fc.record({
  noise: noises,
  answers: fc.record({ board: orAnything(boards), node: orAnything(nodes), other: orAnything(simple) }),
  isSilent: rarely,
  sign: fc.oneof({ weight: 12, arbitrary: fc.constant("=" as const) }, fc.constantFrom("!" as const, "?" as const)),
  isDamaged: rarely,
});

/** ms after which the board answers. */
const delay = 5;

export class HostileBoard extends MemoryLink {
  private _turn = 0;

  /** @param _reactions in turn, over and over; the first question is answered well, so that the tool goes on */
  constructor(private readonly _reactions: readonly Reaction[]) {
    super("the cable");
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.ending.reason) return Promise.reject(this.ending.reason);
    const typed = Buffer.from(bytes).toString("latin1");
    setTimeout(() => this._react(typed), delay);
    return Promise.resolve();
  }

  setBaud(): Promise<void> {
    return Promise.resolve();
  }

  setSignals(): Promise<boolean> {
    return Promise.resolve(false);
  }

  private _react(typed: string): void {
    const reaction = this._reactions[this._turn % this._reactions.length];
    if (reaction === undefined) return;
    this.data.tell(reaction.noise);
    const id = /print\("\\x1e(\d+)\?"\)/.exec(typed)?.[1];
    if (id === undefined) return;
    const isFirst = this._turn++ === 0;
    if (!isFirst && reaction.isSilent) return;
    const text = isFirst ? "=1" : reaction.sign + answerTo(typed, reaction);
    const sum = crc32(text) + (!isFirst && reaction.isDamaged ? 1 : 0);
    this.data.tell(Buffer.from(`\r\n\x1e${id}${text}\x1f${sum}\r\n`, "latin1"));
  }
}

function answerTo(question: string, { answers }: Reaction): string {
  if (question.includes("process.env.VERSION")) return answers.board;
  return question.includes("process.memory()") ? answers.node : answers.other;
}
