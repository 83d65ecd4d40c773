/**
 * The way of the messages of button and sensors: straight to the client while it is connected and nothing waits in flash;
 * otherwise into flash (flash-log.ts), and from there to the client, oldest first. So a power cut loses no message, and RAM
 * holds only those in flight.
 */
import type { Message } from "tinymqtt";
import { hasRegion, Region } from "../../board/esp32/flash-region.ts";
import type { ButtonEvent } from "./button.ts";
import { append, markDone, nextRecord, openLog, takeRecord, tidy, type FlashLog, type LogRecord } from "./flash-log.ts";
import { Kind } from "./flash-page.ts";
import { log, LogPrefix } from "./log.ts";
import { eventMessage, readingMessage } from "./messages.ts";
import { client, eventOptions, Outbox, readingOptions, readingTopic, sensorTopic } from "./mqtt.ts";
import { sign, signer } from "./signed-messages.ts";

/** Messages from flash that the client has at a time; of each kind while it has set a topic aside. */
const maxInFlight = 4;
/** Seconds without a receipt after which the connection is doubted, long before the client gives it up. */
export const doubtAfter = 5;

/** The log while offline, and until nothing waits in it. All messages go through it then. */
export let flashLog: FlashLog | undefined;
/** Pages of flash that it may use; 0: none, messages wait in RAM. */
let pages = 0;
/** Messages dropped by logs that are closed. */
let droppedBefore = 0;

/** What the button calls; see `OnButtonEvent`. */
export function publishEvent(event: ButtonEvent, at: number, held: number | undefined, name: string): void {
  const json = eventMessage(event, at, held, name);
  // Signed before it waits: a receipt finds its record in flash by the text that was sent.
  const text = signer ? sign(signer, sensorTopic, json) : json;
  if (client.queued >= Outbox.InRam) holdAll();
  if (flashLog) hold(flashLog, Kind.Event, text);
  else client.publish(sensorTopic, text, eventOptions);
}

/** What a sensor calls; see `OnReading`. */
export function publishReading(quotedName: string, value: number, unit: string, at: number): void {
  const json = readingMessage(quotedName, value, unit, at);
  const text = signer ? sign(signer, readingTopic, json) : json;
  if (client.queued >= Outbox.InRam) holdAll();
  if (flashLog) hold(flashLog, Kind.Reading, text);
  else client.publish(readingTopic, text, readingOptions());
}

/** Attached only while the log is open, so that a receipt costs nothing more when nothing waits in flash. */
function onSettled(message: Message | undefined): void {
  if (message) onReceipt(message.message);
}

/** Opens the log: from here on no message is lost. Call it before the button is watched. `bytes`: of flash (the setting `journal`). */
export function setUpOutbox(bytes: number): void {
  pages = Math.floor(bytes / Region.PageSize);
  if (pages && !hasRegion()) {
    pages = 0;
    log(LogPrefix.Node, "this build of Espruino has no flash at 0x310000: messages wait in RAM only");
  }
  holdAll();
}

/** The connection is lost or in doubt, or the client has enough: what it holds goes into flash, and so does all that follows. */
export function holdAll(): void {
  if (!pages || flashLog) return;
  let opened: FlashLog;
  try {
    opened = openLog(pages);
  } catch {
    return; // too little memory to read flash: all stays in RAM
  }
  flashLog = opened;
  client.on("published", onSettled);
  client.on("rejected", onSettled); // it will not be taken later either
  takeFromClient(opened, sensorTopic);
  if (readingTopic !== sensorTopic) takeFromClient(opened, readingTopic);
}

