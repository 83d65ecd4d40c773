/** UDP: what `dgram` hands on, cuts off and throws. PORT in a program is the port of a peer on this computer. */
import type { Program } from "./programs.ts";

interface DatagramProgram extends Program {
  /** What the peer sends back for a datagram. */
  answer: (received: Buffer) => Buffer[];
}

const onceOnline = (code: string): string => `
  var wifi = require("Wifi");
  wifi.on("connected", function () { setTimeout(start, 10); });
  function start() {
    var s = require("dgram").createSocket("udp4");
    s.on("close", function (e) { print("close", e); });
    ${code}
  }
  wifi.connect("virtual", {});`;

export const datagrams: readonly DatagramProgram[] = [
  {
    does: "a datagram goes without bind, and the answer comes with its sender",
    answer: (received) => [Buffer.concat([Buffer.from("got "), received])],
    source: onceOnline(`
      s.on("message", function (d, from) { print(JSON.stringify(d), from.address, from.port === PORT, from.size, this === s); });
      print(s.send("a\\0\\xff", PORT, "127.0.0.1"));`),
    prints: ["undefined", '"got a\\u0000\\u00FF" 127.0.0.1 true 7 true'],
  },
  {
    does: "a part of a text can be sent, by offset and length",
    answer: (received) => [received],
    source: onceOnline(`
      s.on("message", function (d) { print(d); });
      s.send("0123456789", 2, 3, PORT, "127.0.0.1");`),
    prints: ["234"],
  },
  {
    does: "of a long datagram 528 bytes arrive; the next one is whole",
    answer: () => [Buffer.alloc(1000, "x"), Buffer.from("next")],
    source: onceOnline(`
      s.on("message", function (d, from) { print(d.length, from.size); });
      s.send("?", PORT, "127.0.0.1");`),
    prints: ["528 528", "4 4"],
  },
  {
    does: "an empty datagram closes the socket, and sending throws from then on",
    answer: () => [Buffer.alloc(0), Buffer.from("more")],
    source: onceOnline(`
      s.on("message", function (d) { print("never", d); });
      s.send("?", PORT, "127.0.0.1");
      setTimeout(function () { try { s.send("?", PORT, "127.0.0.1"); } catch (e) { print(e.toString()); } s.close(); }, 300);`),
    prints: ["close false", "Error: This socket is closed"],
  },
  {
    does: "after close, what was sent still goes, and nothing is heard any more",
    answer: (received) => [received],
    source: onceOnline(`
      s.on("message", function (d) { print("never", d); });
      s.send("?", PORT, "127.0.0.1");
      s.close();
      try { s.send("?", PORT, "127.0.0.1"); } catch (e) { print(e.toString()); }`),
    prints: ["Error: This socket is closed", "close false"],
  },
];
