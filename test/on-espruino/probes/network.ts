/** Sockets: what `net` throws, prints and emits, and in which order. PORT in a program is the server's. */
import type { Socket } from "node:net";
import type { Program } from "./programs.ts";

interface NetworkProgram extends Program {
  /** What the server does with a connection; it listens on this computer, also when this is left out. */
  serve?: (socket: Socket) => void;
}

const onceOnline = (code: string): string => `
  var wifi = require("Wifi");
  wifi.on("connected", function () { setTimeout(start, 10); });
  function start() {${code}}
  wifi.connect("virtual", {});`;

export const network: readonly NetworkProgram[] = [
  {
    does: "an unknown host throws, and so does a refused connection, which also prints",
    source: onceOnline(`
      var net = require("net");
      try { net.connect({ host: "no-such-host.invalid", port: 1 }); } catch (e) { print(e.toString()); }
      try { net.connect({ host: "127.0.0.1", port: 1 }); } catch (e) { print(e.toString()); }`),
    prints: ["InternalError: Unable to locate host", "ERROR: Connect failed (err 111)", "InternalError: Unable to create socket"],
  },
  {
    does: "net.connect takes options and a function, and says so otherwise",
    source: onceOnline(`
      var net = require("net");
      print(net.connect({ host: "127.0.0.1", port: 1 }, 5));
      print(net.connect());`),
    prints: ["ERROR: Expecting Callback Function but got Number", "undefined", "ERROR: Expecting Options to be an Object but it was undefined", "undefined"],
  },
  {
    does: "data comes and goes in pieces of 536 bytes; the callback comes before drain, end before close",
    serve(socket) {
      let got = 0;
      socket.on("data", (data) => {
        got += data.length;
        if (got < 1205) return;
        socket.write("p".repeat(1300));
        setTimeout(() => socket.end(), 200);
      });
    },
    source: onceOnline(`
      var c = require("net").connect({ host: "127.0.0.1", port: PORT }, function (x) { print("callback", x === c, this === c); });
      var got = 0, most = 0;
      c.on("data", function (d) { got += d.length; if (d.length > most) most = d.length; });
      c.on("drain", function (x) { print("drain", x === c); });
      c.on("end", function () { print("end", arguments.length, got, most <= 536); });
      c.on("close", function (x) { print("close", x); });
      c.on("error", function (e) { print("error", e); });
      print("write", c.write("x".repeat(1200)), c.write("01234"));`),
    prints: ["write false false", "callback true true", "drain true", "end 0 1300 true", "close false"],
  },
  {
    does: "drain comes right after connecting when nothing was written",
    source: onceOnline(`
      var c = require("net").connect({ host: "127.0.0.1", port: PORT });
      c.on("drain", function () { print("drain"); });
      c.on("connect", function () { print("connect"); });`),
    prints: ["connect", "drain"],
  },
  {
    does: "after end, what was written still goes, writing more throws, and end and close follow",
    serve: (socket) => void socket.on("data", () => undefined),
    source: onceOnline(`
      var c = require("net").connect({ host: "127.0.0.1", port: PORT });
      c.on("end", function () { print("end"); });
      c.on("close", function (x) { print("close", x); c.end(); try { c.write("x"); } catch (e) { print(e.message); } });
      c.on("connect", function () { c.end("bye"); try { c.write("more"); } catch (e) { print(e.message); } });`),
    prints: ["This socket is closed", "end", "close false", "This socket is closed"],
  },
  {
    does: "a connect listener on top of a callback with a parameter stops both",
    source: onceOnline(`
      var c = require("net").connect({ host: "127.0.0.1", port: PORT }, function (x) { print("never", x); });
      c.on("connect", function () { print("neither"); });
      setTimeout(function () { print("end"); }, 300);`),
    prints: ["Execution Interrupted during event processing.", "end"],
  },
  {
    does: "data that came before anybody listened is kept",
    serve: (socket) => void socket.write("hello"),
    source: onceOnline(`
      var c = require("net").connect({ host: "127.0.0.1", port: PORT });
      setTimeout(function () { c.on("data", function (d) { print(d); }); }, 150);`),
    prints: ["hello"],
  },
  {
    does: "bytes stay bytes, both ways",
    serve: (socket) => void socket.on("data", (data) => socket.write(data)),
    source: onceOnline(`
      var c = require("net").connect({ host: "127.0.0.1", port: PORT });
      c.on("data", function (d) { print(d.length, JSON.stringify(d)); });
      c.write("caf\\xc3\\xa9\\0\\xff");`),
    prints: ['7 "caf\\u00C3\\u00A9\\u0000\\u00FF"'],
  },
];
