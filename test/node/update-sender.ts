/** What sends updates to a node on the real interpreter: it announces when the node is silent, and gives each piece that it asks for. */
import { announcementOf, controlTopic, pieceAt, pieceTopic, signed, updateTopic, type UpdateState } from "./updates.ts";
import type { Listener } from "./node.ts";
import { wait } from "./node.ts";

/** ms */
const interval = 20;
const patience = 1500;

export class UpdateSender {
  private _version = "";
  private _file = "";
  private _isOver = false;
  private _heard = 0;
  private _spokeAt = 0;

  /** @param _pieceSize bytes */
  constructor(
    private readonly _listener: Listener,
    private readonly _pieceSize: number,
  ) {}

  /** What the node said last. */
  get last(): UpdateState | undefined {
    return this._listener.on(updateTopic).at(-1)?.payload as UpdateState | undefined;
  }

  /** All that the node said. */
  get states(): readonly UpdateState[] {
    return this._listener.on(updateTopic).map(({ payload }) => payload as UpdateState);
  }

  /** From now on it is this version that the node should have. */
  sends(file: string, version: string): void {
    this._file = file;
    this._version = version;
    this._spokeAt = 0;
  }

  /** Whether the node has the version, for good. */
  get isDone(): boolean {
    return this.last?.state === "current" && this.last.version === this._version;
  }

  end(): void {
    this._isOver = true;
  }

  /** Sends until `end`. */
  async run(): Promise<void> {
    while (!this._isOver) {
      await wait(interval);
      if (!this._file || this.isDone) continue;
      const { length } = this.states;
      if (length > this._heard && this.last?.state === "receiving")
        await this._say(pieceTopic, Buffer.from(pieceAt(this._file, this.last.offset ?? 0, this._pieceSize), "latin1"));
      else if (length > this._heard) this._spokeAt = Date.now();
      else if (Date.now() - this._spokeAt > patience) await this._say(controlTopic, signed(announcementOf(this._file, this._version)));
      this._heard = length;
    }
  }

  private async _say(topic: string, text: string | Buffer): Promise<void> {
    this._spokeAt = Date.now();
    await this._listener.say(topic, text);
  }
}
