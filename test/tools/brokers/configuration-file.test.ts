/** The configurations of docs/scale: each change of the tests must find its place in them. */
import { expect, it } from "vitest";
import { configurationFile } from "../../../src/tools/brokers/configuration-file.ts";

it("has what is replaced, everywhere", () => {
  const text = configurationFile("nats.conf", { "0.0.0.0": "127.0.0.1" });
  expect(text).toContain('listen: "127.0.0.1:1883"');
  expect(text).not.toContain("0.0.0.0");
});

it("without the text that is to be replaced is an error", () => {
  expect(() => configurationFile("haproxy.cfg", { "bind :1884": "bind :1" })).toThrow('"bind :1884" is not in haproxy.cfg');
});
