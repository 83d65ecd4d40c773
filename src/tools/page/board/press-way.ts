/** The way of one press for drawing: its stations, the times between them, and where it is waiting. */
import { stages, type PressTrace, type Stage } from "../protocol.ts";

export interface Station {
  name: Stage | "debounce";
  /** reached: it was there. waiting: it is there now. skipped: nobody saw it there, but further on. ahead: not yet. */
  state: "reached" | "waiting" | "skipped" | "ahead";
  /** ms since the station before it that was seen; undefined while unknown. For the receipt: since the socket. */
  after: number | undefined;
}

export interface Way {
  stations: readonly Station[];
  outcome: "waiting" | "delivered" | "lost" | "no message" | "too short";
  /** The station where it waits, or where it got lost. */
  where: Station["name"];
  /** ms that it has been there; undefined when it has arrived. */
  waited: number | undefined;
  /** ms from the pin to the subscriber. */
  total: number | undefined;
}

/** What is known of the board that sent it. */
export interface Circumstances {
  /** ms since 1970 by the simulator's clock */
  now: number;
  /** A later press of the board has arrived: what was made before it comes no more. */
  overtaken: boolean;
  /** The board has power. What waits in its flash outlasts a cut. */
  powered: boolean;
  /** The board reports messages that wait. */
  queued: boolean;
  /** ms after which a press has become a message, if it is a short one */
  steadyAfter: number;
  /** ms after which a contact that was closed must have led to a message, if it leads to one at all */
  decidedAfter: number;
  /** It was seen before that it leads to none: a later press takes nothing from it. */
  ledToNone?: boolean;
}

const order = ["pin", "debounce", "message", "outbox", "socket", "broker", "subscriber"] as const;

export const stationNames: Readonly<Record<Station["name"], string>> = {
  pin: "Pin",
  debounce: "Debounce",
  message: "Message",
  outbox: "Outbox",
  socket: "Socket",
  broker: "Broker",
  subscriber: "Subscriber",
  receipt: "Receipt",
};

/** What a press waits for at each station, after "waits". */
export const waitsFor: Readonly<Record<Station["name"], string>> = {
  pin: "for the program to see the edge",
  debounce: "until the contact is steady and it is clear what kind of press it is",
  message: "to be queued",
  outbox: "in the board's flash for a connection",
  socket: "for the broker to take it",
  broker: "for the subscriber",
  subscriber: "for nothing",
  receipt: "for nothing",
};

/** When it was at a station. It is with the debounce from the moment its edge came. */
function reachedAt({ at }: PressTrace, name: Station["name"]): number | undefined {
  return name === "debounce" ? at.pin : at[name];
}

/**
 * Nobody sees into the board: a message is known only once it leaves. Until then a press that was long enough, on a board that
 * reports waiting messages, is taken to be one of them.
 */
function isQueuedUnseen({ at, tooShort }: PressTrace, { now, queued, powered, steadyAfter }: Circumstances): boolean {
  return (
    tooShort !== true &&
    (queued || !powered) &&
    at.pin !== undefined &&
    now - at.pin > steadyAfter &&
    stages.every((stage) => stage === "pin" || at[stage] === undefined)
  );
}

export function wayOf(press: PressTrace, circumstances: Circumstances): Way {
  const { now, overtaken, decidedAfter } = circumstances;
  const times = order.map((name) => reachedAt(press, name));
  const seen = times.findLastIndex((time) => time !== undefined);
  const last = isQueuedUnseen(press, circumstances) ? order.indexOf("outbox") : seen;
  const where = order[last] ?? "pin";
  const since = times[seen];
  const delivered = press.at.subscriber !== undefined;
  const onBoard = press.at.socket === undefined && press.at.broker === undefined;
  const waited = delivered || since === undefined ? undefined : Math.max(0, now - since);

  let outcome: Way["outcome"] = "waiting";
  if (delivered) outcome = "delivered";
  else if (press.tooShort === true) outcome = "too short";
  else if (circumstances.ledToNone === true && where === "debounce") outcome = "no message";
  else if (overtaken && onBoard) outcome = "lost";
  else if (where === "debounce" && waited !== undefined && waited > decidedAfter) outcome = "no message";

  let before: number | undefined;
  const stations = order.map((name, index): Station => {
    const time = times[index];
    if (time === undefined && index !== last) return { name, state: index < last ? "skipped" : "ahead", after: undefined };
    const after = before === undefined || time === undefined ? undefined : Math.max(0, time - before);
    before = time;
    return { name, state: index === last && outcome === "waiting" ? "waiting" : "reached", after };
  });
  const { pin, socket, subscriber, receipt } = press.at;
  const roundTrip = receipt === undefined || socket === undefined ? undefined : Math.max(0, receipt - socket);
  return {
    stations: [...stations, { name: "receipt", state: receipt === undefined ? "ahead" : "reached", after: roundTrip }],
    outcome,
    where,
    waited: outcome === "waiting" ? waited : undefined,
    total: subscriber === undefined || pin === undefined ? undefined : Math.max(0, subscriber - pin),
  };
}

/** Whether a later press of the same button has arrived: messages keep their order. Another button may take longer to tell what kind of press it is. */
export function isOvertaken(press: PressTrace, presses: readonly PressTrace[]): boolean {
  return presses.some((other) => other.node === press.node && other.button === press.button && other.press > press.press && other.at.subscriber !== undefined);
}

/** The whole in a sentence. */
export function wayText(press: PressTrace, way: Way, duration: (ms: number) => string): string {
  const name = `Press ${press.press} of ${press.node}${press.button === "" ? "" : `'s button ${press.button}`}`;
  switch (way.outcome) {
    case "delivered":
      return `${name} arrived${way.total === undefined ? "" : ` after ${duration(way.total)}`}.`;
    case "waiting":
      return `${name} waits ${waitsFor[way.where]}${way.waited === undefined ? "" : `: ${duration(way.waited)}`}.`;
    case "lost":
      return `${name} was lost: the power went before it was in flash, or the board does not keep its messages there.`;
    case "no message":
      return `${name} led to no message: the node is not configured to send this kind, or its program does not run.`;
    case "too short":
      return `${name} was too short: the debounce takes it for a bounce, and nothing is sent.`;
  }
}
