/** DNS-SD packets: what is read of an answer, good, damaged or hostile. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelOf, question, readAnswer, RecordType, type Records } from "../../src/firmware/dns-sd.ts";
import { address, answer, name, record, service, recordType, word } from "../support/mdns.ts";

const query = "\x12\x34";
const sender = "192.168.4.9";

function empty(): Records {
  return { _id: query, _service: name(service), _instances: [], _addresses: {} };
}

/** The records of one answer: "label target:port priority/weight", and the addresses. */
function read(...answers: string[]): { instances: string[]; addresses: Record<string, string> } {
  const records = empty();
  for (const bytes of answers) readAnswer(records, bytes, sender);
  const instances = records._instances.map((each) => `${labelOf(each)} ${each._target}:${each._port} ${each._priority}/${each._weight}`);
  return { instances, addresses: records._addresses };
}

const mosquitto = name(`Mosquitto.${service}`);
const pi = name("pi.local");
const ptr = record(name(service), recordType.Ptr, mosquitto);
const srv = record(mosquitto, recordType.Srv, `${word(1)}${word(2)}${word(1884)}${pi}`);
const a = record(pi, recordType.A, address("192.168.4.9"));
const nothing = { instances: [], addresses: {} };
const all = { instances: [`Mosquitto ${pi}:1884 1/2`], addresses: { [pi]: "192.168.4.9" } };

describe("a question", () => {
  it("is a query with one name", () => {
    expect(question(query, name(service), RecordType.Ptr)).toBe(
      // Identifier, flags, one question; the name, PTR, IN.
      "\x12\x34\0\0\0\x01\0\0\0\0\0\0" + "\x05_mqtt\x04_tcp\x05local\0" + "\0\x0c\0\x01",
    );
  });
});

describe("an answer", () => {
  it("gives a broker's name, host, port and address, in any order and in several datagrams", () => {
    expect(read(answer(query, [ptr, srv, a]))).toEqual(all);
    expect(read(answer(query, [a, srv, ptr]))).toEqual(all);
    expect(read(answer(query, [a]), answer(query, [srv]), answer(query, [ptr]))).toEqual(all);
  });

  it("is read with its names compressed, as avahi sends it, and with the question before the records", () => {
    const header = `${query}\x84\0${word(1)}${word(1)}${word(0)}${word(3)}`;
    const bytes =
      // At 12, the question: _mqtt at 12, _tcp at 18, local at 23.
      `${header}\x05_mqtt\x04_tcp\x05local\0${word(12)}${word(1)}` +
      // At 34, PTR: its owner is the question's name; its data, at 46, is the label and the same name.
      `\xc0\x0c${word(12)}${word(1)}${word(0)}${word(10)}${word(12)}\x09Mosquitto\xc0\x0c` +
      // SRV of the name at 46, to "pi" and "local" at 23; its target is at 76.
      `\xc0\x2e${word(33)}${word(1)}${word(0)}${word(10)}${word(11)}${word(1)}${word(2)}${word(1884)}\x02pi\xc0\x17` +
      // TXT, which is left out, and A of the target.
      `\xc0\x2e${word(16)}${word(1)}${word(0)}${word(10)}${word(1)}\0` +
      `\xc0\x4c${word(1)}${word(1)}${word(0)}${word(10)}${word(4)}\xc0\xa8\x04\x09`;
    expect(bytes.indexOf("\x09Mosquitto")).toBe(0x2e);
    expect(bytes.indexOf("\x02pi")).toBe(0x4c);
    expect(read(bytes)).toEqual(all);
  });

  it("counts if it has the query's identifier and is an answer", () => {
    expect(read(`\x12\x35${answer(query, [ptr, srv, a]).slice(2)}`)).toEqual(nothing);
    expect(read(`${query}\0\0${answer(query, [ptr, srv, a]).slice(4)}`)).toEqual(nothing);
  });

  it("is read as far as it goes where it is cut off", () => {
    const whole = answer(query, [ptr, srv, a]);
    for (let length = 0; length < whole.length; length++) {
      const { instances, addresses } = read(whole.slice(0, length));
      expect(addresses).toEqual({});
      expect([[], [`Mosquitto :0 0/0`], all.instances]).toContainEqual(instances);
    }
  });

  it("takes of several addresses the sender's own, or else the first", () => {
    const [docker, lan, vpn] = ["172.17.0.1", sender, "10.8.0.2"].map((each) => record(pi, recordType.A, address(each)));
    expect(read(answer(query, [docker ?? "", lan ?? "", vpn ?? ""])).addresses).toEqual({ [pi]: sender });
    expect(read(answer(query, [docker ?? "", vpn ?? ""])).addresses).toEqual({ [pi]: "172.17.0.1" });
  });

  it("finds the host in capitals and in small letters", () => {
    expect(read(answer(query, [ptr, srv, record(name("PI.local"), recordType.A, address(sender))]))).toEqual(all);
  });

  it("with a record of another service, a port 0 or an address of another length gives no broker", () => {
    const printer = name("Printer._ipp._tcp.local");
    expect(
      read(answer(query, [record(name("_ipp._tcp.local"), recordType.Ptr, printer), record(printer, recordType.Srv, `${word(0)}${word(0)}${word(631)}${pi}`)])),
    ).toEqual(nothing);
    expect(read(answer(query, [record(mosquitto, recordType.Srv, `${word(0)}${word(0)}${word(0)}${pi}`)])).instances).toEqual(["Mosquitto :0 0/0"]);
    expect(read(answer(query, [record(pi, recordType.A, "\x01\x02\x03\x04\x05")])).addresses).toEqual({});
  });
});

describe("a hostile answer", () => {
  it.each([
    ["a pointer to itself", "\xc0\x0c"],
    ["two pointers to each other", "\xc0\x0e\xc0\x0c"],
    ["a label that leads back into itself", "\x02ab\xc0\x0c"],
    ["a pointer beyond the end", "\xff\xff"],
    ["a reserved label type", "\x80abc\0"],
    ["a name without end", "\x3f".repeat(400)],
  ])("with %s does no harm", (_what, damaged) => {
    const bytes = answer(query, [`${damaged}${record("", recordType.Ptr, mosquitto)}`, ptr, srv, a]);
    expect(read(bytes).instances.length).toBeLessThan(2);
  });

  it("names more brokers and hosts than are kept", () => {
    const many = Array.from({ length: 20 }, (_, i) => record(name(service), recordType.Ptr, name(`b${i}.${service}`)));
    const hosts = Array.from({ length: 20 }, (_, i) => record(name(`h${i}.local`), recordType.A, address(sender)));
    const { instances, addresses } = read(answer(query, many), answer(query, hosts));
    expect([instances.length, Object.keys(addresses).length]).toEqual([8, 8]);
  });

  it("of any bytes neither throws nor hangs", () => {
    const bytes = fc.uint8Array({ maxLength: 528 }).map((array) => `${query}\x84\0${Buffer.from(array).toString("latin1")}`);
    const seed = 20261127;
    fc.assert(
      fc.property(bytes, (hostile) => {
        expect(read(hostile).instances.length).toBeLessThan(9);
      }),
      { seed, numRuns: 2000 },
    );
    // A good answer with some bytes changed gets further into the records.
    const good = answer(query, [ptr, srv, a]);
    const changed = fc.array(fc.tuple(fc.integer({ min: 4, max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(changed, (changes) => {
        const hostile = good.split("");
        for (const [at, byte] of changes) hostile[at] = String.fromCharCode(byte);
        expect(read(hostile.join("")).instances.length).toBeLessThan(3);
      }),
      { seed, numRuns: 2000 },
    );
  });
});
