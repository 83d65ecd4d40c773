/** Talks to the loader in the ESP32's ROM by esptool-js: which chip it is, then each part written, compared, and run. */
import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { ESPLoader, UnexpectedChipIdError, UnexpectedChipMagicError, type IEspLoaderTerminal } from "esptool-js";
import { commandLineAdvice, type Advice } from "../../board-session/advice.ts";
import { UserError } from "../../command-line/user-error.ts";
import type { SerialLink } from "../../serial/serial-link.ts";
import type { Part } from "./check-files.ts";
import { whyDifferent, whyNotThisChip, whySilent, whyStopped, whyTooSmall, whyUnknownChip } from "./reasons.ts";
import { isLost, LinkTransport } from "./web-serial.ts";

/** What every ESP32's loader listens at. */
const romBaud = 115_200;
/** For the bytes of the files: what the USB chips of all DevKits can do. */
export const defaultFlashBaud = 460_800;
/** MB: where Espruino's own partition table ends. */
const neededFlash = 4;
/** ms that EN is held low: DevKits have a capacitor there. */
const resetTime = 100;

export interface Writing {
  readonly chip: string;
  /** Bits per second for the bytes of the files. */
  readonly baud: number;
  /** Bytes written so far, of all. */
  readonly onProgress: (written: number, total: number) => void;
  /** What esptool-js says meanwhile, for --verbose. */
  readonly onLog: (line: string) => void;
  /** The command line's by default. */
  readonly advice?: Advice;
}

/** esptool-js cuts its lines into pieces. */
function terminal(onLog: (line: string) => void): IEspLoaderTerminal {
  let begun = "";
  return {
    clean: () => undefined,
    write: (text) => void (begun += text),
    writeLine: (text) => {
      onLog((begun + text).trim());
      begun = "";
    },
  };
}

/**
 * Writes all parts, each compared by its MD5 in flash, and restarts the chip. The link is left open, at any speed.
 * @returns whether the chip could be restarted: not through a port without DTR and RTS
 * @throws {UserError} that says what to do
 */
export async function writeParts(
  link: SerialLink,
  parts: readonly Part[],
  { chip, baud, onProgress, onLog, advice = commandLineAdvice }: Writing,
): Promise<boolean> {
  const transport = new LinkTransport(link, onLog);
  const loader = new ESPLoader({ transport, baudrate: baud, romBaudrate: romBaud, terminal: terminal(onLog) });
  let doing = "connecting";
  let connected = false;
  try {
    await loader.connect();
    connected = true;
    if (loader.chip.CHIP_NAME !== chip) throw new UserError(whyNotThisChip(loader.chip.CHIP_NAME, chip));
    doing = "starting its flash program";
    await loader.runStub();
    if (baud !== romBaud) await loader.changeBaud();
    const size = await loader.detectFlashSize();
    if (megabytes(size) < neededFlash) throw new UserError(whyTooSmall(size, `${neededFlash}MB`));

    const total = parts.reduce((sum, { data }) => sum + data.length, 0);
    let before = 0;
    for (const { name, offset, data } of parts) {
      doing = `writing ${name}`;
      await loader.writeFlash({
        fileArray: [{ data, address: offset }],
        // As built: anything else would change the bootloader, and with it the SHA-256 it carries.
        flashMode: "keep",
        flashFreq: "keep",
        flashSize: "keep",
        eraseAll: false,
        compress: true,
        calculateMD5Hash: (image) => bytesToHex(md5(image)),
        reportProgress: (_file, sent, toSend) => onProgress(before + Math.round((data.length * sent) / toSend), total),
      });
      before += data.length;
    }
    await restart(transport);
    return transport.hasSignals;
  } catch (error) {
    throw inWords(error, { chip, port: link.name, hasSignals: transport.hasSignals, connected, doing, slower: advice.slower });
  } finally {
    await transport.release();
  }
}

/** Lets EN go low and high again, with BOOT high: the chip starts what is in its flash. esptool-js only lets it high. */
async function restart(transport: LinkTransport): Promise<void> {
  await transport.setSignals(false, true);
  await new Promise((resolve) => setTimeout(resolve, resetTime));
  await transport.setSignals(false, false);
}

/** Of "512KB", "4MB", in esptool's way; 0 when it cannot be told. */
function megabytes(size: string | undefined): number {
  const [, number = "0"] = /^(\d+)MB$/.exec(size ?? "") ?? [];
  return Number(number);
}

interface Situation {
  chip: string;
  port: string;
  hasSignals: boolean;
  connected: boolean;
  doing: string;
  slower: string;
}

function inWords(error: unknown, { chip, port, hasSignals, connected, doing, slower }: Situation): unknown {
  if (error instanceof UserError) return error;
  if (isLost(error)) return new UserError(`${error.message} Plug it in and run this again`);
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof UnexpectedChipIdError || error instanceof UnexpectedChipMagicError) return new UserError(whyUnknownChip(chip, reason));
  if (!connected) return new UserError(whySilent(port, hasSignals));
  return new UserError(/MD5/.test(reason) ? whyDifferent(doing, slower) : whyStopped(doing, reason, slower));
}
