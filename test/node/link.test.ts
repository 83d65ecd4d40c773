/** The built node: what it says of its link, to the broker's other clients and on its console. */
import { beforeAll, describe, expect, it } from "vitest";
import { boards } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { dingFor, flashed, lineLike, Listener, online, startBroker } from "./node.ts";

const status = "/kv6003/status/hall";

beforeAll(...buildFirst);

describe.each(boards())("on the %s", (_name, make) => {
  it("is online, retained, once it is connected; offline, by its will, when its plug is pulled", async () => {
    const { board, broker, listener } = await online(make);
    const newcomer = await Listener.at(broker, { clientId: "newcomer" });
    expect(await newcomer.next(status)).toMatchObject({ payload: "online", retain: true });
    await board.powerOff();
    expect(await listener.next(status, (told) => told === "offline")).toMatchObject({ qos: 1 });
  });

  it("tells its health after each connect, and of the last outage", async () => {
    const { broker, listener } = await online(make);
    const health = "/kv6003/health/hall";
    expect((await listener.next(health)).payload).toMatchObject({
      node: "hall",
      boot: 1,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      memory: { used: expect.any(Number) as number, total: expect.any(Number) as number },
      rssi: -58,
      wifi: { losses: 0 },
      mqtt: { losses: 0, last: "", down: 0 },
      queued: 0,
      dropped: 0,
    });
    await broker.stop();
    await broker.restart();
    const [, again] = await listener.count(health, 2);
    const { mqtt } = again?.payload as { mqtt: { losses: number; last: string; down: number; attempts: number } };
    expect(mqtt.losses).toBe(1);
    expect(mqtt.last).not.toBe("");
    expect(mqtt.down).toBeGreaterThan(0);
  });

  it("names a wrong password on the console, prints it nowhere, and goes on trying", async () => {
    let attempts = 0;
    const broker = await startBroker({
      authenticate: (_client, username, password, done) => {
        attempts++;
        // Return code 4: bad user name or password [MQTT-3.2.2].
        done(username === "hall" && String(password) === "right" ? null : Object.assign(new Error("no"), { returnCode: 4 }), true);
      },
    });
    const ding = dingFor(broker);
    const { board, lines } = await flashed(make, { ...ding, mqtt: { ...ding.mqtt, username: "hall", password: "wrong-secret" } });
    await board.powerOn();
    await lineLike(lines, /^mqtt: refused: .*user ?name or password/i);
    await expect.poll(() => attempts, { timeout: 10_000 }).toBeGreaterThan(1);
    expect(lines.join("\n")).not.toContain("secret");
  });

  it("says that a broker is not there, and goes on trying", async () => {
    const broker = await startBroker();
    await broker.stop();
    const { board, lines } = await flashed(make, dingFor(broker));
    await board.powerOn();
    await lineLike(lines, /^mqtt: connect failed: /);
    await broker.restart();
    await lineLike(lines, /^mqtt: connected as hall$/);
  });

  it("without a name in its configuration has one by its serial, as client too", async () => {
    const clients: string[] = [];
    const broker = await startBroker({
      authenticate: (client, _username, _password, done) => {
        clients.push(client.id);
        done(null, true);
      },
    });
    const listener = await Listener.at(broker);
    const { board } = await flashed(make, { ...dingFor(broker), node: "" });
    await board.powerOn();
    const serial = (await board.eval("getSerial()")).toLowerCase().replace(/[^0-9a-f]/g, "");
    const name = `ding-${serial.slice(-6)}`;
    await listener.next(`/kv6003/status/${name}`, (told) => told === "online");
    expect(clients).toContain(name);
  });

  it("names in UTF-8 arrive as they were written", async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const { board } = await flashed(make, { ...dingFor(broker), node: "Küche €" });
    await board.powerOn();
    await listener.next("/kv6003/status/Küche €", (told) => told === "online");
    expect((await listener.next("/kv6003/health/Küche €")).payload).toMatchObject({ node: "Küche €" });
  });
});
