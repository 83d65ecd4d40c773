/** Which configuration goes to the board: options, environment, files, what it has, and questions for the rest. */
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { exitCodes, UserError } from "../../../src/tools/command-line/user-error.ts";
import { settleConfig } from "../../../src/tools/board-setup/settle-config.ts";
import { terminalOn } from "../../../src/tools/terminal/terminal.ts";
import { Person } from "./flash-fixture.ts";
import { bare, fileWith, settle, whole } from "./settle.ts";

describe("the configuration", () => {
  it("comes from options and the environment", async () => {
    const options = { node: "hall", wifi: "home", broker: "10.0.0.1:1884", username: "ann" };
    expect(await settle(options, undefined, { DING_WIFI_PASSWORD: "secret 12", DING_MQTT_PASSWORD: "p" })).toEqual({
      node: "hall",
      wifi: { ssid: "home", password: "secret 12" },
      mqtt: { host: "10.0.0.1", port: 1884, username: "ann", password: "p" },
    });
  });

  it("is asked for where it is missing, passwords hidden", async () => {
    const person = new Person(["Café", "secret 12", "broker:1884", "ann", "hush", ""]);
    expect(await settle({}, undefined, {}, person)).toEqual({
      wifi: { ssid: "Café", password: "secret 12" },
      mqtt: { host: "broker", port: 1884, username: "ann", password: "hush" },
    });
    expect(person.asked.map(({ hidden }) => hidden)).toEqual([false, true, false, false, true, false]);
  });

  it("has the sensor that is there, on a pin that can measure", async () => {
    const light = { name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 };
    const person = new Person(["home", "secret 12", "broker", "", "D4", "d34", ""]);
    const config = await settleConfig({}, undefined, bare, { terminal: person, passwords: {} });
    expect(JSON.parse(config ?? "")).toMatchObject({ sensors: [light] });
    expect(person.said).toEqual(["D4 has no ADC: choose one of D32, D33, D34, D35, D36, D37, D38, D39"]);
  });

  it("has no sensor when none is named, and asks for none a second time", async () => {
    const config = await settleConfig({}, undefined, bare, { terminal: new Person(["home", "secret 12", "broker", "", "", ""]), passwords: {} });
    expect(JSON.parse(config ?? "")).not.toHaveProperty("sensors");
    expect(await settleConfig({ wifi: "other" }, config, bare, { terminal: new Person(["new secret"]), passwords: {} })).not.toContain("sensors");
  });

  it("joins Home Assistant when somebody says yes, and asks no second time", async () => {
    const config = (await settle({}, undefined, {}, new Person(["home", "secret 12", "broker", "", " Yes "]))) as object;
    expect(config).toMatchObject({ discovery: "homeassistant" });
    expect(await settle({ wifi: "other" }, config, {}, new Person(["new secret"]))).toMatchObject({ discovery: "homeassistant" });
    expect(await settle({ discovery: "" }, config, {}, new Person(["never asked"]))).toMatchObject({ discovery: "" });
  });

  it("has no user name when none is typed, and then asks for no password", async () => {
    const person = new Person(["home", "secret 12", "broker", "", ""]);
    expect(await settle({}, undefined, {}, person)).toEqual({ wifi: { ssid: "home", password: "secret 12" }, mqtt: { host: "broker", port: 1883 } });
  });

  it("asks for the user name at another broker, for the old one's does not fit", async () => {
    const old = { ...whole, mqtt: { host: "old", username: "ann", password: "hush" } };
    expect(await settle({ broker: "new" }, old, {}, new Person(["bob", "quiet"]))).toMatchObject({ mqtt: { host: "new", username: "bob", password: "quiet" } });
    expect(await settle({ broker: "new" }, old, {}, new Person([""]))).toMatchObject({ mqtt: { host: "new", username: "", password: "" } });
    expect(await settle({ broker: "new", username: "eve" }, old, { DING_MQTT_PASSWORD: "p" }, new Person(["never asked"]))).toMatchObject({
      mqtt: { username: "eve", password: "p" },
    });
    expect(await settle({ broker: "new" }, old, { DING_MQTT_PASSWORD: "p" }, new Person(["bob"]))).toMatchObject({ mqtt: { username: "bob", password: "p" } });
    expect(await settle({ broker: "old" }, old, {}, new Person(["never asked"]))).toMatchObject({ mqtt: { username: "ann", password: "hush" } });
  });

  it("takes the user name that is in the broker's address, and never another broker's password with it", async () => {
    const old = { ...whole, mqtt: { host: "old", username: "bob", password: "hush" } };
    const alice = { host: "new", port: 1883, username: "alice", password: "p" };
    const person = new Person(["p"]);
    expect(await settle({ broker: "mqtt://alice@new" }, old, {}, person)).toMatchObject({ mqtt: alice });
    expect(person.asked).toEqual([{ question: "The broker's password (not shown): ", hidden: true }]);
    expect(await settle({ broker: "mqtt://alice:p@new" }, old, {}, new Person(["never asked"]))).toMatchObject({ mqtt: alice });
    expect(await settle({ broker: "mqtt://alice@new", yes: true }, old, { DING_MQTT_PASSWORD: "p" })).toMatchObject({ mqtt: alice });
    for (const broker of ["mqtt://alice@new", "mqtt://bob@new", "mqtt://alice@old"]) {
      await expect(settle({ broker, yes: true }, old)).rejects.toThrow(/^the broker's password is missing/);
    }
  });

  it("keeps the password of a user name that is given again, where nobody can be asked", async () => {
    const known = { ...whole, mqtt: { host: "old", port: 1883, username: "bob", password: "hush" } };
    expect(await settle({ broker: "mqtt://bob@old", yes: true }, known)).toBeUndefined();
    expect(await settle({ username: "bob", yes: true }, known)).toBeUndefined();
    expect(await settle({ username: "bob" }, known, {}, new Person(["right"]))).toMatchObject({ mqtt: { username: "bob", password: "right" } });
  });

  it("asks for no user name and no password that are typed with the broker's address", async () => {
    const alice = { host: "new", port: 1883, username: "alice", password: "p" };
    for (const mqtt of [{}, { username: "bob", password: "hush" }]) {
      const noHost = { ...whole, mqtt };
      expect(await settle({}, noHost, {}, new Person(["mqtt://alice:p@new"]))).toMatchObject({ mqtt: alice });
      expect(await settle({}, noHost, {}, new Person(["mqtt://alice@new", "p"]))).toMatchObject({ mqtt: alice });
      expect(await settle({}, noHost, {}, new Person(["new", "alice", "p"]))).toMatchObject({ mqtt: alice });
    }
  });

  it("asks again for a broker that the board cannot reach, and says why", async () => {
    const person = new Person(["home", "secret 12", "localhost", "10.0.0.1", "", ""]);
    expect(await settle({}, undefined, {}, person)).toMatchObject({ mqtt: { host: "10.0.0.1" } });
    expect(person.said).toEqual([expect.stringMatching(/^localhost means the board itself when the board uses it\./)]);
  });

  it("takes such a broker when it is given again", async () => {
    const person = new Person(["home", "secret 12", "127.0.0.1", "127.0.0.1", "", ""]);
    expect(await settle({}, undefined, {}, person)).toMatchObject({ mqtt: { host: "127.0.0.1" } });
  });

  it("stays as the board has it, unasked", async () => {
    expect(await settle({}, whole, {}, new Person(["never asked"]))).toBeUndefined();
    expect(await settle({ node: "hall" }, whole)).toBeUndefined();
  });

  it("is changed key by key by options", async () => {
    expect(await settle({ node: "cellar" }, whole)).toEqual({ ...whole, node: "cellar" });
    expect(await settle({ broker: "other" }, { ...whole, led: { pin: "D4" } })).toEqual({ ...whole, led: { pin: "D4" }, mqtt: { host: "other", port: 1883 } });
  });

  it("keeps the buttons and outputs that the board or a file has, and says what to know of their pins", async () => {
    const parts = {
      buttons: [{ name: "Tür", pin: "D35", events: ["press", "release"] }],
      outputs: [{ name: "relay", pin: "D5", activeLow: true, restore: "last" }, { pin: "D4" }],
    };
    const person = new Person();
    expect(await settle({ node: "cellar" }, { ...whole, ...parts }, {}, person)).toEqual({ ...whole, ...parts, node: "cellar" });
    expect(person.said).toEqual([
      "Note:    buttons[0].pin D35: it has no pull-up: the button needs an external resistor",
      "Note:    outputs[0].pin D5: a strapping pin: keep it high or open at power-on",
    ]);
    expect(await settle({ config: fileWith(JSON.stringify({ ...whole, ...parts })) }, whole)).toEqual({ ...whole, ...parts });
    expect(await settle({}, { ...whole, ...parts })).toBeUndefined();
  });

  it("takes TLS from the broker's address", async () => {
    expect(await settle({ broker: "mqtts://b" }, whole)).toMatchObject({ mqtt: { host: "b", port: 8883, tls: true } });
    expect(await settle({ broker: "b" }, { ...whole, mqtt: { host: "a", port: 8883, tls: true } })).toMatchObject({
      mqtt: { host: "b", port: 1883, tls: false },
    });
  });

  it("asks for another network's password, for the old one does not fit", async () => {
    const person = new Person(["new secret"]);
    expect(await settle({ wifi: "other" }, whole, {}, person)).toMatchObject({ wifi: { ssid: "other", password: "new secret" } });
  });

  it("asks for the password of a network that is named again, for it may have been wrong", async () => {
    expect(await settle({ wifi: "home" }, whole, {}, new Person(["right"]))).toMatchObject({ wifi: { ssid: "home", password: "right" } });
    expect(await settle({ wifi: "home" }, whole)).toBeUndefined(); // nobody is there
  });

  it("comes from a file in place of what the board has", async () => {
    const file = fileWith(JSON.stringify({ ...whole, node: "from file" }));
    expect(await settle({ config: file }, { ...whole, led: { pin: "D4" } })).toEqual({ ...whole, node: "from file" });
  });

  const json = JSON.stringify({ ...whole, wifi: { ssid: "Caf\u00e9", password: "secret 12" } });
  it.each([
    ["in UTF-8 with a byte order mark", Buffer.from(`\ufeff${json}`)],
    ["in UTF-16", Buffer.from(json, "utf16le")],
    ["in UTF-16 with a byte order mark", Buffer.from(`\ufeff${json}`, "utf16le")],
    ["in UTF-16, big endian", Buffer.from(json, "utf16le").swap16()],
    ["in UTF-16, big endian, with a byte order mark", Buffer.from(`\ufeff${json}`, "utf16le").swap16()],
  ])("comes from a file %s", async (_what, bytes) => {
    expect(await settle({ config: fileWith(bytes) })).toMatchObject({ wifi: { ssid: "Caf\u00e9" } });
    // The node could not read it.
    expect(await settle({}, bytes.toString("latin1"))).toMatchObject({ wifi: { ssid: "Caf\u00e9" } });
  });

  it("replaces a board's that is not JSON, and says so", async () => {
    const person = new Person(["home", "secret 12", "broker", "", ""]);
    expect(await settle({}, '{"node":', {}, person)).toMatchObject({ mqtt: { host: "broker" } });
    expect(person.said).toEqual(["The board's ding.json is not JSON; it will be replaced."]);
  });
});

describe("where nobody can be asked", () => {
  it.each([
    [{}, {}, /^the Wi-Fi's name is missing, and there is nobody to ask: give --wifi <name>/],
    [{ wifi: "home" }, {}, /^the Wi-Fi's password is missing, .* as DING_WIFI_PASSWORD \(empty for an open network\)/],
    [{ wifi: "home" }, { DING_WIFI_PASSWORD: "" }, /^the broker's address is missing, .* give --broker <host\[:port\]>/],
    [{ wifi: "home", broker: "b", username: "ann" }, { DING_WIFI_PASSWORD: "" }, /^the broker's password is missing, .* DING_MQTT_PASSWORD/],
  ])("%o says which option to give", async (options, environment, message) => {
    await expect(settle(options, undefined, environment)).rejects.toThrow(message);
    await expect(settle({ ...options, yes: true }, undefined, environment, new Person(["never asked"]))).rejects.toThrow(message);
  });
});

describe("a configuration that is wrong", () => {
  it("is refused by the firmware's own rules, each fault on a line, before it goes to the board", async () => {
    const parts = { buttons: [{ name: "door", pin: "D2" }], outputs: [{ name: "led", pin: "D4" }] };
    const file = fileWith(JSON.stringify({ ...whole, mqtt: { host: "b", prot: 1, keepalive: 1 }, led: { pin: "D99" }, ...parts }));
    await expect(settle({ config: file })).rejects.toThrow(
      new UserError(
        [
          `${file} is not right:`,
          "unknown key mqtt.prot",
          "mqtt.keepalive must be 5..65535, got 1",
          'led.pin must be a pin for output, got "D99": no such pin',
          'buttons[0].pin must be a pin for button, got "D2": it is taken by led',
          'outputs[0].name must be unique, got "led"',
        ].join("\n  "),
        exitCodes.usage,
      ),
    );
  });

  it("does not show a password that breaks a rule", async () => {
    await expect(settle({ wifi: "home", broker: "b" }, undefined, { DING_WIFI_PASSWORD: "x".repeat(64) })).rejects.toThrow(
      /wifi\.password must be 0\.\.63 bytes, got \(not shown\)$/,
    );
  });

  it("is refused by name in Windows-1252, before anything is written", async () => {
    const file = fileWith(Buffer.from('{\n  "wifi": {"ssid": "Caf\u00e9", "password": "secret 12"}}', "latin1"));
    await expect(settle({ config: file })).rejects.toThrow(
      new UserError(
        `${file} is not in UTF-8 (line 2, column 24), but perhaps in Windows-1252: save it as UTF-8, which editors offer when saving`,
        exitCodes.usage,
      ),
    );
  });

  it.each([
    ['{"wifi": {"password": "secret 12" "ssid": "x"}}', /is not JSON: comma expected in line 1, column 35$/],
    ['{\n"wifi": {"password": "secret 12}', /is not JSON: unexpected end of string in line 2, column 22$/],
    ['{"mqtt": {"password": secret-12}}', /is not JSON: invalid symbol in line 1, column 23$/],
  ])("names line and column of a mistake, and shows no secret: %s", async (text, message) => {
    const settled = settle({ config: fileWith(text) });
    await expect(settled).rejects.toThrow(message);
    await expect(settled).rejects.not.toThrow(/secret/);
  });

  it("does not show a password that is in the broker's address", async () => {
    const file = fileWith(JSON.stringify({ ...whole, mqtt: { host: "ann:secret@broker" } }));
    await expect(settle({ config: file })).rejects.toThrow(/mqtt\.host must be a name or an address alone: the user name goes into mqtt\.username/);
    await expect(settle({ config: file })).rejects.not.toThrow(/secret/);
  });

  it.each([
    ["is not there", undefined, /cannot be read: check the path$/],
    ["is not JSON", "{", /is not JSON: /],
    ["is no object", "[]", /must hold an object, \{\.\.\.\}$/],
  ])("file %s", async (_what, text, message) => {
    const file = text === undefined ? "/nowhere/ding.json" : fileWith(text);
    await expect(settle({ config: file })).rejects.toThrow(message);
  });
});

describe("a question", () => {
  function terminal(): { keys: PassThrough; shown: () => string; ask: (question: string, hidden?: boolean) => Promise<string> } {
    const keys = new PassThrough();
    const screen = new PassThrough();
    let shown = "";
    screen.on("data", (text: Buffer) => (shown += text.toString()));
    const it = terminalOn({ stdin: keys, stdout: screen, stderr: screen });
    return { keys, shown: () => shown, ask: (question, hidden) => it.ask(question, hidden) };
  }

  it("shows what is typed, unless it is hidden", async () => {
    const { keys, shown, ask } = terminal();
    const name = ask("Name: ");
    keys.write("home\r");
    expect(await name).toBe("home");
    expect(shown()).toContain("home");
    const password = ask("Password: ", true);
    keys.write("secret 12\r");
    expect(await password).toBe("secret 12");
    expect(shown()).toContain("Password: ");
    expect(shown()).not.toContain("secret");
  });

  it("ends by Ctrl-C and Ctrl-D", async () => {
    for (const key of ["\x03", "\x04"]) {
      const { keys, ask } = terminal();
      const answer = ask("Password: ", true);
      keys.write(key);
      await expect(answer).rejects.toThrow("ended before anything was written");
    }
  });

  it("is not put where there is no terminal", () => {
    expect(terminalOn({ stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }).canAsk).toBe(false);
  });
});
