/** SLIP (RFC 1055), in which the ESP32's loader packs what it says: written from the standard, for the double alone. */

const end = 0xc0;
const esc = 0xdb;
const escEnd = 0xdc;
const escEsc = 0xdd;

export function slipFrame(packet: Uint8Array): Uint8Array {
  const escaped = [...packet].flatMap((byte) => (byte === end ? [esc, escEnd] : byte === esc ? [esc, escEsc] : [byte]));
  return Uint8Array.from([end, ...escaped, end]);
}

/** Finds packets in bytes that come in any pieces. */
export class SlipReader {
  private _packet: number[] = [];
  private _escaped = false;

  constructor(private readonly _onPacket: (packet: Uint8Array) => void) {}

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === end) {
        if (this._packet.length > 0) this._onPacket(Uint8Array.from(this._packet));
        this._packet = [];
      } else if (this._escaped) this._packet.push(byte === escEnd ? end : esc);
      else if (byte !== esc) this._packet.push(byte);
      this._escaped = byte === esc;
    }
  }
}
