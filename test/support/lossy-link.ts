/** A serial line that loses keys on their way to the board. */
import { LinkThrough, type SerialLink } from "../../src/tools/serial/serial-link.ts";

export class LossyLink extends LinkThrough {
  override readonly name = "a bad cable";
  private _sent = 0;

  /** @param _lost the places of the bytes that do not arrive, counted over everything that is sent */
  constructor(
    link: SerialLink,
    private readonly _lost: readonly number[] | "all",
  ) {
    super(link);
  }

  override write(bytes: Uint8Array): Promise<void> {
    const from = this._sent;
    this._sent += bytes.length;
    return this.link.write(bytes.filter((_, i) => this._lost !== "all" && !this._lost.includes(from + i)));
  }
}
