/** Sockets: what `net` throws, prints and emits, and in which order. The server is the program's own where there is one. */
import type { Program } from "./programs.ts";

const onceOnline = (code: string): string => `
  var wifi = require("Wifi");
  wifi.on("connected", function () { setTimeout(start, 10); });
  function start() {${code}}
  wifi.connect("virtual", {});`;

export const network: readonly Program[] = [
  {
    does: "an unknown host throws, and so does a refused connection, which also prints",
    source: onceOnline(`
      var net = require("net");
      try { net.connect({ host: "no-such-host.invalid", port: 1 }); } catch (e) { print(e.toString()); }
      try { net.connect({ host: "127.0.0.1", port: 1 }); } catch (e) { print(e.toString()); }`),
    prints: [
      "InternalError: Unable to locate host",
      "ERROR: Connect failed (err 111)",
      "InternalError: Unable to create socket",
    ],
  },
  {
    does: "net.connect takes options and a function, and says so otherwise",
    source: onceOnline(`
      var net = require("net");
      print(net.connect({ host: "127.0.0.1", port: 1 }, 5));
      print(net.connect());`),
    prints: [
      "ERROR: Expecting Callback Function but got Number",
      "undefined",
      "ERROR: Expecting Options to be an Object but it was undefined",
      "undefined",
    ],
  },
];
