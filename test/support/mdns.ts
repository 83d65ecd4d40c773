/** DNS packets for tests, written by hand: a responder as data, good or bad. Strings are bytes, one character each. */

/** A service instance as a responder announces it. */
export interface Announced {
  instance: string;
  target: string;
  port: number;
  /** Its addresses; none: no A record. */
  addresses?: string[];
  priority?: number;
  weight?: number;
  /** Leaves the SRV record to a question of its own. */
  noSrv?: boolean;
}

/** Of records. */
export const recordType = { A: 1, Ptr: 12, Txt: 16, Srv: 33 } as const;

export const service = "_mqtt._tcp.local";

export function word(value: number): string {
  return String.fromCharCode(value >> 8, value & 255);
}

/** "a.b" without compression; a dot within a label is written as `\.`. */
export function name(text: string): string {
  const labels = text.split(/(?<!\\)\./).map((label) => Buffer.from(label.replaceAll("\\.", "."), "utf8").toString("latin1"));
  return `${labels.map((label) => String.fromCharCode(label.length) + label).join("")}\0`;
}

/** A record; `owner` and `data` are in wire form. */
export function record(owner: string, type: number, data: string): string {
  return `${owner}${word(type)}${word(1)}${word(0)}${word(10)}${word(data.length)}${data}`;
}

export function address(text: string): string {
  return String.fromCharCode(...text.split(".").map(Number));
}

/** An answer without the question, with the query's identifier; its records are not counted by those who read to the end. */
export function answer(query: string, records: string[]): string {
  return `${query.slice(0, 2)}\x84\0${word(0)}${word(records.length)}${word(0)}${word(0)}${records.join("")}`;
}

/** What is asked: a name as text, and a type. */
export function asked(query: string): { name: string; type: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.charCodeAt(at); length > 0; length = query.charCodeAt(at)) {
    labels.push(query.slice(at + 1, at + 1 + length).replaceAll(".", "\\."));
    at += length + 1;
  }
  return { name: labels.join("."), type: query.charCodeAt(at + 1) * 256 + query.charCodeAt(at + 2) };
}

/** What a responder that announces these answers to a query; undefined where it keeps silent. */
export function respond(query: string, announced: Announced[]): string | undefined {
  const question = asked(query);
  const records = announced.flatMap((one) => {
    const instance = `${one.instance}.${service}`;
    const srv = record(name(instance), recordType.Srv, `${word(one.priority ?? 0)}${word(one.weight ?? 0)}${word(one.port)}${name(one.target)}`);
    const a = (one.addresses ?? []).map((each) => record(name(one.target), recordType.A, address(each)));
    if (question.type === recordType.Ptr && question.name === service) {
      return [record(name(service), recordType.Ptr, name(instance)), ...(one.noSrv ? [] : [srv, ...a])];
    }
    if (question.type === recordType.Srv && question.name === instance) return [srv];
    if (question.type === recordType.A && question.name === one.target) return a;
    return [];
  });
  return records.length > 0 ? answer(query, records) : undefined;
}

/** Code for a board's `.boot2`: what it sends by multicast goes to a port of this computer, since no test may reach beyond it. */
export function redirection(port: number): string {
  const send = `function(b,p,a){if(a=="224.0.0.251"&&p==5353)f.call(s,b,${port},"127.0.0.1")}`;
  const module = `exports.createSocket=function(t){var s=realDgram.createSocket(t),f=s.send;s.send=${send};return s}`;
  return `realDgram=require("dgram");Modules.addCached("dgram",${JSON.stringify(module)})`;
}
