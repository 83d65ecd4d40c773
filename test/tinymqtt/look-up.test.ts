/** A broker that is looked up before an attempt: when it is asked for, what becomes of the answer, and of one that comes too late. */
import type { FoundBroker } from "tinymqtt";
import { describe, expect, test } from "vitest";
import { World, pass, settled, useWorlds } from "./world.ts";

useWorlds();

type Done = (found: FoundBroker | string) => void;

const first: FoundBroker = { host: "10.0.0.1", port: 1884, username: "hall", password: "secret" };
const second: FoundBroker = { host: "10.0.0.2", port: 1885, username: undefined, password: undefined };

/** A client whose look-ups wait for the test to answer them. */
function searching(): { world: World; asked: Done[] } {
  const asked: Done[] = [];
  const world = new World({ lookUp: (done) => asked.push(done), retry: { first: 100, longest: 100 } }, "");
  return { world, asked };
}

function addresses({ lines }: World): string[] {
  return lines.map(({ address }) => `${address.host}:${address.port}`);
}

describe("a look-up", () => {
  test("comes before the socket, which goes to what it found, with what the broker is to be told", async () => {
    const { world, asked } = searching();
    world.client.connect();
    await pass(60_000);
    expect([asked.length, world.lines]).toEqual([1, []]);
    asked[0]?.(first);
    await settled();
    expect(addresses(world)).toEqual(["10.0.0.1:1884"]);
    // Client identifier "c", user name and password.
    expect(world.line.take()).toBe("10 1b 00 04 4d 51 54 54 04 c2 00 1e 00 01 63 00 04 68 61 6c 6c 00 06 73 65 63 72 65 74");
  });

  test("that finds nothing ends the attempt with its reason, and the backoff runs", async () => {
    const { world, asked } = searching();
    world.client.connect();
    asked[0]?.("nobody answered");
    await pass(49);
    expect([world.heard("failed"), asked.length]).toEqual([["nobody answered"], 1]);
    await pass(1);
    expect(asked).toHaveLength(2);
  });

  test("that throws ends the attempt, too", async () => {
    const world = new World({
      lookUp: () => {
        throw new Error("no dgram");
      },
    });
    world.client.connect();
    await settled();
    expect(world.heard("failed")).toEqual(["look-up failed: Error: no dgram"]);
  });

  test("is made anew when connecting fails; another broker gets no user name of the first", async () => {
    const { world, asked } = searching();
    world.client.connect();
    asked[0]?.(first);
    await settled();
    await world.line.close();
    await pass(50);
    asked[1]?.(second);
    await settled();
    expect(addresses(world)).toEqual(["10.0.0.1:1884", "10.0.0.2:1885"]);
    expect(world.line.take()).toBe("10 0d 00 04 4d 51 54 54 04 02 00 1e 00 01 63");
  });

  test("is left out in the first attempt after a loss, not in the second", async () => {
    const { world, asked } = searching();
    world.client.connect();
    asked[0]?.(first);
    await settled();
    await world.accept();
    await world.line.close();
    await pass(50);
    expect([addresses(world), asked.length]).toEqual([["10.0.0.1:1884", "10.0.0.1:1884"], 1]);
    await world.line.close();
    await pass(50);
    expect([world.lines.length, asked.length]).toEqual([2, 2]);
  });

  test("is made anew after a suspension, for the network may be another one", async () => {
    const { world, asked } = searching();
    world.client.connect();
    asked[0]?.(first);
    await settled();
    await world.accept();
    world.client.suspend("Wi-Fi");
    world.client.connect();
    expect(asked).toHaveLength(2);
  });
});

describe("an answer that comes too late", () => {
  test("to a client that was suspended does nothing", async () => {
    const { world, asked } = searching();
    world.client.connect();
    world.client.suspend("Wi-Fi");
    asked[0]?.(first);
    asked[0]?.("nobody answered");
    await pass(1000);
    expect([world.lines, asked.length]).toEqual([[], 1]);
  });

  test("to an attempt before this one does nothing, nor does a second answer", async () => {
    const { world, asked } = searching();
    world.client.connect();
    world.client.suspend("Wi-Fi");
    world.client.connect();
    asked[0]?.("nobody answered");
    asked[1]?.(first);
    asked[1]?.(second);
    asked[1]?.("nobody answered");
    await settled();
    expect(addresses(world)).toEqual(["10.0.0.1:1884"]);
    // The suspension alone ended an attempt.
    expect(world.heard("failed")).toEqual(["Wi-Fi"]);
  });
});
