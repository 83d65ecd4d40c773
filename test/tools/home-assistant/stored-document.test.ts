/** The file with the document for Home Assistant: when it is made anew, and what it remembers of the one before. */
import { expect, it } from "vitest";
import { Line, notPublished, publishedMark } from "../../../src/firmware/discovery-file.ts";
import { storedDocument } from "../../../src/tools/home-assistant/stored-document.ts";
import { device } from "../../support/settings.ts";

const serial = "24:0A:C4:40:C4:FF";
const on = { ...device, discovery: "homeassistant" };

function stored(change: object = {}, onBoard?: string): string {
  return storedDocument({ ...on, ...change }, serial, "1.0.0", onBoard) ?? "none";
}

function published(file: string): string {
  return file.replace(notPublished, notPublished.slice(0, -1) + publishedMark);
}

it("says whom it is for, where it goes, and what", () => {
  const lines = stored().split("\n");
  expect(lines.slice(0, Line.Document)).toEqual([notPublished, "homeassistant", "/kv6003", "ding-40c4ff", "homeassistant/device/ding-40c4ff/config", ""]);
  expect(JSON.parse(lines[Line.Document] ?? "")).toMatchObject({ dev: { name: "ding-40c4ff", sw: "1.0.0" } });
});

it("is none while discovery is off", () => {
  expect(storedDocument(device, serial, "1.0.0", undefined)).toBeUndefined();
});

it("stays as it is on the board, published or not, while it says the same", () => {
  for (const file of [stored(), published(stored())]) expect(stored({}, file)).toBe(file);
  expect(stored({ base: "/lab" }, published(stored()))).toMatch(/^ha1\xff\n/);
});

it("removes the one that another name or prefix has left", () => {
  const old = published(stored());
  const next = stored({ node: "hall" }, old);
  expect(next.split("\n")[Line.OldTopic]).toBe("homeassistant/device/ding-40c4ff/config");
  expect(stored({ node: "hall", discovery: "ha" }, old).split("\n")[Line.OldTopic]).toBe("homeassistant/device/ding-40c4ff/config");
  // What has still to be removed is not forgotten.
  expect(stored({ node: "hall", base: "/lab" }, next).split("\n")[Line.OldTopic]).toBe("homeassistant/device/ding-40c4ff/config");
});

it("has names in UTF-8, one character for each byte", () => {
  const lines = stored({ node: "K\xc3\xbcche" }).split("\n");
  expect(lines[Line.Node]).toBe("K\xc3\xbcche");
  expect(lines[Line.Document]).toContain('"name":"K\xc3\xbcche"');
});

it("is refused when it would be too long for the chip", () => {
  const sensors = Array.from({ length: 40 }, (_, i) => ({ name: `sensor number ${i}`, kind: "temperature", pin: "", every: 1000, change: 0 }));
  expect(() => stored({ sensors })).toThrow(/^the document for Home Assistant would have \d+ bytes, and 10000 fit: configure fewer parts, or shorter names$/);
});
