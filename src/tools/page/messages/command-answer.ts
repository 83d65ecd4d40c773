/** What a node answers to a command: the state of its output, or why it rejects the command. And why there may be no answer. */
import { outputName } from "../board/words.ts";
import type { Faults, MessageRecord, NodeInfo, NodeState } from "../protocol.ts";

export interface SentCommand {
  topic: string;
  payload: string;
  /** The first part of the topics. */
  base: string;
}

export interface Answer {
  node: string;
  accepted: boolean;
  /** The output's state, as the node's JSON; or the reason. */
  text: string;
}

/** The commands that are ready to be sent. */
export const readyCommands: readonly { name: string; payload: string }[] = [
  { name: "on", payload: '{"state":"on"}' },
  { name: "off", payload: '{"state":"off"}' },
  { name: "toggle", payload: '{"state":"toggle"}' },
  { name: "dim", payload: '{"brightness":0.2}' },
  { name: "full brightness", payload: '{"state":"on","brightness":1}' },
  { name: "blink 5 times", payload: '{"blink":{"on":200,"off":200,"count":5}}' },
  { name: "on for 3 s", payload: '{"state":"on","for":3000}' },
  { name: "a wrong one", payload: '{"brightness":2}' },
];

/** The topic for an output of all nodes, or of one. */
export function controlTopic(base: string, output = "led", node?: string): string {
  return `${base}/control/${output}${node === undefined ? "" : `/${node}`}`;
}

/** The control topics that there are, and what to call each: by output where a node has several, by node where there are several. */
export function commandTargets(base: string, nodes: readonly Pick<NodeInfo, "node" | "outputs">[]): { name: string; topic: string }[] {
  // All boards of the simulator have the same.
  const outputs = nodes[0]?.outputs ?? [];
  const receivers = nodes.length < 2 ? [undefined] : [undefined, ...nodes.map(({ node }) => node)];
  return outputs.flatMap(({ name }) =>
    receivers.map((node) => {
      const words = [...(outputs.length < 2 ? [] : [outputName(name)]), ...(nodes.length < 2 ? [] : [node ?? "all nodes"])];
      return { name: words.join(" of "), topic: controlTopic(base, name, node) };
    }),
  );
}

/** The nodes that get what is published to a topic. */
export function addressedNodes(topic: string, base: string, nodes: readonly Pick<NodeInfo, "node" | "outputs">[]): string[] {
  const isFor = (node: string, output: string): boolean => topic === controlTopic(base, output) || topic === controlTopic(base, output, node);
  return nodes.filter(({ node, outputs }) => outputs.some(({ name }) => isFor(node, name))).map(({ node }) => node);
}

/** The output that a control topic is for. */
function outputOf(topic: string, base: string): string {
  return topic.slice(controlTopic(base, "").length).split("/")[0] ?? "";
}

/** The command with an `id`, which the node repeats in its answer. Anything else, or a command that has an `id`, is returned unchanged. */
export function withId(payload: string, id: string): string {
  const command = asObject(payload);
  if (command === undefined || "id" in command || Object.keys(command).length === 0) return payload;
  return payload.replace(/\s*\}\s*$/, () => `,"id":${JSON.stringify(id)}}`);
}

/** The node's answer, if this message is one. Only messages that came after the command can be. */
export function answerIn(message: Pick<MessageRecord, "topic" | "text">, { topic, payload, base }: SentCommand, node: string): Answer | undefined {
  const content = message.text === undefined ? undefined : asObject(message.text);
  if (content === undefined) return undefined;
  if (message.topic === `${base}/state/${node}/${outputOf(topic, base)}`) {
    // Without an id of ours, the next state that carries none is taken for the answer.
    return content["id"] === idOf(payload) ? { node, accepted: true, text: message.text ?? "" } : undefined;
  }
  if (message.topic !== `${base}/error/${node}` || content["topic"] !== topic) return undefined;
  const { error, payload: rejected } = content;
  // It quotes the first 64 bytes, which may end within a character.
  const isOurs = typeof rejected === "string" && payload.startsWith(rejected.replace(/\uFFFD+$/, ""));
  return isOurs && typeof error === "string" ? { node, accepted: false, text: error } : undefined;
}

/** Why a node may be silent, and what to do, in a sentence. */
export function whyNoAnswer(node: string, { payload }: SentCommand, faults: Faults, state: NodeState | undefined): string {
  if (payload === "") return "An empty message is ignored.";
  if (faults.unplugged.includes(node) || state?.power === false) return `${node} has no power: plug it in and publish again.`;
  if (!faults.broker) return "The broker is off: switch it on and publish again.";
  if (!faults.wifi) return "Wi-Fi is off. A broker keeps no command for a node that is away: switch Wi-Fi on and publish again.";
  if (faults.silent) return "The link is silent: nothing arrives. Switch that off and publish again.";
  if (state !== undefined && state.mqtt !== "connected") return `${node} is not connected to the broker. Wait until it is and publish again.`;
  if (faults.bytesPerSecond !== undefined) return `The link carries ${faults.bytesPerSecond} bytes a second: the answer may still come.`;
  return `${node} is connected and has said nothing: its console may say why.`;
}

function idOf(payload: string): unknown {
  return asObject(payload)?.["id"];
}

function asObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
