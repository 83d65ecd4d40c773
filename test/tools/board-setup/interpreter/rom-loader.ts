/**
 * A double of the ESP32's serial loader: the one in ROM, which takes a program into RAM, and esptool's flash program that is
 * uploaded so. Source: docs.espressif.com, esptool, "Serial Protocol".
 */
import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { chips, type ChipKind, type ChipName } from "./chips.ts";
import { slipFrame, SlipReader } from "./slip.ts";

const commands = {
  flashBegin: 0x02,
  flashEnd: 0x04,
  memBegin: 0x05,
  memEnd: 0x06,
  memData: 0x07,
  sync: 0x08,
  writeReg: 0x09,
  readReg: 0x0a,
  changeBaud: 0x0f,
  deflBegin: 0x10,
  deflData: 0x11,
  deflEnd: 0x12,
  md5: 0x13,
  securityInfo: 0x14,
} as const;

const addresses = { magic: 0x40001000, spiCommand: 0x3ff42000, spiUser2: 0x3ff42024, spiData: 0x3ff42080 } as const;
const readFlashId = 0x9f;
const romBaud = 115_200;

export interface Faults {
  /** It is not in its loader and cannot be brought there. */
  readonly silent?: boolean;
  /** How often it answers a block of a file, or starts to: then it never says anything again. */
  readonly blocks?: number;
  /** Called at that block instead. */
  readonly atBlock?: () => void;
  /** The flash chip holds a bit that it was not told to. */
  readonly wornOut?: boolean;
  /** It does not understand the faster speed, and goes on with the old one. */
  readonly slow?: boolean;
  /** log2 of the flash chip's bytes; 22: 4 MB */
  readonly flashSize?: number;
  /** An unknown command is answered under its own number, as some ROMs do. */
  readonly plainRefusal?: boolean;
}

export class RomLoader {
  readonly flash = new Uint8Array(4 * 1024 * 1024).fill(0xff);
  /** What runs: the program in flash, the loader in ROM, or the flash program. */
  running: "flash" | "rom" | "stub" = "flash";
  restarts = 0;
  baud = romBaud;
  private readonly _kind: ChipKind;
  private readonly _slip = new SlipReader((packet) => this._packet(packet));
  private readonly _registers = new Map<number, number>();
  private _ram = new Map<number, Uint8Array>();
  private _at = { address: 0, size: 0, blockSize: 0, compressed: [] as Uint8Array[] };
  private _blocks = 0;
  private _enabled = true;

  /** @param _say what goes to the computer */
  constructor(
    private readonly _say: (bytes: Uint8Array) => void,
    chip: ChipName = "ESP32",
    private readonly _faults: Faults = {},
  ) {
    this._kind = chips[chip];
    this._registers.set(addresses.magic, this._kind.magic);
  }

  /** The reset circuit of a DevKit: EN is low while RTS alone is set, BOOT while DTR alone is. */
  signals({ dtr, rts }: { dtr: boolean; rts: boolean }): void {
    const enabled = !(rts && !dtr);
    if (enabled && !this._enabled) this.restart(dtr && !rts);
    this._enabled = enabled;
  }

  /** As by the buttons. */
  restart(bootHeld: boolean): void {
    this.restarts++;
    this.baud = romBaud;
    this.running = bootHeld ? "rom" : "flash";
    const mode = bootHeld ? "0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download" : "0x13 (SPI_FAST_FLASH_BOOT)";
    this._say(Buffer.from(`ets Jun  8 2016 00:22:57\r\n\r\nrst:0x1 (POWERON_RESET),boot:${mode}\r\n`, "latin1"));
  }

  receive(bytes: Uint8Array): void {
    if (this.running !== "flash" && !this._faults.silent) this._slip.push(bytes);
  }

