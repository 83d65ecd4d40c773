/** A list of networks in a board's configuration: what changes it, and what it may not hold. */
import { describe, expect, it } from "vitest";
import { passwordsOf } from "../../../src/tools/board-setup/config-source.ts";
import { Person } from "./flash-fixture.ts";
import { fileWith, settle, whole } from "./settle.ts";

describe("a list of networks", () => {
  const school = { ssid: "school", password: "s" };
  const listed = { ...whole, wifi: [whole.wifi, school] };

  it("stays as the board has it, unasked, and is taken from a file", async () => {
    expect(await settle({}, listed, {}, new Person(["never asked"]))).toBeUndefined();
    expect(await settle({ config: fileWith(JSON.stringify(listed)) })).toEqual(listed);
  });

  it("has its first changed by --wifi, and keeps the others", async () => {
    expect(await settle({ wifi: "other" }, listed, {}, new Person(["new secret"]))).toEqual({
      ...listed,
      wifi: [{ ssid: "other", password: "new secret" }, school],
    });
    expect(await settle({ wifi: "home" }, listed, { DING_WIFI_PASSWORD: "new secret" })).toMatchObject({ wifi: [{ password: "new secret" }, school] });
  });

  it("names no network twice", async () => {
    expect(await settle({ wifi: "school" }, listed, { DING_WIFI_PASSWORD: "new secret" })).toMatchObject({ wifi: { ssid: "school", password: "new secret" } });
  });

  it("is refused with the place of what is wrong", async () => {
    const bad = { ...whole, wifi: [whole.wifi, { ssid: "x".repeat(32) }] };
    await expect(settle({ config: fileWith(JSON.stringify(bad)) })).rejects.toThrow(/wifi\[1\]\.ssid must be 0\.\.31 bytes/);
    await expect(settle({ config: fileWith(JSON.stringify({ ...whole, wifi: Array.from({ length: 6 }, () => school) })) })).rejects.toThrow(
      /wifi must be object, or list of 1\.\.5 objects/,
    );
  });

  it("has every password hidden in the log", () => {
    expect(passwordsOf({ ...listed, mqtt: { password: "m", key: "k" }, console: { password: "c" } })).toEqual(["secret 12", "s", "m", "k", "c"]);
  });
});
