/** Espruino's console at the other end of a link: questions get their answers, everything else it prints is lines. */
import { bytesOf, encodeUtf8, textOf } from "../../../board/shared/byte-text.ts";
import { ConsoleLines } from "../../../board/shared/console-lines.ts";
import { Listeners, within, type SerialLink } from "../serial/serial-link.ts";
import { findAnswer, questionLine, type Answer } from "./question.ts";

/** Forgets the line that was begun, by whomever. */
const clearLine = "\x1b[2H";
/** Ctrl-C: breaks what is running. */
const interrupt = "\x03";
/** ms */
const breath = 100;
/** What a locked console asks with. */
const passwordPrompt = "password>";
/** So often each password is tried between two answers. */
const unlockAttempts = 3;
/** ms: a prompt that comes twice at once is one prompt; an open console would take a second password for a program. */
const unlockPause = 500;
const notShown = "(not shown: it holds the configuration)";

/** The value, or undefined where a board says that something is JSON which is not. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface AskOptions {
  /** ms to wait for an answer before the question is asked again */
  timeout?: number;
  /** How often it is asked before it counts as unanswered. */
  attempts?: number;
  /** Ctrl-C goes before each repetition after a silence: for a program that does not let the console have its turn. */
  interrupt?: boolean;
  /** Question and answer are left out of the traffic that is shown. */
  secret?: boolean;
}

/** A line of the serial traffic, for `--verbose`. */
export interface Traffic {
  /** From the tool to the board; else the other way. */
  toBoard: boolean;
  line: string;
}

/** No answer, however often it was asked. */
export class NoAnswer extends Error {}

/** What the code threw on the board. */
export class BoardError extends Error {}

export class BoardConsole {
  private readonly _lines = new ConsoleLines();
  private readonly _heard = new Listeners<string>();
  private readonly _traffic = new Listeners<Traffic>();
  private readonly _answers = new Listeners<Answer>();
  /** Not those of another process or page, whose questions a busy board may still be answering. */
  private _id = Math.floor(Math.random() * 10_000) * 1_000;
  private _last: Promise<unknown> = Promise.resolve();
  private readonly _passwords: string[] = [];
  private _unlocking = 0;
  private _unlockedAt = -unlockPause;
  /** The latest that came, as long as the prompt of a locked console. */
  private _tail = "";

  constructor(readonly link: SerialLink) {
    link.onData((bytes) => {
      const text = textOf(bytes);
      this._lines.push(text);
      this._tail = (this._tail + text).slice(-passwordPrompt.length);
      if (this.isLocked) this._unlock();
    });
    this._lines.on((line) => this._line(line));
  }

  /** Whether the console waits for its password. */
  get isLocked(): boolean {
    return this._tail === passwordPrompt;
  }

  /** From now on a console that asks for its password gets this one, or another that was given. */
  unlockWith(password: string): void {
    const bytes = encodeUtf8(password);
    if (bytes !== "" && !this._passwords.includes(bytes)) this._passwords.push(bytes);
  }

  /** Every line that is not an answer. Returns a function that stops listening. */
  onLine(listener: (line: string) => void): () => void {
    return this._heard.add(listener);
  }

  /** Everything that goes over the line, both ways. Returns a function that stops listening. */
  onTraffic(listener: (traffic: Traffic) => void): () => void {
    return this._traffic.add(listener);
  }

  /** Types, bytes as characters. */
  async type(text: string): Promise<void> {
    this._traffic.tell({ toBoard: true, line: text });
    await this.link.write(bytesOf(text));
  }

  /**
   * Evaluates an expression and resolves with its value, by JSON. One that does not arrive whole is not run but sent
   * again; after a lost answer it runs twice: it must be such that this does not matter.
   * @throws {NoAnswer} {@link BoardError} LinkLost
   */
  ask(code: string, options: AskOptions = {}): Promise<unknown> {
    const mine = this._last.then(() => this._ask(code, options));
    this._last = mine.catch(() => undefined); // the caller hears of it
    return mine;
  }

  private async _ask(code: string, { timeout = 3_000, attempts = 5, interrupt: breaks = false, secret = false }: AskOptions): Promise<unknown> {
    // One for all attempts: a board that was busy for long answers the first, and the next question is another.
    const id = ++this._id;
    const line = clearLine + questionLine(id, code);
    let isSilent = false;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (isSilent && breaks) await this._interrupt();
      // A console whose queue got out of order says so several times: the longer, the more often.
      else if (attempt > 0) await pause(breath * attempt);
      const answered = this._answerTo(id, timeout);
      this._traffic.tell({ toBoard: true, line: secret ? notShown : line });
      await this.link.write(bytesOf(line));
      const answer = await answered;
      if (answer) this._traffic.tell({ toBoard: false, line: secret ? notShown : `${answer.kind} ${answer.json}` });
      isSilent = !answer;
      if (!answer || answer.kind === "damaged") continue;
      const value = parse(answer.json);
      if (value === undefined) continue;
      if (answer.kind === "error") throw new BoardError(typeof value === "string" ? value : answer.json);
      return value;
    }
    throw new NoAnswer(`the board does not answer on ${this.link.name}`);
  }

  /** Ctrl-C overtakes what is typed, and clears the line: what follows has to wait until it has been heard. */
  private async _interrupt(): Promise<void> {
    await this.type(interrupt);
    await pause(breath);
  }

  /** Undefined when none comes in time. */
  private _answerTo(id: number, timeout: number): Promise<Answer | undefined> {
    const answered = within<Answer>(this.link, timeout, (came) => this._answers.add((answer) => answer.id === id && came(answer)));
    answered.catch(() => undefined); // the write that goes before it fails of the same
    return answered;
  }

  /** What was asked meanwhile counted as a wrong password, and is asked again by itself. */
  private _unlock(): void {
    const now = performance.now();
    if (this._unlocking >= unlockAttempts * this._passwords.length || now - this._unlockedAt < unlockPause) return;
    this._unlockedAt = now;
    const password = this._passwords[this._unlocking++ % this._passwords.length];
    if (password !== undefined) this.link.write(bytesOf(`${password}\n`)).catch(() => undefined); // the question that waits fails of the same
  }

  private _line(line: string): void {
    const { answer, rest } = findAnswer(line);
    if (answer) this._unlocking = 0;
    if (answer) this._answers.tell(answer);
    if (rest === "") return;
    this._traffic.tell({ toBoard: false, line: rest });
    this._heard.tell(rest);
  }
}
