/** The form that sets up a board: each mistake stands beside its field, by the rules that the node itself has. */
import { describe, expect, it } from "vitest";
import { AccessPoint } from "../../../board/virtual/index.ts";
import { checkForm, emptyForm, virtualForm, type CheckedForm, type SetUpForm } from "../../../src/tools/page/real-board/set-up-form.ts";
import { settings } from "../../support/settings.ts";

const good: SetUpForm = { ...emptyForm, network: "home", password: "secret 12", broker: "10.0.0.1:1884" };

function check(form: Partial<SetUpForm>): CheckedForm {
  return checkForm({ ...good, ...form }, settings);
}

describe("a form that is right", () => {
  it("becomes the options and passwords of npm run flash", () => {
    const { faults, options, passwords } = check({ username: "ann", brokerPassword: "hush", node: "hall", sensor: "D34" });
    expect([...faults]).toEqual([]);
    expect(options).toMatchObject({ wifi: "home", broker: "10.0.0.1:1884", username: "ann", node: "hall" });
    expect(options.sensors).toEqual([{ name: "light", kind: "analog", pin: "D34", every: 60_000, change: 0.05 }]);
    expect([options.yes, options.discovery]).toEqual([undefined, undefined]);
    expect(passwords).toEqual({ wifi: "secret 12", mqtt: "hush", key: undefined });
    expect(check({ key: "a key of 18 bytes." }).passwords.key).toBe("a key of 18 bytes.");
  });

  it("leaves to the board what it does not say", () => {
    const { options, passwords } = check({ password: "" });
    expect(options).not.toHaveProperty("node");
    expect(options).not.toHaveProperty("sensors");
    expect(passwords).toEqual({ wifi: undefined, mqtt: undefined, key: undefined });
  });

  it("may ask for signed messages", () => {
    expect(check({ key: "a key of 18 bytes.", isSigning: true }).options.sign).toBe(true);
    expect(check({}).options).not.toHaveProperty("sign");
  });

  it("may ask for Home Assistant", () => {
    expect(check({ isInHomeAssistant: true }).options.discovery).toBe("homeassistant");
  });

  it("may say that the network has no password, and that there is no sensor", () => {
    const { options, passwords } = check({ password: "", isOpen: true, sensor: "none" });
    expect(passwords.wifi).toBe("");
    expect(options.sensors).toEqual([]);
  });

  it("has a note where the broker's address means the board itself", () => {
    const { faults, notes } = check({ broker: "localhost" });
    expect(faults.size).toBe(0);
    expect(notes.get("broker")).toMatch(/^localhost means the board itself/);
  });
});

it("for a board of the simulator begins with the network and the broker that it reaches, and the name that it has", () => {
  const { ssid, password } = new AccessPoint();
  const form = virtualForm("ding-virtual", { host: "127.0.0.1", port: 1884 });
  expect({ ssid: form.network, password: form.isOpen ? "" : "?" }).toEqual({ ssid, password });
  const { faults, options, passwords } = checkForm(form, settings);
  expect(faults.size).toBe(0);
  expect(options).toMatchObject({ wifi: "virtual", broker: "127.0.0.1:1884", node: "ding-virtual" });
  expect(passwords.wifi).toBe("");
});

it.each<[keyof SetUpForm, Partial<SetUpForm>, RegExp]>([
  ["network", { network: "" }, /^fill in the name/],
  ["network", { network: "x".repeat(32) }, /^the network's name must/],
  ["password", { password: "x".repeat(64) }, /^the password must/],
  ["broker", { broker: "" }, /^fill in the address/],
  ["broker", { broker: "http://broker" }, /^http:\/\/ is not supported/],
  ["broker", { broker: "broker:70000" }, /^this is not an address/],
  ["key", { key: "too short" }, /^the key must be 16\.\.64 bytes, got \(not shown\)$/],
  ["key", { isSigning: true }, /^fill in the key that the node signs with$/],
  ["brokerPassword", { username: "ann", brokerPassword: "x".repeat(129) }, /^the broker's password must/],
  ["node", { node: "a/b" }, /^the node's name must/],
  ["sensor", { sensor: "D4" }, /^the light sensor must/],
])("a mistake stands beside the field %s: %j", (field, form, message) => {
  const { faults } = check(form);
  expect(faults.get(field)).toMatch(message);
  expect(faults.size).toBe(1);
});

it("names several mistakes at once, and no password in any", () => {
  const { faults } = check({ network: "", broker: "http://broker", node: "a#b", password: "very secret ".repeat(8) });
  expect([...faults.keys()].toSorted()).toEqual(["broker", "network", "node", "password"]);
  expect([...faults.values()].join("\n")).not.toContain("very secret");
});
