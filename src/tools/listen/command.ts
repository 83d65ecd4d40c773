/** `npm run listen -- "<filter>"`: prints topic and payload of every message that matches, until it is ended. */
import { pathToFileURL } from "node:url";
import { Command, Option } from "commander";
import { readKeyFile } from "../command-line/key-file.ts";
import { seconds, wholeNumber } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { addBrokerOptions, brokerAddress, showAddress, type BrokerAddress, type BrokerOptions } from "../mqtt/broker-address.ts";
import { parseQos, type Qos } from "../mqtt/qos.ts";
import { safeText } from "../terminal/safe-text.ts";
import { SequenceCheck, totalsLine } from "../mqtt/sequence-check.ts";
import { SignatureCheck } from "../mqtt/signature-check.ts";
import { StandingSubscription } from "../mqtt/standing-subscription.ts";
import { filterFault, shellHint } from "../mqtt/topic-faults.ts";

interface ListenOptions extends BrokerOptions {
  qos: Qos;
  count?: number;
  timeout: number;
  check?: boolean;
  keyFile?: string;
}

export interface Subscription {
  filter: string;
  qos: Qos;
  /** End after so many messages; undefined: never. */
  count?: number | undefined;
  /** Follows the numbers of what arrives. */
  check?: SequenceCheck | undefined;
  /** Checks signatures; what has no valid one is kept from `check`. */
  signatures?: SignatureCheck | undefined;
  /** For each connection and each SUBACK, ms. */
  timeout: number;
  /** After a loss, wait so long before each attempt, ms. */
  reconnectEvery: number;
}

export interface Output {
  /** A message, as text that is safe to print. */
  message(line: string): void;
  /** Something about the connection. */
  note(line: string): void;
}

/**
 * Prints what arrives until `count` messages have come or `stop` is aborted. A lost connection is made again
 * for as long as it takes; the first one must succeed.
 * @throws {UserError} unreachable, refused, silent
 */
export async function listen(address: BrokerAddress, wanted: Subscription, output: Output, stop: AbortSignal): Promise<void> {
  const fault = filterFault(wanted.filter);
  if (fault !== undefined) throw new UserError(`the topic filter is not valid: ${fault}`, exitCodes.usage);
  const hint = shellHint(wanted.filter);
  if (hint !== undefined) output.note(hint);
  const where = showAddress(address);
  let finish: (error?: UserError) => void = () => undefined;
  const finished = new Promise<void>((resolve, reject) => {
    finish = (error) => (error === undefined ? resolve() : reject(error));
  });
  // It is awaited below; until then a refusal must not count as unhandled.
  finished.catch(() => undefined);
  let received = 0;
  let subscribedOnce = false;
  const subscription = await StandingSubscription.at(address, {
    topics: [wanted.filter],
    qos: wanted.qos,
    timeout: wanted.timeout,
    reconnectEvery: wanted.reconnectEvery,
    onMessage: print,
    onSubscribed: () => {
      output.note(`${subscribedOnce ? "listening again" : "listening"} to ${safeText(wanted.filter)} at ${where}`);
      subscribedOnce = true;
    },
    onLost: () => {
      if (!stop.aborted) output.note(`lost the broker at ${where}; trying again`);
    },
    onFailed: finish,
  });

  function print(topic: string, payload: Uint8Array): void {
    if (wanted.count !== undefined && received >= wanted.count) return;
    output.message(`${safeText(topic)} ${safeText(payload)}`);
    const remark = wanted.signatures?.take(topic, payload) ?? wanted.check?.take(payload)?.text;
    if (remark !== undefined) output.note(safeText(remark));
    received += 1;
    if (received === wanted.count) finish();
  }

  const stopped = (): void => finish();
  stop.addEventListener("abort", stopped);
  if (stop.aborted) stopped();
  try {
    await finished;
  } finally {
    stop.removeEventListener("abort", stopped);
    await subscription.end();
  }
}

/** The command line of `listen`. */
export function listenCommand(): Command {
  const command = new Command("listen")
    .description('Prints what arrives, e.g.: npm run listen -- "/kv6003/#"   (Ctrl-C ends)')
    .argument("<filter>", "a topic; + stands for one level, # for all that follow; put it in double quotes")
    .addOption(new Option("--qos <n>", "the highest quality of service to be sent with").default(1).argParser(parseQos))
    .option("--count <n>", "end after so many messages", wholeNumber(1, 1e9))
    .option("--check", "report repeats and gaps in node, boot and seq, and end with totals; exit code 1 if anything is missing")
    .option("--key-file <file>", "with --check: presses, readings and health must be signed with the key in this file; exit code 1 if any is not")
    .option("--timeout <s>", "give up on a connection or subscription after so many seconds", seconds, 10)
    .allowExcessArguments(false);
  return addBrokerOptions(command).action(async (filter: string, options: ListenOptions) => {
    const { qos, count, timeout, keyFile } = options;
    if (keyFile !== undefined && !options.check) throw new UserError("--key-file is for checking: add --check", exitCodes.usage);
    const check = options.check ? new SequenceCheck() : undefined;
    const signatures = keyFile === undefined ? undefined : new SignatureCheck(readKeyFile(keyFile));
    const stop = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        // Ended before `--count` was reached: a script must be able to tell (128 + the signal's number).
        if (count !== undefined) process.exitCode = signal === "SIGINT" ? 130 : 143;
        stop.abort();
      });
    }
    const output: Output = {
      message: (line) => process.stdout.write(`${line}\n`),
      note: (line) => process.stderr.write(`listen: ${line}\n`),
    };
    const wanted = { filter, qos, count, check, signatures, timeout: timeout * 1000, reconnectEvery: 1000 };
    await listen(brokerAddress(options), wanted, output, stop.signal);
    for (const totals of check?.totals() ?? []) {
      output.note(safeText(totalsLine(totals)));
      if (totals.missing > 0) process.exitCode = exitCodes.failed;
    }
    for (const line of signatures?.totals() ?? []) {
      output.note(safeText(line));
      process.exitCode = exitCodes.failed;
    }
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(listenCommand());