  private _packet(packet: Uint8Array): void {
    const view = new DataView(packet.buffer, packet.byteOffset);
    const op = packet[1] ?? 0;
    const data = packet.subarray(8);
    if (packet[0] !== 0 || view.getUint16(2, true) !== data.length) return;
    const words = new DataView(data.buffer, data.byteOffset, data.length);
    const word = (index: number): number => words.getUint32(index * 4, true);
    switch (op) {
      case commands.sync:
        for (let i = 0; i < 8; i++) this._answer(op, { value: this.running === "rom" ? 0x20120707 : 0 });
        return;
      case commands.readReg:
        return this._answer(op, { value: this._registers.get(word(0)) ?? 0 });
      case commands.writeReg:
        this._write(word(0), word(1));
        return this._answer(op);
      case commands.securityInfo:
        return this._securityInfo();
      case commands.memBegin:
        this._at = { address: word(3), size: word(0), blockSize: word(2), compressed: [] };
        this._ram.set(word(3), new Uint8Array(word(0)));
        return this._answer(op);
      case commands.memData:
        if (!this._isWhole(view, data)) return this._answer(op, { status: 1 });
        this._ram.get(this._at.address)?.set(data.subarray(16), word(1) * this._at.blockSize);
        return this._answer(op);
      case commands.memEnd:
        this._answer(op);
        return this._run(word(1));
      case commands.changeBaud:
        this._answer(op);
        if (!this._faults.slow) this.baud = word(0);
        return;
      case commands.deflBegin:
        this._at = { address: word(3), size: word(0), blockSize: word(2), compressed: [] };
        return this._answer(op);
      case commands.deflData:
        return this._block(view, data, word(1));
      case commands.deflEnd:
        return this._answer(op);
      case commands.flashBegin:
        // Of no bytes: esptool.py sends that before it leaves. Writing without compression is not in this double.
        return word(0) === 0 ? this._answer(op) : this._refuse(op);
      case commands.flashEnd:
        this._answer(op);
        if (this.running === "stub" && word(0) === 0) this.running = "rom"; // the flash program gives way to the ROM
        return;
      case commands.md5:
        return this._answer(op, {
          data: createHash("md5")
            .update(this.flash.subarray(word(0), word(0) + word(1)))
            .digest(),
        });
      default:
        return this._refuse(op);
    }
  }

  private _answer(op: number, { value = 0, data = new Uint8Array(), status = 0 }: { value?: number; data?: Uint8Array; status?: number } = {}): void {
    // The ROM's status has two bytes more, which mean nothing.
    const state = this.running === "stub" ? [status, 0] : [status, 0, 0, 0];
    const packet = Buffer.alloc(8 + data.length + state.length);
    packet.set([1, op], 0);
    packet.writeUInt16LE(data.length + state.length, 2);
    packet.writeUInt32LE(value, 4);
    packet.set(data, 8);
    packet.set(state, 8 + data.length);
    this._say(slipFrame(packet));
  }

  /** Of the ROM: status 1, reason 5, invalid message. The flash program has a status of its own for what it does not know. */
  private _refuse(op: number): void {
    if (this.running === "stub") return this._answer(op, { status: 0xff });
    const packet = Buffer.from([1, this._faults.plainRefusal ? op : 0, 4, 0, 0, 0, 0, 0, 1, 5, 0, 0]);
    for (let i = 0; i < 8; i++) this._say(slipFrame(packet));
  }

  private _securityInfo(): void {
    const { infoSize, id = 0 } = this._kind;
    if (infoSize === undefined) return this._refuse(commands.securityInfo);
    const info = Buffer.alloc(infoSize);
    if (infoSize === 20) info.writeUInt32LE(id, 12);
    this._answer(commands.securityInfo, { data: info });
  }

  /** The XOR of a block, from 0xEF on, stands in the packet's head. */
  private _isWhole(packet: DataView, data: Uint8Array): boolean {
    return data.subarray(16).reduce((sum, byte) => sum ^ byte, 0xef) === packet.getUint32(4, true);
  }

  private _write(register: number, value: number): void {
    const isCommand = register === addresses.spiCommand && (this._registers.get(addresses.spiUser2) ?? 0) % 256 === readFlashId;
    // Manufacturer, kind and size of the flash chip; the command's bit clears itself.
    if (isCommand) this._registers.set(addresses.spiData, 0x40ef | ((this._faults.flashSize ?? 22) << 16));
    else this._registers.set(register, value);
  }

  /** Jumps into RAM: the flash program says so. A program of which a byte is missing would not. */
  private _run(entry: number): void {
    const isThere = [...this._ram].some(([start, bytes]) => entry >= start && entry < start + bytes.length);
    const isWhole = [...this._ram.values()].some((bytes) => Buffer.from(bytes).includes("OHAI"));
    if (!isThere || !isWhole) return;
    this.running = "stub";
    this._say(slipFrame(Buffer.from("OHAI")));
  }

  private _block(packet: DataView, data: Uint8Array, index: number): void {
    if (this._blocks++ === this._faults.blocks) {
      this._faults.atBlock?.();
      this.running = "flash";
    }
    if (this.running !== "stub") return;
    if (!this._isWhole(packet, data) || index !== this._at.compressed.length) return this._answer(commands.deflData, { status: 1 });
    this._at.compressed.push(data.slice(16));
    this._unpack();
    this._answer(commands.deflData);
  }

  private _unpack(): void {
    const { address, size, compressed } = this._at;
    // What has come so far; the rest of a stream that is not complete yet is left alone.
    const bytes = inflateSync(Buffer.concat(compressed), { finishFlush: 2 });
    this.flash.set(bytes.subarray(0, size), address);
    if (this._faults.wornOut) this.flash[address] = 0;
  }
}
