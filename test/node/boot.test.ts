/** The built node: what it makes of its Storage, from boot to boot. */
import { beforeAll, describe, expect, it } from "vitest";
import { sensorKinds } from "../../board/sensors/kinds.ts";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { click, dingFor, flashed, lineLike, Listener, online, startBroker } from "./node.ts";

beforeAll(...buildFirst);

describe.each(boards())("on the %s", (_name, make) => {
  it("counts its boots across power cycles, and messages from 1 in each", async () => {
    const { board, listener } = await online(make);
    for (let boot = 1; boot <= 2; boot++) {
      await click(board);
      const messages = await listener.count("/kv6003/sensor/ding", boot);
      expect(messages.at(-1)?.payload).toMatchObject({ boot, seq: 1 });
      if (boot === 2) break;
      const before = listener.on("/kv6003/status/hall").length;
      await board.powerOff();
      await board.powerOn();
      await listener.count("/kv6003/status/hall", before + 1);
      await listener.next("/kv6003/health/hall", (told) => (told as { boot: number }).boot === 2);
    }
  });

  it("counts on when its journal is full and goes on in the other file", async () => {
    const { board, lines } = await flashed(make);
    // 507 boots, which with the zeros before them look octal to the interpreter.
    board.put("ding.b0", `000000001${"bl".repeat(507)}`.padEnd(1024, "l"));
    for (let boot = 508; boot <= 510; boot++) {
      await board.powerOn();
      await lineLike(lines, new RegExp(`, boot ${boot};`));
      await board.powerOff();
    }
  });

  it("does not start the node after three boots that crashed, says why and how to go on, and tries again at the next", async () => {
    const { board, lines } = await flashed(make, {});
    board.put("ding.js", 'exports.start=function(boot){print("started",boot);throw new Error("all wrong")};exports.safeMode=function(){print("safe")}');
    for (let boot = 1; boot <= 3; boot++) {
      await board.powerOn();
      await lineLike(lines, new RegExp(`^started ${boot}$`));
      await lineLike(lines.splice(0), /^Uncaught Error: all wrong/);
      await board.powerOff();
    }
    await board.powerOn();
    await lineLike(lines, /^SAFE MODE: the node crashed or hung within a minute on 3 boots in a row\. It will be tried again in 10 minutes/);
    await lineLike(lines, /^Press EN to try it now/);
    await lineLike(lines, /^safe$/);
    expect(await board.eval("1+1")).toBe("2");
    expect(lines.filter((line) => /^started/.test(line))).toEqual([]);
    await board.powerOff();
    await board.powerOn();
    await lineLike(lines, /^started 5$/);
  });

  it("names a part that crashes at its start, and lets it take no other with it", async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const { board, lines } = await flashed(make, dingFor(broker));
    board.put(".boot2", 'require("Wifi").stopAP=function(){throw new Error("no access point")}');
    await board.powerOn();
    await lineLike(lines, /^Uncaught Error: no access point/);
    await listener.next("/kv6003/status/hall", (told) => told === "online");
    await click(board);
    await listener.next("/kv6003/sensor/ding", (told) => (told as { event?: string }).event === "press");
    await listener.say("/kv6003/control/led", "on");
    await listener.next("/kv6003/state/hall/led", (told) => (told as { state: string }).state === "on");
  });

  it("names a node that crashes as a whole, and has its console", async () => {
    const { board, lines } = await flashed(make, {});
    board.put("ding.js", 'exports.start=function(){throw new Error("all wrong")}');
    await board.powerOn();
    await lineLike(lines, /^Uncaught Error: all wrong/);
    expect(await board.eval("1+1")).toBe("2");
  });

  it("without a ding.json says what is missing, and what it says to type sets it", async () => {
    const { board, lines } = await flashed(make);
    await board.powerOn();
    expect(lines).toContain("config: no ding.json in Storage; using the defaults");
    await lineLike(lines, /^config: wifi\.ssid is missing\. mqtt\.host is missing\. The node stays offline/);
    const command = await lineLike(lines, /^ {2}require\("Storage"\)\.write/);

    const broker = await startBroker();
    const { host, port } = broker.address;
    const filledIn = command
      .replace('"ssid":"..."', '"ssid":"virtual"')
      .replace('"password":"..."', '"password":""')
      .replace('"host":"..."', `"host":"${host}","port":${port}`);
    board.type(`${filledIn}\n`);
    await lineLike(lines, /^mqtt: connected as ding-/);
  });

  it.each([
    ["its keys are bare", ""],
    ["but for the one that editors want", '"$schema":"./schema/ding.schema.json",'],
  ])("takes what Storage.writeJSON writes, which is not JSON: %s", async (_what, first) => {
    const { board, lines } = await flashed(make);
    board.put("ding.json", String.raw`{${first}node:"caf\xE9",wifi:{ssid:"virtual"},mqtt:{host:"127.0.0.1",port:1,prot:2}}`);
    await board.powerOn();
    await lineLike(lines, /boot 1;/);
    expect(lines.filter((line) => line.startsWith("config:"))).toEqual(["config: unknown key mqtt.prot"]);
    // Latin-1 in the file, UTF-8 from here on.
    expect(await lineLike(lines, /^ding /)).toMatch(/: café, boot 1/);
  });

  it("takes a user name that was saved in Latin-1, and sends it in UTF-8", async () => {
    const names: string[] = [];
    const broker = await startBroker({
      authenticate: (_client, username, _password, done) => {
        names.push(String(username));
        done(null, true);
      },
    });
    const { board, lines } = await flashed(make);
    const { host, port } = broker.address;
    board.put("ding.json", `{"node":"hall","wifi":{"ssid":"virtual"},"mqtt":{"host":"${host}","port":${port},"username":"caf\xe9"}}`);
    await board.powerOn();
    await lineLike(lines, /^mqtt: connected as hall$/);
    expect(names).toEqual(["café"]);
  });

  it("names what alone is missing", async () => {
    const { board, lines } = await flashed(make, { wifi: { ssid: "virtual" } });
    await board.powerOn();
    await lineLike(lines, /^config: mqtt\.host is missing\. The node stays offline/);
  });

  it.each([
    ["broken", '{"node":"hall",'],
    ["empty", " "],
    ["a list", "[]"],
    ["erased flash", "\xff".repeat(64)],
    ["a picture", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
    ["huge", `{"node":"${"x".repeat(60_000)}"}`],
    ["huge with bare keys", `{node:"${"x".repeat(60_000)}"}`],
    ["nested too deep", '{"wifi":'.repeat(500)],
    ["a number for hours", '{"queue":1e999999999999}'],
    ["a number for hours, with bare keys", "{queue:1e999999999999}"],
  ])("boots with a ding.json that is %s, and names it", async (_what, text) => {
    const { board, lines } = await flashed(make);
    board.put("ding.json", text);
    await board.powerOn();
    await lineLike(lines, /, boot 1;/);
    expect(lines.filter((other) => /^config: .*ding\.json/.test(other))).toEqual([
      "config: ding.json is not a JSON object of up to 4096 bytes, or has a duplicate key; using the defaults",
    ]);
    expect(lines.filter((other) => /^crash|Uncaught|MEMORY|stack/i.test(other))).toEqual([]);
  });

  it("boots with bad values and unknown keys, names each, and takes the good ones", async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const ding = dingFor(broker);
    const { board, lines } = await flashed(make, {
      ...ding,
      mqtt: { ...ding.mqtt, keepalive: "x", password: 12 },
      button: { pin: "D99" },
      led: { pin: "D34" },
      queue: 0,
      quue: 5,
      on: true,
      status: { pin: "D2" },
      sensors: [{ pin: "D6" }, { kind: "thermometer", pin: "D35" }, { pin: "D35" }, { kind: "digital", pin: "D0" }],
    });
    await board.powerOn();
    await listener.next("/kv6003/status/hall", (told) => told === "online");
    expect(lines.filter((line) => line.startsWith("config: "))).toEqual([
      'config: mqtt.keepalive must be 5..65535, got "x"; using 30',
      "config: mqtt.password must be 0..128 bytes, got (not shown); using (not shown)",
      "config: queue must be 1..1000, got 0; using 64",
      "config: unknown key quue",
      "config: unknown key on",
      `config: sensors[1].kind must be one of ${Object.keys(sensorKinds()).join()}, got "thermometer"; using "analog"`,
      'config: button.pin must be a pin for button, got "D99": no such pin; using "D0"',
      'config: led.pin must be a pin for output, got "D34": it is input-only; using "D2"',
      'config: status.pin must be a pin for output, got "D2": it is taken by led; using ""',
      'config: sensors[0].pin must be a pin for analog, got "D6": it belongs to the flash chip; leaving it out',
      'config: sensors[2].pin must be a pin for analog, got "D35": it is taken by sensors[1]; leaving it out',
      'config: sensors[3].pin must be a pin for input, got "D0": it is taken by button; leaving it out',
    ]);
    expect(lines.filter((line) => /^crash|Uncaught/.test(line))).toEqual([]);
    await click(board);
    await listener.next("/kv6003/sensor/ding", (told) => (told as { event?: string }).event === "press");
  });

  it("begins the count anew when its journal is garbage", async () => {
    const { board, lines } = await flashed(make, {});
    board.put("ding.b0", "0000\xff".padEnd(1024, "\xff"));
    board.put("ding.b1", "nonsense".padEnd(1024, "\0"));
    await board.powerOn();
    await lineLike(lines, /, boot 1;/);
    await board.powerOff();
    await board.powerOn();
    await lineLike(lines, /, boot 2;/);
  });
});
