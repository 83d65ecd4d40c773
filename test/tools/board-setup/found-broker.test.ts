/** A broker that answers by mDNS: how it gets into a board's configuration, and who is told the password. */
import { describe, expect, it } from "vitest";
import { settleConfig, type ConfigOptions } from "../../../src/tools/board-setup/settle-config.ts";
import type { FoundBroker } from "../../../src/tools/mdns/service.ts";
import { settings } from "../../support/settings.ts";
import { Person } from "./flash-fixture.ts";
import { whole } from "./settle.ts";

describe("a broker that answers by mDNS", () => {
  const found: FoundBroker[] = [
    { name: "Another", host: "192.168.4.7", port: 1884 },
    { name: "Mosquitto", host: "192.168.4.9", port: 1883 },
  ];

  /** Settles with a network in which `brokers` answer. */
  async function among(
    options: ConfigOptions,
    onBoard: object | undefined,
    person: Person,
    brokers: () => Promise<FoundBroker[]> = () => Promise.resolve(found),
  ): Promise<unknown> {
    const bytes = onBoard && JSON.stringify(onBoard);
    const config = await settleConfig(options, bytes, settings, { terminal: person, passwords: {}, findBrokers: brokers });
    return config === undefined ? undefined : JSON.parse(config);
  }

  const nobodyLooks = (): Promise<FoundBroker[]> => Promise.reject(new Error("nobody was to look"));
  const looking = "Looking for MQTT brokers in this computer's network by mDNS...";

  it("is shown when no broker was given; its number has the node look for it, and tell it user name and password", async () => {
    const person = new Person(["home", "secret 12", "2", "ann", "hush", ""]);
    expect(await among({}, undefined, person)).toEqual({
      wifi: { ssid: "home", password: "secret 12" },
      mqtt: { host: "mdns", trust: "Mosquitto", username: "ann", password: "hush" },
    });
    expect(person.said).toEqual([looking, "  1  Another, at 192.168.4.7:1884", "  2  Mosquitto, at 192.168.4.9:1883"]);
    expect(person.asked[2]?.question).toBe("MQTT broker, as host or host:port, or a number of the list: ");
  });

  it("need not be taken: an address counts as ever", async () => {
    expect(await among({}, undefined, new Person(["home", "secret 12", "10.0.0.1:1885", "", ""]))).toMatchObject({ mqtt: { host: "10.0.0.1", port: 1885 } });
  });

  it("is not there, or cannot be looked for: the question is the usual one", async () => {
    for (const [brokers, said] of [
      [() => Promise.resolve([]), "None answered."],
      [() => Promise.reject(new Error("EACCES")), "That is not possible: EACCES"],
    ] satisfies [() => Promise<FoundBroker[]>, string][]) {
      const person = new Person(["home", "secret 12", "broker", "", ""]);
      expect(await among({}, undefined, person, brokers)).toMatchObject({ mqtt: { host: "broker" } });
      expect([person.said, person.asked[2]?.question]).toEqual([[looking, said], "MQTT broker, as host or host:port: "]);
    }
  });

  it("is not looked for when a broker was given, or nobody can be asked", async () => {
    expect(await among({ broker: "other" }, whole, new Person([""]), nobodyLooks)).toMatchObject({ mqtt: { host: "other" } });
    await expect(among({ wifi: "home" }, { wifi: whole.wifi }, new Person(), nobodyLooks)).rejects.toThrow(/the broker's address is missing/);
  });

  it("after --broker mdns is chosen for the password alone, or none is", async () => {
    const person = new Person(["1", "ann", "hush"]);
    expect(await among({ broker: "mdns" }, whole, person)).toEqual({ ...whole, mqtt: { host: "mdns", trust: "Another", username: "ann", password: "hush" } });
    expect(await among({ broker: "mdns" }, whole, new Person(["", ""]))).toEqual({ ...whole, mqtt: { host: "mdns", trust: "" } });
  });

  it("is named by --trust where nobody is asked", async () => {
    const options = { broker: "mdns", trust: "Mosquitto", yes: true };
    expect(await among(options, whole, new Person(), nobodyLooks)).toEqual({ ...whole, mqtt: { host: "mdns", trust: "Mosquitto" } });
    expect(await among({ broker: "mdns", yes: true }, whole, new Person(), nobodyLooks)).toEqual({ ...whole, mqtt: { host: "mdns" } });
  });

  it("does not get the password of the one before it", async () => {
    const before = { ...whole, mqtt: { host: "mdns", trust: "Mosquitto", username: "ann", password: "hush" } };
    expect(await among({ broker: "mdns" }, before, new Person(["1", ""]))).toMatchObject({ mqtt: { trust: "Another", username: "", password: "" } });
    expect(await among({ trust: "Another" }, before, new Person([""]))).toMatchObject({ mqtt: { trust: "Another", username: "", password: "" } });
  });
});
