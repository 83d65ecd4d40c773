/** JSON that people save with any editor. */
import { expect, it } from "vitest";
import { JsonError, parseJsonFile } from "../../../src/tools/config/json-file.ts";

it.each([
  ["UTF-8", Buffer.from('{"a":"é"}')],
  ["UTF-8 with a byte order mark", Buffer.from('\ufeff{"a":"é"}')],
  ["UTF-16", Buffer.from('{"a":"é"}', "utf16le")],
  ["UTF-16, big endian, with a byte order mark", Buffer.from('\ufeff{"a":"é"}', "utf16le").swap16()],
])("is read in %s", (_what, bytes) => {
  expect(parseJsonFile(bytes)).toEqual({ a: "é" });
});

it.each([
  ["Windows-1252", Buffer.from('{\n"a":"é"}', "latin1"), "is not in UTF-8 (line 2, column 6), but perhaps in Windows-1252"],
  ["UTF-8 that an editor has spoilt", Buffer.from('{"a":"\ufffd"}'), "is not in UTF-8 (line 1, column 7)"],
  ["nothing", Buffer.from(""), "is not JSON: value expected in line 1, column 1"],
])("is refused in %s", (_what, bytes, message) => {
  expect(() => parseJsonFile(bytes)).toThrow(JsonError);
  expect(() => parseJsonFile(bytes)).toThrow(message);
});
