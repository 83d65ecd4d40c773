/** `npm run flash`: puts the node on a board over a serial cable, and waits until it is online. */
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { wholeNumber } from "../command-line/option-parsers.ts";
import { readKeyFile } from "../command-line/key-file.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { choosePort } from "../serial/choose-port.ts";
import { eraseBoard, flashBoard, type FlashOptions } from "../board-setup/flash-board.ts";
import { buildForFlash } from "../node-build/build-for-flash.ts";
import { additions } from "../board-setup/settle-config.ts";
import { whyOutOfReach } from "../board-setup/broker-reach.ts";
import { rebootCommand } from "../board-setup/stop-and-restart.ts";
import { terminalOn } from "../terminal/terminal.ts";
import { describeInterpreter, putInterpreter } from "../board-setup/interpreter/index.ts";
import { defaultFlashBaud } from "../board-setup/interpreter/loader.ts";
import { localConfig, readConfigFile } from "../config/config-file.ts";
import { readInterpreter } from "./interpreter-files.ts";
import { ownAddresses } from "../command-line/own-addresses.ts";
import { passwordsIn } from "./passwords.ts";
import { findBrokers } from "../mdns/find-brokers.ts";
import { BoardError, NoAnswer } from "../board-session/board-console.ts";
import { consoleBaud, LinkLost, type SerialLink } from "../serial/serial-link.ts";
import { openPort } from "../serial/open-port.ts";
import { listPorts, showPort } from "../serial/list-ports.ts";

interface Options extends FlashOptions {
  port?: string;
  config?: string;
  erase?: boolean;
  interpreter?: string;
  keyFile?: string;
  flashBaud: number;
}

/** ms that a node gets to come online */
const onlineTimeout = 30_000;

async function flash(options: Options): Promise<void> {
  // First what fails fast.
  if (options.erase && options.onlyConfig) throw new UserError("--erase and --only-config do not go together: choose one", exitCodes.usage);
  if (options.interpreter !== undefined && (options.erase || options.onlyConfig)) {
    throw new UserError("--interpreter installs a bare Espruino: leave out --erase and --only-config", exitCodes.usage);
  }
  const interpreter = options.interpreter === undefined ? undefined : readInterpreter(options.interpreter, "flash.config.json");
  const configFile = readConfigFile(options.config);
  const key = options.keyFile === undefined ? undefined : readKeyFile(options.keyFile);
  const passwords = { ...passwordsIn(process.env), key };
  const { host = "" } = additions(options, passwords);
  const terminal = terminalOn(process);
  const outOfReach = whyOutOfReach(host, ownAddresses());
  if (outOfReach !== undefined) terminal.say(`Note:    ${outOfReach}`);
  if (interpreter && options.dryRun) {
    for (const line of describeInterpreter(interpreter)) terminal.say(`Would ${line}`);
    return;
  }
  const path = options.port ?? (await findPort((line) => terminal.say(line)));
  const link = await openPort(path, options.baud);
  const restartOnCtrlC = (): void => {
    // What ran before runs again, or what is ready by now.
    void link.write(Buffer.from(`\x03\x1b[2H${rebootCommand}`)).finally(() => process.exit(130));
  };
  process.once("SIGINT", restartOnCtrlC);
  try {
    const around = { terminal, passwords, configFile, ownAddresses: ownAddresses(), findBrokers, patience: onlineTimeout };
    if (options.erase) {
      await eraseBoard(link, options, around);
      return;
    }
    if (configFile?.name === localConfig) terminal.say(`Config:  ${localConfig}`);
    const node = await buildForFlash();
    if (interpreter) await putInterpreter(link, interpreter, options, terminal);
    await flashBoard(link, node, options, around);
  } catch (error) {
    throw inWords(link, error);
  } finally {
    process.off("SIGINT", restartOnCtrlC);
    await link.close();
  }
}

async function findPort(say: (line: string) => void): Promise<string> {
  const port = choosePort(await listPorts());
  say(`Port:    ${showPort(port)}`);
  return port.path;
}

/** What went wrong on the line, and what to do. */
function inWords(link: SerialLink, error: unknown): unknown {
  const meanwhile = "until then the board starts what it ran before, or the new node if that was written already";
  if (error instanceof LinkLost) return new UserError(`${error.message} Plug ${link.name} in and run npm run flash again: ${meanwhile}`);
  if (error instanceof NoAnswer) return new UserError(`${error.message} any more: press its EN button and run npm run flash again: ${meanwhile}`);
  if (error instanceof BoardError)
    return new UserError(`the board says "${error.message}": run npm run flash again, with --verbose to see the serial traffic; ${meanwhile}`);
  return error;
}

/** The command line of `flash`. */
export function flashCommand(): Command {
  return new Command("flash")
    .description("Installs the node on an ESP32 that runs Espruino, over its USB cable. Asks for what it needs to know.")
    .option("--port <path>", "the serial port (default: the one that looks like an ESP32)")
    .option("--baud <n>", "its speed", wholeNumber(300, 4_000_000), consoleBaud)
    .option("--node <name>", "the node's name (default: ding- and six digits of the chip's serial number)")
    .option("--wifi <ssid>", "the Wi-Fi's name; its password is asked for, or taken from DING_WIFI_PASSWORD")
    .option("--broker <address>", "the MQTT broker, as host, host:port, mqtts://host for TLS (which the chip cannot verify), or mdns")
    .option("--trust <name>", "with --broker mdns, which has the node find one: the name of the broker that gets user name and password")
    .option("--username <name>", "user name for the broker; the password is asked for, or taken from DING_MQTT_PASSWORD")
    .option("--key-file <file>", "has the node obey only commands that are signed with the key in this file, 16 to 64 bytes")
    .option("--sign", "has the node sign its messages with its key")
    .option("--discovery <prefix>", "shows the node in Home Assistant, whose prefix this is, usually homeassistant; an empty one takes it out again")
    .option("--config <file>", "a ding.json to begin with (default: device.local.json, or else what the board has)")
    .option("--only-config", "changes only the configuration; the node stays as it is")
    .option("--keep-bluetooth", "leaves Bluetooth on, which takes a third of the chip's memory")
    .option("--erase", "removes the node and its configuration: back to a bare Espruino")
    .option("--interpreter <download>", "first installs Espruino itself on a blank chip: its download for the ESP32, a .tgz, .zip or folder")
    .option("--flash-baud <n>", "the speed for that", wholeNumber(9_600, 2_000_000), defaultFlashBaud)
    .option("--dry-run", "says what would be written, and writes nothing")
    .option("--verbose", "shows all that goes over the cable, without the passwords")
    .option("-y, --yes", "asks no questions")
    .allowExcessArguments(false)
    .action(flash);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(flashCommand());
