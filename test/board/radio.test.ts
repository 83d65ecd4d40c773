/** The radio: what Wifi tells and keeps to itself, and what connections do when something between breaks. */
import type { Duplex } from "node:stream";
import { describe, expect, test } from "vitest";
import { boardRunning } from "./board-fixture.ts";

const station = `
  var wifi = require("Wifi");
  wifi.on("associated", function (d) { print("associated", d.ssid); });
  wifi.on("connected", function (d) { print("connected", d.ip); });
  wifi.on("disconnected", function (d) { print("disconnected", d.reason, d.msg); });
  function join(password) { wifi.connect("virtual", { password: password }, function (e) { print("callback", e); }); }`;

describe("Wifi", () => {
  test("joins: associated, then the callback with null, then connected", async () => {
    const { board, clock, lines } = await boardRunning(`${station} join("");`);
    await clock.advance(100);
    expect(lines).toEqual(["associated virtual", "callback null", "connected 192.168.4.2"]);
    expect(await board.eval(`require("Wifi").getIP().mac`)).toBe("30:ae:a4:40:c4:ff");
    expect(await board.eval(`require("Wifi").getStatus().rssi`)).toBe("-58");
    expect(await board.eval(`require("Wifi").getDetails().rssi`)).toBe("undefined");
  });

  test("gives up after three tries of its own; the callback never comes up to 2v29", async () => {
    const { board, clock, lines } = await boardRunning(`${station} join("");`);
    board.cutWifi();
    await clock.advance(60_000);
    expect(lines).toEqual(["disconnected 201 NO_AP_FOUND"]);
  });

  test("builds after 2v29 call the callback with the reason", async () => {
    const { board, clock, lines } = await boardRunning(`${station} join("");`, { wifiAnswersFailure: true });
    board.cutWifi();
    await clock.advance(1_000);
    expect(lines).toEqual(["disconnected 201 NO_AP_FOUND", "callback NO_AP_FOUND"]);
  });

  test("a wrong password fails with its own reason", async () => {
    const { clock, lines } = await boardRunning(`${station} join("wrong");`);
    await clock.advance(1_000);
    expect(lines).toEqual(["disconnected 204 HANDSHAKE_TIMEOUT"]);
  });

  test("nothing reconnects after a loss, until the program does", async () => {
    const { board, clock, lines } = await boardRunning(`${station} join("");`);
    await clock.advance(100);
    lines.length = 0;
    board.cutWifi();
    await clock.advance(1_000);
    board.restoreWifi();
    await clock.advance(600_000);
    expect(lines).toEqual(["disconnected 201 NO_AP_FOUND"]);
    board.type('\x10join("")\n');
    await clock.advance(100);
    expect(lines.slice(1)).toEqual(["associated virtual", "callback null", "connected 192.168.4.2"]);
  });

  test("a short loss is mended by the driver's own tries, and the program hears of the new connection only", async () => {
    const { board, clock, lines } = await boardRunning(`${station} join("");`);
    await clock.advance(100);
    lines.length = 0;
    board.cutWifi();
    await clock.advance(25);
    board.restoreWifi();
    await clock.advance(1_000);
    expect(lines).toEqual(["associated virtual", "connected 192.168.4.2"]);
  });
});

describe("connections", () => {
  const client = `${station}
    function open(host) {
      var c = require("net").connect({ host: host, port: 1883 });
      c.on("connect", function () { print("connect"); c.write("hello"); });
      c.on("data", function (d) { print("data", d); });
      c.on("close", function (x) { print("close", x); });
      c.on("error", function (e) { print("error", e.message); });
      global.c = c;
    }
    function tryOpen(host) { try { open(host); } catch (e) { print(e.toString()); } }`;

  async function connected(): Promise<Awaited<ReturnType<typeof boardRunning>> & { peers: Duplex[]; received: string[] }> {
    const on = await boardRunning(client);
    const peers: Duplex[] = [];
    const received: string[] = [];
    on.network.serve("broker", 1883, (stream) => {
      peers.push(stream);
      stream.on("data", (data: Buffer) => received.push(data.toString("latin1")));
    });
    on.board.type('\x10join("")\n');
    await on.clock.advance(100);
    on.board.type('\x10open("broker")\n');
    await on.clock.advance(100);
    on.lines.splice(0, 3);
    return { ...on, peers, received };
  }

  test("bytes go both ways", async () => {
    const { clock, lines, peers, received } = await connected();
    expect(received).toEqual(["hello"]);
    peers[0]?.write("hi");
    await clock.advance(10);
    expect(lines).toEqual(["connect", "data hi"]);
  });

  test("without Wi-Fi a name is unknown and an address refused", async () => {
    const { board, clock, lines } = await boardRunning(client);
    board.type('\x10tryOpen("broker");tryOpen("10.0.0.1")\n');
    await clock.advance(10);
    expect(lines).toEqual(["InternalError: Unable to locate host", "ERROR: Connect failed (err 118)", "InternalError: Unable to create socket"]);
  });

  test("a cut link swallows bytes and tells neither side", async () => {
    const { board, clock, network, lines, peers, received } = await connected();
    network.cutAll();
    peers[0]?.write("lost");
    board.type('\x10c.write("lost too")\n');
    await clock.advance(60_000);
    expect(lines).toEqual(["connect"]);
    expect(received).toEqual(["hello"]);
    expect(peers[0]?.readableEnded).toBe(false);
  });

  test("losing Wi-Fi cuts every connection so", async () => {
    const { board, clock, lines, peers } = await connected();
    board.cutWifi();
    peers[0]?.write("lost");
    await clock.advance(1_000);
    expect(lines).toEqual(["connect", "disconnected 201 NO_AP_FOUND"]);
  });

  test("a peer that closes with data unsent is an error", async () => {
    const { board, clock, network, lines } = await connected();
    network.stall(true);
    board.type('\x10c.write("stuck")\n');
    await clock.advance(100);
    network.closeAll();
    await clock.advance(100);
    expect(lines).toEqual(["connect", "error unsent data", "close true"]);
  });

  test("a stalled link delays what is written until it moves again", async () => {
    const { board, clock, network, received } = await connected();
    network.stall(true);
    board.type('\x10c.write("later")\n');
    await clock.advance(5_000);
    expect(received).toEqual(["hello"]);
    network.stall(false);
    await clock.advance(10);
    expect(received).toEqual(["hello", "later"]);
  });
});
