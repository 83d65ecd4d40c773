/** Where a change takes a node: the topic on which it speaks then, and whether that is at this broker. */
import { expect, it } from "vitest";
import type { JsonObject } from "../../../src/firmware/validate.ts";
import { destinationOf } from "../../../src/tools/configure/destination.ts";

it.each<[change: JsonObject, topic: string, elsewhere: string]>([
  [{ health: 1000 }, "/home/config/hall", ""],
  [{ mqtt: { keepalive: 60, username: "ann", password: "hush" } }, "/home/config/hall", ""],
  [{ node: "cellar" }, "/home/config/cellar", ""],
  [{ node: "" }, "/home/config/+", ""],
  [{ node: null, base: null }, "/kv6003/config/+", ""],
  [{ base: "/work" }, "/work/config/hall", ""],
  [{ mqtt: { host: "10.0.0.2" } }, "/home/config/hall", "broker"],
  [{ mqtt: { port: null } }, "/home/config/hall", "broker"],
  [{ mqtt: { tls: true } }, "/home/config/hall", "broker"],
  [{ mqtt: { trust: "other" } }, "/home/config/hall", "broker"],
  [{ wifi: { password: "secret 12" } }, "/home/config/hall", "Wi-Fi"],
  [{ wifi: [{ ssid: "a" }], mqtt: { host: "mdns" } }, "/home/config/hall", "Wi-Fi and broker"],
])("%j leads to %s, elsewhere: %j", (change, topic, elsewhere) => {
  expect(destinationOf(change, { node: "hall", base: "/home" }, "/kv6003")).toEqual({ topic, elsewhere });
});
