/** `npm run send -- <topic> <message>`: publishes one message and waits for the broker's receipt. */
import { pathToFileURL } from "node:url";
import { Command, Option } from "commander";
import { seconds } from "../command-line/option-parsers.ts";
import { readKeyFile } from "../command-line/key-file.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { addBrokerOptions, brokerAddress, showAddress, type BrokerAddress, type BrokerOptions } from "../mqtt/broker-address.ts";
import { connectTo, endConnection } from "../mqtt/broker-connection.ts";
import { parseQos, type Qos } from "../mqtt/qos.ts";
import { signCommand } from "../mqtt/sign-command.ts";
import { shellHint, topicFault } from "../mqtt/topic-faults.ts";

interface SendOptions extends BrokerOptions {
  qos: Qos;
  retain: boolean;
  timeout: number;
  keyFile?: string;
}

export interface OutgoingMessage {
  topic: string;
  message: string;
  qos: Qos;
  retain: boolean;
}

/**
 * Publishes a message; resolves at the receipt (QoS 1: PUBACK, 2: PUBCOMP), at QoS 0 when it is written.
 * @param timeout for the connection, and again for the receipt, ms
 * @throws {UserError} unreachable, refused, or no receipt
 */
export async function send(address: BrokerAddress, outgoing: OutgoingMessage, timeout: number): Promise<void> {
  const fault = topicFault(outgoing.topic);
  if (fault !== undefined) throw new UserError(`the topic is not valid: ${fault}`, exitCodes.usage);
  const client = await connectTo(address, { timeout });
  const noReceipt = (why: string): UserError =>
    new UserError(`${why} before ${showAddress(address)} confirmed the message; it may not have arrived`, exitCodes.refused);
  try {
    await new Promise<void>((resolve, reject) => {
      const impatience = setTimeout(() => reject(noReceipt(`${timeout / 1000} s passed`)), timeout);
      const settle = (error?: Error | null): void => {
        clearTimeout(impatience);
        if (error) reject(noReceipt(error.message));
        else resolve();
      };
      client.once("close", () => settle(new Error("the broker hung up")));
      client.publish(outgoing.topic, outgoing.message, { qos: outgoing.qos, retain: outgoing.retain }, settle);
    });
  } catch (error) {
    await endConnection(client, "at once");
    throw error;
  }
  await endConnection(client);
}

/** The command line of `send`. */
export function sendCommand(): Command {
  const command = new Command("send")
    .description("Publishes one message, e.g.: npm run send -- /kv6003/control/led toggle")
    .argument("<topic>", "the topic, without wildcards")
    .argument("<message>", "the payload; one that starts with - goes after --")
    .addOption(new Option("--qos <n>", "0: at most once, 1: at least once, 2: exactly once").default(1).argParser(parseQos))
    .option("--retain", "the broker keeps the message for later subscribers", false)
    .option("--key-file <file>", "signs a command with the key in this file, the node's mqtt.key; the time in ms is its counter")
    .option("--timeout <s>", "give up after so many seconds", seconds, 10)
    .allowExcessArguments(false);
  return addBrokerOptions(command).action(async (topic: string, message: string, options: SendOptions) => {
    const { qos, retain, timeout, keyFile } = options;
    const hint = shellHint(topic);
    if (hint !== undefined) process.stderr.write(`send: ${hint}\n`);
    const payload = keyFile === undefined ? message : signCommand(topic, message, Date.now(), readKeyFile(keyFile));
    await send(brokerAddress(options), { topic, message: payload, qos, retain }, timeout * 1000);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(sendCommand());
