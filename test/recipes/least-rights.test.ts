/** The rights in the recipe with accounts are the least: without any line of them, something that a node or a person does stops. */
import { describe, expect, it } from "vitest";
import { endsAfterEach } from "./ends.ts";
import { startNode } from "./node.ts";
import { Observer } from "./observer.ts";
import { recipeFile } from "./recipe.ts";
import { found, mosquittoClients, openssl } from "./requirements.ts";
import { openRoom } from "./room.ts";

const base = "/kv6003";
const acl = recipeFile("accounts", "acl");

/** What works with all rights, and who sees it. */
const facts = {
  online: { by: "observer", pattern: /^\/kv6003\/status\/hall online$/ },
  offline: { by: "observer", pattern: /^\/kv6003\/status\/hall offline$/ },
  press: { by: "observer", pattern: /^\/kv6003\/sensor\/ding .*"event":"press"/ },
  reading: { by: "observer", pattern: /^\/kv6003\/sensor\/reading .*"type":"reading"/ },
  health: { by: "observer", pattern: /^\/kv6003\/health\/hall / },
  "state after a command to all": { by: "observer", pattern: /^\/kv6003\/state\/hall\/led .*"id":"all"/ },
  "state after a command to hall": { by: "observer", pattern: /^\/kv6003\/state\/hall\/led .*"id":"hall"/ },
  error: { by: "observer", pattern: /^\/kv6003\/error\/hall / },
  "what the lecturer sees": { by: "lecturer", pattern: /"event":"press"/ },
  "what the viewer sees": { by: "viewer", pattern: /"event":"press"/ },
} as const;
type Fact = keyof typeof facts;

/** What comes once, whatever the node is told. */
const once: Fact[] = ["online", "offline"];
const states: Fact[] = ["state after a command to all", "state after a command to hall"];

/** What stops without a line, by the account that it is for. */
const lostWithout: Record<string, Fact[]> = {
  "pattern write /kv6003/state/%u/led": states,
  "pattern write /kv6003/status/%u": ["online", "offline"],
  "pattern write /kv6003/health/%u": ["health"],
  "pattern write /kv6003/error/%u": ["error"],
  "pattern read /kv6003/control/led/%u": ["state after a command to hall"],
  "lecturer: topic read /kv6003/#": ["what the lecturer sees"],
  "lecturer: topic write /kv6003/control/#": [...states, "error"],
  "viewer: topic read /kv6003/#": ["what the viewer sees"],
  "hall: topic write /kv6003/sensor/ding": ["press", "what the lecturer sees", "what the viewer sees"],
  "hall: topic write /kv6003/sensor/reading": ["reading"],
  "hall: topic read /kv6003/control/led": ["state after a command to all"],
};

/** The lines that give a right, and where they stand; those of topics begin with the account that they are for. */
function rights(): { right: string; index: number }[] {
  let user = "";
  return acl.split("\n").flatMap((line, index) => {
    if (line.startsWith("user ")) user = line.slice("user ".length);
    if (line.startsWith("pattern ")) return [{ right: line, index }];
    return line.startsWith("topic ") ? [{ right: `${user}: ${line}`, index }] : [];
  });
}

function without(index: number): string {
  return acl.split("\n").toSpliced(index, 1).join("\n");
}

describe.skipIf(typeof found === "string" || !openssl || !mosquittoClients)("the least rights", () => {
  const started = endsAfterEach();

  it("are all of the recipe's, and those of a second node are the same as the first one's", () => {
    const all = rights().map(({ right }) => right);
    const ofBench = all.filter((right) => right.startsWith("bench: "));
    expect(all.filter((right) => !ofBench.includes(right)).toSorted()).toEqual(Object.keys(lostWithout).toSorted());
    expect(ofBench).toEqual(all.filter((right) => right.startsWith("hall: ")).map((right) => right.replace("hall", "bench")));
  });

  it.each([{ right: "nothing", index: -1 }, ...rights().filter(({ right }) => right in lostWithout)])("without $right", async ({ right, index }) => {
    const { as, broker } = started(await openRoom(index < 0 ? acl : without(index)), (room) => room.broker.end());
    const clients = {
      observer: await Observer.open(as("observer")),
      lecturer: await Observer.open(as("lecturer"), { filter: `${base}/#` }),
      viewer: await Observer.open(as("viewer"), { filter: `${base}/#` }),
    };
    for (const client of Object.values(clients)) started(client, () => client.close());
    const hall = started(
      await startNode("virtual", "hall", as("hall"), {
        readings: "topic",
        sensors: [{ name: "light", kind: "analog", pin: "D34", every: 1000 }],
        health: 1000,
        mqtt: { version: 4 }, // in MQTT 5 the will waits for half a minute
      }),
      ({ board }) => board.discard(),
    );
    const lost = lostWithout[right] ?? [];
    const kept = (Object.keys(facts) as Fact[]).filter((fact) => ![...lost, ...once].includes(fact));
    await clients.observer.seen(facts[lost.includes("online") ? "health" : "online"].pattern);

    // Messages keep their order: once the rest of a second round is here, what is lost of the first would have come.
    for (const round of [1, 2]) {
      await hall.press();
      await clients.lecturer.publish(`${base}/control/led`, '{"state":"toggle","id":"all"}');
      await clients.lecturer.publish(`${base}/control/led/hall`, '{"state":"toggle","id":"hall"}');
      for (const topic of ["led", "led/hall"]) await clients.lecturer.publish(`${base}/control/${topic}`, "nonsense");
      for (const fact of kept) await clients[facts[fact].by].seen(facts[fact].pattern, round);
    }
    await hall.board.powerOff();
    await broker.logged(/Client hall .*(closed|disconnected)/);
    await clients.observer.caughtUp();
    for (const fact of lost) expect(clients[facts[fact].by].matching(facts[fact].pattern), fact).toEqual([]);
    for (const fact of once) expect(clients.observer.matching(facts[fact].pattern), fact).toHaveLength(lost.includes(fact) ? 0 : 1);
  });
});
