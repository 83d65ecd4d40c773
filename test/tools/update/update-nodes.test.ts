/** The update of nodes over MQTT, as their protocol has it: what is sent, what is said, and every way it can fail. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { newVersion, type NewVersion } from "../../../src/tools/update/new-version.ts";
import { Nodes } from "../../../src/tools/update/nodes.ts";
import { updateNodes, type Wanted } from "../../../src/tools/update/update-nodes.ts";
import { usualPatience } from "../../../src/tools/update/update-node.ts";
import { refusingBroker } from "../mqtt/refusing-broker.ts";
import { base, key, publishRetained } from "../node-client.ts";
import { FakeNode } from "./fake-node.ts";

/** Two and a half pieces, with every byte. */
const file = Array.from({ length: 5000 }, (_, i) => String.fromCharCode((i * 7) & 255)).join("");
const version: NewVersion = newVersion({ version: "1.1.0", node: file });
/** ms; a repetition too many does no harm, so a busy machine does none either. */
const patience = { ...usualPatience, gathering: 500, repeat: 200 };

/** On a node's topic, but nothing that a node says, or of another update. */
const noStates = [
  ...["", "no JSON", "[1]", "null", '{"state":"other","version":"1.0.0"}', '{"state":"receiving","version":"1.0.0","to":"1.1.0","offset":-1}'],
  ...['{"state":"failed","version":"1.0.0","to":"1.0.9","reason":"long ago"}', '{"state":"trial","version":"1.0.0","to":"1.1.0"}'],
];

let broker: EmbeddedBroker;
let returnRefusing: () => Promise<void>;
let said: string[] = [];
beforeEach(async () => {
  ({ broker, returnRefusing } = await refusingBroker());
  said = [];
});
afterEach(() => broker.close());

const progress: Wanted["progress"] = {
  say: (line) => said.push(line),
  bar: (label, total) => {
    let done = 0;
    said.push(`${label}, ${total} bytes`);
    return { add: (bytes) => (done += bytes), end: () => said.push(`${done} shown`) };
  },
};

/** Runs the tool; what it fails with, as text, or "" if it does not. */
async function run(only: string | undefined, wanted: Partial<Wanted> = {}, withKey = key): Promise<string> {
  const nodes = await Nodes.at(broker.address, { base, node: only ?? "+", key: withKey, timeout: 5000, reconnectEvery: 20 });
  try {
    await updateNodes(nodes, { only, version, force: false, patience, progress, ...wanted });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await nodes.end();
  }
}

