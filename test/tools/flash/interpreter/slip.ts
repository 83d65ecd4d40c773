/** SLIP (RFC 1055), in which the ESP32's loader packs what it says: written from the standard, for the double alone. */

const END = 0xc0;
const ESC = 0xdb;
const ESC_END = 0xdc;
const ESC_ESC = 0xdd;

export function slipFrame(packet: Uint8Array): Uint8Array {
  const escaped = [...packet].flatMap((byte) => (byte === END ? [ESC, ESC_END] : byte === ESC ? [ESC, ESC_ESC] : [byte]));
  return Uint8Array.from([END, ...escaped, END]);
}

/** Finds packets in bytes that come in any pieces. */
export class SlipReader {
  private _packet: number[] = [];
  private _escaped = false;

  constructor(private readonly _onPacket: (packet: Uint8Array) => void) {}

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === END) {
        if (this._packet.length > 0) this._onPacket(Uint8Array.from(this._packet));
        this._packet = [];
      } else if (this._escaped) this._packet.push(byte === ESC_END ? END : ESC);
      else if (byte !== ESC) this._packet.push(byte);
      this._escaped = byte === ESC;
    }
  }
}
