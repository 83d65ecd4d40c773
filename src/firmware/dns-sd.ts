/**
 * DNS-SD packets: reads PTR, SRV and A records (RFC 1035, 2782) and makes questions. Names stay as they are on the wire, without
 * compression: labels, each after its length, up to an empty one. Nothing that arrives makes it throw or loop.
 */

export const enum RecordType {
  A = 1,
  Ptr = 12,
  Srv = 33,
}

const enum Most {
  /** Service instances and addresses that are kept. */
  Kept = 8,
  /** Bytes of a name. */
  Name = 255,
}

/** One broker, as far as records have told of it. */
export interface Instance {
  /** Its label, then the service's. */
  _name: string;
  /** The host's name; "" until its SRV record has come. */
  _target: string;
  _port: number;
  /** The lowest is the best. */
  _priority: number;
  /** Of equal priority the highest is the best. */
  _weight: number;
}

export interface Records {
  /** Two bytes that answers repeat. */
  _id: string;
  /** The service's name, lower case. */
  _service: string;
  _instances: Instance[];
  /** IP address by the host's name. */
  _addresses: { [target: string]: string };
}

/** A query with one question. */
export function question(id: string, name: string, type: RecordType): string {
  return id + "\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00" + name + "\x00" + String.fromCharCode(type) + "\x00\x01";
}

/** The part of an instance's name that people see: its first label. */
export function labelOf(instance: Instance): string {
  return instance._name.substr(1, instance._name.charCodeAt(0));
}

/** Takes the records of an answer; what does not belong to the query, is damaged or cut off is left out. */
export function readAnswer(records: Records, bytes: string, sender: string): void {
  if (bytes.substr(0, 2) !== records._id || !(bytes.charCodeAt(2) & 0x80)) return;
  let at = 12;
  for (let questions = uint16At(bytes, 4); questions > 0 && at < bytes.length; questions--) at = nameEnd(bytes, at) + 4;
  while (at < bytes.length) {
    const fields = nameEnd(bytes, at);
    const data = fields + 10;
    const end = data + uint16At(bytes, fields + 8);
    if (!(end <= bytes.length)) return; // NaN too
    const type = uint16At(bytes, fields);
    if (type === RecordType.Ptr) readPtr(records, bytes, at, data);
    else if (type === RecordType.Srv) readSrv(records, bytes, at, data);
    else if (type === RecordType.A && end === data + 4) readA(records, bytes, at, data, sender);
    at = end;
  }
}

function readPtr(records: Records, bytes: string, at: number, data: number): void {
  if (readName(bytes, at).toLowerCase() === records._service) instanceNamed(records, readName(bytes, data));
}

function readSrv(records: Records, bytes: string, at: number, data: number): void {
  const instance = instanceNamed(records, readName(bytes, at));
  const port = uint16At(bytes, data + 4);
  if (!instance || !port) return;
  instance._priority = uint16At(bytes, data);
  instance._weight = uint16At(bytes, data + 2);
  instance._port = port;
  instance._target = readName(bytes, data + 6).toLowerCase();
}

/** Of several addresses the sender's own is kept: that one can be reached. */
function readA(records: Records, bytes: string, at: number, data: number, sender: string): void {
  const target = readName(bytes, at).toLowerCase();
  if (!target) return;
  const address = [0, 1, 2, 3]
    .map(function (i) {
      return bytes.charCodeAt(data + i);
    })
    .join(".");
  const isKnown = records._addresses[target] !== undefined;
  if (isKnown ? address === sender : Object.keys(records._addresses).length < Most.Kept) records._addresses[target] = address;
}

/** The instance of this name, noted if it is new; undefined for a name outside the service, and when there is no room. */
function instanceNamed(records: Records, name: string): Instance | undefined {
  if (name.slice(-records._service.length).toLowerCase() !== records._service || name.length === records._service.length) return undefined;
  for (const each of records._instances) if (each._name === name) return each;
  if (records._instances.length >= Most.Kept) return undefined;
  const added = { _name: name, _target: "", _port: 0, _priority: 0, _weight: 0 };
  records._instances.push(added);
  return added;
}

/** Reads a name; "" if it is damaged. A pointer must point further back than the last one, so that no name loops. */
function readName(bytes: string, at: number): string {
  let name = "";
  let before = at;
  while (name.length < Most.Name) {
    const length = bytes.charCodeAt(at);
    if (length >= 0xc0) {
      at = ((length & 0x3f) << 8) + bytes.charCodeAt(at + 1);
      if (!(at < before)) return "";
      before = at;
    } else {
      const label = bytes.substr(at, length + 1);
      if (length > 63 || label.length !== length + 1) return "";
      name += label;
      if (!length) return name;
      at += label.length;
    }
  }
  return "";
}

/** Where the bytes of a name end. */
function nameEnd(bytes: string, at: number): number {
  let length = bytes.charCodeAt(at);
  while (length > 0 && length < 0xc0) {
    at += length + 1;
    length = bytes.charCodeAt(at);
  }
  return at + (length >= 0xc0 ? 2 : 1);
}

/** NaN beyond the end. */
function uint16At(bytes: string, at: number): number {
  return bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
}
