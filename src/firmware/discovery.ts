/**
 * Home Assistant's discovery: publishes the document in `ding.ha`, retained, at the first connection after it was written, and
 * again when Home Assistant starts. A document that the configuration no longer fits is withdrawn.
 */
import type { Message } from "tinymqtt";
import { eraseFile, readFile, writeAt } from "../../board/esp32/chip.ts";
import type { Config } from "./config.ts";
import { isConfigOnTrial } from "./config-trial.ts";
import { discoveryFile, Line, notPublished, publishedAt, publishedMark } from "./discovery-file.ts";
import { node } from "./identity.ts";
import { base, client, publishDiscovery } from "./mqtt.ts";

/** ms within which the nodes answer a start of Home Assistant: not all at once. */
const answerTime = 10000;

/** First level of Home Assistant's topics; "" while discovery is switched off. */
let prefix = "";
/** The topic whose receipt is awaited; "" for none. */
let awaited = "";

/** Also asks to be told when Home Assistant starts. */
export function setUpDiscovery(config: Config): void {
  prefix = config.discovery;
  if (prefix) client.subscribe(prefix + "/status");
}

/** Publishes the document if the broker does not have it yet, or withdraws it; call it at each connect. */
export function announce(): void {
  const lines = readLines();
  if (!lines) return;
  if (!isOurs(lines)) {
    // A configuration on trial may yet be taken back.
    if (!isConfigOnTrial()) publishAndAwait(lines, "");
  } else if (lines[Line.Head] === notPublished) publishDocument(lines);
}

/** Home Assistant says that it starts: its broker may have lost what was retained. */
export function onHomeAssistantStatus(message: Message): void {
  if (message.message === "online" && !message.retain) setTimeout(announceAgain, answerTime * Math.random());
}

function announceAgain(): void {
  const lines = client.connected ? readLines() : undefined;
  if (lines && isOurs(lines)) publishDocument(lines);
}

function readLines(): string[] | undefined {
  const file = readFile(discoveryFile);
  return file !== undefined && file.substr(0, publishedAt) === notPublished.substr(0, publishedAt) ? file.split("\n") : undefined;
}

/** Whether the document is for this node as it is configured now. */
function isOurs(lines: string[]): boolean {
  return prefix !== "" && lines[Line.Prefix] === prefix && lines[Line.Base] === base && lines[Line.Node] === node;
}

function publishDocument(lines: string[]): void {
  publishAndAwait(lines, lines[Line.Document]!);
}

/** Publishes a document, or "" to withdraw it, and removes the one that it replaces. */
function publishAndAwait(lines: string[], document: string): void {
  if (lines[Line.OldTopic]) publishDiscovery(lines[Line.OldTopic], "");
  if (!awaited) client.on("published", onDiscoveryReceipt);
  awaited = lines[Line.Topic]!;
  publishDiscovery(awaited, document);
}

/** The broker has the document, or has dropped it: after that it is not sent at each connect. */
function onDiscoveryReceipt(message: Message | undefined): void {
  if (!message || message.topic !== awaited) return;
  awaited = "";
  client.removeListener("published", onDiscoveryReceipt);
  if (!message.retain) return;
  if (message.message) markPublished();
  else eraseFile(discoveryFile);
}

function markPublished(): void {
  const file = readFile(discoveryFile);
  if (file !== undefined && file.substr(0, notPublished.length) === notPublished) writeAt(discoveryFile, publishedMark, publishedAt, file.length);
}