describe("a node", () => {
  it("gets the announcement and the file in pieces, and runs it in the end", async () => {
    const node = await FakeNode.at(broker, "hall");
    expect(await run("hall")).toBe("");
    expect(node.announcements).toEqual([{ update: "1.1.0", size: 5000, sha256: version.sha256, espruino: "2v27", n: expect.any(Number) as number }]);
    expect(node.offsets).toEqual([0, 2048, 4096]);
    expect(node.received.equals(version.bytes)).toBe(true);
    expect(said).toEqual([
      "hall: 1.0.0 -> 1.1.0, 5000 bytes",
      "4096 shown",
      "hall: has 1.1.0, and restarts into it",
      "hall: runs 1.1.0, on trial for a minute",
      "hall: runs 1.1.0",
    ]);
  });

  it("gets what it lacks when it has begun before", async () => {
    const node = await FakeNode.at(broker, "hall", { begun: version.bytes.subarray(0, 4096) });
    expect(await run("hall")).toBe("");
    expect(node.offsets).toEqual([4096]);
    expect(node.received.equals(version.bytes)).toBe(true);
  });

  it("is asked again when it falls silent, and resumes where it left off", async () => {
    let lost = 0;
    const node = await FakeNode.at(broker, "hall", { takes: () => ++lost > 2 });
    expect(await run("hall")).toBe("");
    expect(node.offsets.slice(0, 3)).toEqual([0, 0, 0]);
    expect(node.received.equals(version.bytes)).toBe(true);
    const numbers = node.announcements.map(({ n }) => n);
    expect(numbers.length).toBeGreaterThan(2);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  it("whose power was cut is begun with again, and keeps what it has", async () => {
    let cuts = 0;
    const node = await FakeNode.at(broker, "hall", {
      takes: (offset) => {
        if (offset !== 2048 || cuts > 0) return true;
        cuts++;
        void node.restart();
        return false;
      },
    });
    expect(await run("hall")).toBe("");
    expect(node.offsets).toEqual([0, 2048, 2048, 4096]);
    expect(node.received.equals(version.bytes)).toBe(true);
  });

  it("gets it although the broker goes away in between", async () => {
    let losses = 0;
    const node = await FakeNode.at(broker, "hall", {
      takes: (offset) => {
        if (offset !== 2048 || losses++ > 0) return true;
        void broker.stop().then(() => broker.restart());
        return false;
      },
    });
    expect(await run("hall")).toBe("");
    expect(node.received.equals(version.bytes)).toBe(true);
  });

  it("that has it already is left alone", async () => {
    const node = await FakeNode.at(broker, "hall", { version: "1.1.0", runs: version.sha256 });
    expect(await run("hall")).toBe("");
    expect(node.offsets).toEqual([]);
    expect(said).toEqual(["hall: runs 1.1.0 already"]);
  });

  it("of the same version is not taken for updated when the power is cut before its restart", async () => {
    const node = await FakeNode.at(broker, "hall", { version: "1.1.0", cutsBeforeTrial: 1 });
    expect(await run("hall", { force: true })).toBe("");
    expect(node.announcements).toHaveLength(2);
    expect(said.at(-1)).toBe("hall: runs 1.1.0");
  });

  it("of the same version is not taken for updated when it was just reconnecting as the version was announced", async () => {
    const node = await FakeNode.at(broker, "hall", { version: "1.1.0", misses: [1] });
    expect(await run("hall", { force: true })).toBe("");
    expect(node.received.equals(version.bytes)).toBe(true);
    expect(said.at(-1)).toBe("hall: runs 1.1.0");
  });

  it("of the same version that reconnects after a power cut is not taken for updated either", async () => {
    await FakeNode.at(broker, "hall", { version: "1.1.0", cutsBeforeTrial: 1, misses: [2] });
    expect(await run("hall", { force: true })).toBe("");
    expect(said.slice(-2)).toEqual(["hall: runs 1.1.0, on trial for a minute", "hall: runs 1.1.0"]);
  });

  it("hears of force only if it is asked for", async () => {
    const node = await FakeNode.at(broker, "hall");
    expect(await run("hall", { force: true })).toBe("");
    expect(node.announcements[0]?.force).toBe(true);
  });

  it("is not mistaken for what else comes on its topic", async () => {
    const node = await FakeNode.at(broker, "hall", {
      takes: (offset) => {
        if (offset === 2048) for (const payload of noStates) void publishRetained(broker, "update/hall", payload);
        return true;
      },
    });
    expect(await run("hall")).toBe("");
    expect(node.received.equals(version.bytes)).toBe(true);
  });
});

describe("the tool fails, and says what to do", () => {
  it("if the node refuses the version", async () => {
    await FakeNode.at(broker, "hall", { refusal: "it is older than 2.0.0, which runs: force is needed" });
    expect(await run("hall")).toBe("hall refuses 1.1.0: it is older than 2.0.0, which runs: force is needed");
  });

  it("if the key is another", async () => {
    const node = await FakeNode.at(broker, "hall");
    expect(await run("hall", {}, "another key of 24 bytes.")).toBe(
      "hall refuses the announcement: no valid signature. Is the key its mqtt.key, and is this computer's clock right?",
    );
    expect(node.announcements).toEqual([]);
  });

  it("if the node goes back, with its reason", async () => {
    const node = await FakeNode.at(broker, "hall", { goesBack: "it crashed" });
    expect(await run("hall")).toBe("hall went back to 1.0.0: it crashed");
    expect(node.version).toBe("1.0.0");
  });

  it("if what arrived is not what was sent", async () => {
    await FakeNode.at(broker, "hall", { begun: Buffer.from("something else") });
    expect(await run("hall")).toBe("hall gave up 1.1.0: wrong bytes");
  });

  it("if nobody of that name answers", async () => {
    expect(await run("hall", { patience: { ...patience, answer: 200 } })).toBe("hall does not answer: check its name, and that it has an mqtt.key");
  });

  it("if it falls silent for good", async () => {
    await FakeNode.at(broker, "hall", { takes: () => false });
    expect(await run("hall", { patience: { ...patience, silence: 200 } })).toBe(
      "hall has fallen silent: run the command again, and it resumes where it left off",
    );
  });

  it("if it is offline", async () => {
    await publishRetained(broker, "status/hall", "offline");
    expect(await run("hall")).toBe("hall is offline: run the command again once that has changed");
  });

  it("if it takes no updates", async () => {
    await publishRetained(broker, "status/hall", "online");
    expect(await run("hall")).toBe("hall is online, but takes no updates: it needs an mqtt.key, and a version that takes them: npm run flash brings both");
  });

  it("if no node takes updates", async () => {
    expect(await run(undefined)).toMatch(/^no node takes updates here/);
  });
});

describe("the broker, back after a loss, that refuses the connection", () => {
  const refusal = /^the broker at .* refuses the connection: .*\(5\)$/;

  it("ends an update that is under way", async () => {
    await FakeNode.at(broker, "hall", {
      takes: () => {
        void returnRefusing();
        return false;
      },
    });
    expect(await run("hall")).toMatch(refusal);
  });

  it("ends one that has not begun", async () => {
    const nodes = await Nodes.at(broker.address, { base, node: "+", key, timeout: 5000, reconnectEvery: 20 });
    onTestFinished(() => nodes.end());
    await returnRefusing();
    await expect(updateNodes(nodes, { only: undefined, version, force: false, patience, progress })).rejects.toThrow(refusal);
  });
});

describe("all nodes", () => {
  it("are updated one after another", async () => {
    const nodes = [await FakeNode.at(broker, "hall"), await FakeNode.at(broker, "cellar"), await FakeNode.at(broker, "attic")];
    expect(await run(undefined)).toBe("");
    expect(nodes.map(({ version: runs }) => runs)).toEqual(["1.1.0", "1.1.0", "1.1.0"]);
    expect(said.filter((line) => line.endsWith(": runs 1.1.0"))).toEqual(["attic", "cellar", "hall"].map((name) => `${name}: runs 1.1.0`));
  });

  it("up to the first that fails: the others keep their version", async () => {
    const [attic, cellar, hall] = [
      await FakeNode.at(broker, "attic"),
      await FakeNode.at(broker, "cellar", { goesBack: "it crashed" }),
      await FakeNode.at(broker, "hall"),
    ];
    expect(await run(undefined)).toBe("cellar went back to 1.0.0: it crashed\nStopped: 1 more node keeps its version");
    expect([attic.version, cellar.version, hall.version]).toEqual(["1.1.0", "1.0.0", "1.0.0"]);
    expect(hall.announcements).toEqual([]);
  });

  it("but for those that are offline, which are named", async () => {
    const hall = await FakeNode.at(broker, "hall");
    await publishRetained(broker, "status/cellar", "offline");
    await publishRetained(broker, "update/cellar", '{"node":"cellar","version":"1.0.0","state":"current"}');
    expect(await run(undefined)).toBe("cellar is offline: run the command again once that has changed");
    expect(hall.version).toBe("1.1.0");
  });
});
