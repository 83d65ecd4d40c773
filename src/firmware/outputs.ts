/** The outputs under MQTT's control (the LED and any others, each one a `Led`), their commands, and the answers. */
import type { Message } from "tinymqtt";
import type { SetOutput } from "../../board/board.ts";
import { handleConfigChange } from "./change-config.ts";
import { parseCommand } from "./commands.ts";
import type { Config, LedConfig } from "./config.ts";
import { onHomeAssistantStatus } from "./discovery.ts";
import { quotedNode } from "./identity.ts";
import { applyCommand, createLed, ledState, type Led } from "./led.ts";
import { restoreLed, type LedMemory } from "./led-memory.ts";
import { controlTopics, pieceTopic, publishAnswer, publishError, publishState, stateTopic, updateTopic } from "./mqtt.ts";
import { verifier, verify, type CommandMessage } from "./signed-commands.ts";
import { handleAnnouncement, handlePiece } from "./update.ts";
import { quote } from "./utf8.ts";

/** Bytes of a rejected payload that are repeated in the error message. */
const maxShownPayload = 64;

/** The first is the LED. */
export const outputs: Led[] = [];
/** The output that each control topic is for; undefined while the LED is the only one and nothing else is subscribed to: then every message is for the LED. */
let outputsByTopic: { [topic: string]: Led } | undefined;
/** Of outputs whose state is to outlast a power cut. */
export const memories: LedMemory[] = [];

/** Makes the outputs, each in the state that it has at power-on. */
export function startOutputs(config: Config, setOutput: SetOutput): void {
  if (config.outputs.length || config.discovery || config.mqtt.key) outputsByTopic = {};
  startOutput("led", config.led, setOutput);
  for (const output of config.outputs) startOutput(output.name, output, setOutput);
}

function startOutput(name: string, config: LedConfig, setOutput: SetOutput): void {
  const output = createLed(stateTopic(name), setOutput, config, publishState);
  const memory = restoreLed(output, config, outputs.length);
  if (memory) memories.push(memory);
  outputs.push(output);
  if (outputsByTopic) for (const topic of controlTopics(name)) outputsByTopic[topic] = output;
}

/** Tells the states of all: call it at each connect. */
export function publishStates(): void {
  for (const output of outputs) publishState(output.topic, ledState(output, undefined), false);
}

/** Handles a message: a command, a part of an update, or Home Assistant's status. */
export function onMessage(message: Message): void {
  if (!message.message) return; // clears a retained topic
  const output = outputsByTopic ? outputsByTopic[message.topic] : outputs[0];
  if (!output && !isOnUpdateTopic(message)) {
    onOtherMessage(message);
    return;
  }
  if (message.retain) {
    reject(message, "a retained command is ignored"); // the broker would repeat it at every reconnect
    return;
  }
  const command = verifier ? verify(verifier, message) : message;
  if (!command) reject(message, "no valid signature");
  else if (output) handleCommand(output, command);
  else if (!handleAnnouncement(command.message) && !handleConfigChange(command.message)) reject(message, "neither an update nor a configuration");
}

/** False without a key: an announcement, and a change of the configuration, must be signed. */
function isOnUpdateTopic(message: Message): boolean {
  return verifier !== undefined && message.topic === updateTopic();
}

/** Handles pieces of an update, and Home Assistant's status. */
function onOtherMessage(message: Message): void {
  if (message.topic === pieceTopic() && !message.retain) handlePiece(message.message);
  else onHomeAssistantStatus(message);
}

/** Runs a command. An invalid one changes nothing, is logged, and is answered on the error topic. */
export function handleCommand(output: Led, message: CommandMessage): void {
  const command = parseCommand(message.message);
  if (typeof command === "string") reject(message, command);
  else {
    applyCommand(output, command);
    if (message.properties) publishAnswer(message.properties, ledState(output, command.id));
  }
}

function reject(message: CommandMessage, reason: string): void {
  console.log("command refused: " + reason);
  // A change of the configuration may hold a password, and others read the error topic.
  const shown = message.topic === updateTopic() ? "" : message.message.substr(0, maxShownPayload);
  const json = '{"node":' + quotedNode + ',"error":' + quote(reason) + ',"topic":' + quote(message.topic) + ',"payload":' + quote(shown) + "}";
  publishError(json);
  if (message.properties) publishAnswer(message.properties, json);
}