/** Sends on what waits; call it when the client has connected, and once a second while there is a log or a doubt. */
export function attendOutbox(): void {
  if (client.connected && client.sinceReceipt >= doubtAfter) holdAll();
  if (!flashLog) return;
  try {
    // The client lost one, for want of memory: all that has no receipt is read again.
    if (flashLog.inFlight.length > client.queued) reopen(flashLog);
    feed(flashLog);
    if (flashLog.isUntidy) tidy(flashLog);
    // Pages still to be erased then are erased when they are needed: a press while online must not go through flash.
    if (client.connected && isEmpty(flashLog)) closeLog(flashLog);
  } catch {
    // too little memory to read flash: it is tried again
  }
}

function closeLog(empty: FlashLog): void {
  droppedBefore += empty.dropped;
  flashLog = undefined;
  client.removeListener("published", onSettled);
  client.removeListener("rejected", onSettled);
}

/** Messages that wait in flash and are not counted by the client. */
export function heldInFlash(): number {
  return flashLog
    ? flashLog.waiting -
        flashLog.inFlight.filter(function (record) {
          return record.address >= 0;
        }).length
    : 0;
}

/** Messages that flash had no room for. */
export function droppedFromFlash(): number {
  return droppedBefore + (flashLog ? flashLog.dropped : 0);
}

function reopen(old: FlashLog): void {
  flashLog = openLog(pages);
  droppedBefore += old.dropped;
}

function takeFromClient(to: FlashLog, topic: string): void {
  for (const message of client.takeBack(topic)) hold(to, message.priority ? Kind.Event : Kind.Reading, message.message);
}

function hold(to: FlashLog, kind: Kind, text: string): void {
  let isSettled = false;
  try {
    isSettled = append(to, kind, text);
  } catch {
    // too little memory to read flash
  }
  if (!isSettled) {
    log(LogPrefix.Node, "flash cannot be used: a message waits in RAM only");
    sendOn(kind, text);
  }
  feed(to);
}

function onReceipt(text: string): void {
  if (flashLog && markDone(flashLog, text)) feed(flashLog);
}

/** Gives the client what it has room for. */
function feed(from: FlashLog): void {
  while (client.connected && client.queued < Outbox.InRam) {
    const next = nextToSend(from);
    if (!next || !sendOn(next.kind, next.text)) return;
    takeRecord(from, next.kind);
  }
}

/** The oldest message that the client has room for; undefined if there is none, or if there is too little memory to read flash. */
function nextToSend(from: FlashLog): LogRecord | undefined {
  try {
    const reading = hasRoomFor(from, Kind.Reading) ? nextRecord(from, Kind.Reading) : undefined;
    const event = hasRoomFor(from, Kind.Event) ? nextRecord(from, Kind.Event) : undefined;
    return !event || (reading && isOlder(reading.text, event.text)) ? reading : event;
  } catch {
    return undefined;
  }
}

/** Whether the client has room for one more of a kind. Messages at which the broker hangs up must not keep the other kind waiting. */
function hasRoomFor(from: FlashLog, kind: Kind): boolean {
  let rivals = 0;
  for (const record of from.inFlight) if (client.aside === undefined || record.kind === kind) rivals++;
  return rivals < maxInFlight;
}

function isEmpty(from: FlashLog): boolean {
  return !from.inFlight.length && !nextRecord(from, Kind.Reading) && !nextRecord(from, Kind.Event);
}

/** Gives a message to the client; false if it has no room. */
function sendOn(kind: Kind, text: string): boolean {
  return kind === Kind.Event ? client.publish(sensorTopic, text, eventOptions) : client.publish(readingTopic, text, readingOptions());
}

/** Whether the first message was made before the second: in an earlier boot, or earlier in the same. */
function isOlder(first: string, second: string): boolean {
  const boots = numberAfter(first, '"boot":') - numberAfter(second, '"boot":');
  return boots ? boots < 0 : numberAfter(first, '"seq":') < numberAfter(second, '"seq":');
}

/** The number after a key. In the node's name, which comes first, quotes are escaped. */
function numberAfter(text: string, key: string): number {
  return parseInt(text.substr(text.indexOf(key) + key.length, 10), 10);
}
