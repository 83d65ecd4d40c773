/** The update tool, Mosquitto, and the node on the real interpreter, which is killed at 50 random moments of the update. */
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { seededRandom } from "../../src/tools/random/seeded-random.ts";
import { newVersion } from "../../src/tools/update/new-version.ts";
import { Nodes } from "../../src/tools/update/nodes.ts";
import { updateNodes } from "../../src/tools/update/update-nodes.ts";
import { usualPatience } from "../../src/tools/update/update-node.ts";
import { dingFor, flashed, Listener, wait } from "../node/node.ts";
import { key, nodeOf } from "../node/updates.ts";
import { espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { Mosquitto } from "./mosquitto.ts";
import { requirements } from "./requirements.ts";
import { progressInto } from "../support/said-progress.ts";

const found = requirements();
const kills = 50;
/** ms of a life: up to some pieces after the connection; or long enough for the node that has all pieces to restart. */
const shortLife = 800;
const longLife = 4000;

/** Each start is a power-on, as a chip's register would say: this board has none, and every kill would be a crash. */
const powerOn = 'process={env:{BOARD:"ESP32",VERSION:process.env.VERSION},memory:process.memory};function peek32(){return 1}';

beforeAll(...buildFirst);

describe.skipIf(typeof found === "string" || !espruino)("an update among other people's programs", () => {
  it("arrives although the power is cut 50 times; the old version runs or the new one, and nothing else", { timeout: 600_000 }, async () => {
    if (typeof found === "string") throw new Error(found);
    const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
    console.log(`SEED=${seed} repeats this`);
    const random = seededRandom(seed);
    const broker = await Mosquitto.start(found);
    onTestFinished(() => broker.end());
    const listener = await Listener.at(broker);
    const ding = dingFor(broker);
    const { board, lines } = await flashed(() => new LinuxEspruino(espruino), { ...ding, mqtt: { ...ding.mqtt, key } });
    board.put(".boot2", powerOn);
    await board.powerOn();
    await listener.next("/kv6003/update/hall");
    const nodes = await Nodes.at(broker.address, { base: "/kv6003", node: "hall", key, timeout: 10_000, reconnectEvery: 100 });
    onTestFinished(() => nodes.end());
    const said: string[] = [];
    const version = newVersion({ version: "1.1.0", node: await nodeOf("1.1.0") });
    const update = updateNodes(nodes, { only: "hall", version, force: false, patience: usualPatience, progress: progressInto(said) });
    const ended = update.catch((error: unknown) => said.push(error instanceof Error ? error.message : String(error)));
    for (let i = 0; i < kills; i++) {
      // First they end within the transfer, then around the switch as well, and in the trial.
      await wait(i > kills / 2 && i % 3 === 0 ? longLife * (0.5 + random()) : shortLife * random());
      await board.powerOff();
      await board.powerOn();
    }
    await ended;
    expect(said.at(-1), `seed ${seed}`).toBe("hall: runs 1.1.0");
    const starts = lines.flatMap((line) => /^ding (\S+): hall/.exec(line)?.[1] ?? []);
    // From the first start of the new version on, it is the only one.
    expect([...new Set(starts)], `seed ${seed}`).toEqual(["1.0.0", "1.1.0"]);
    expect(starts.lastIndexOf("1.0.0"), `seed ${seed}`).toBeLessThan(starts.indexOf("1.1.0"));
    expect(lines.filter((line) => /Uncaught|SAFE MODE/.test(line))).toEqual([]);
    console.log(
      `killed ${kills} times: ${starts.lastIndexOf("1.0.0") + 1} starts of the old version, ${starts.length - starts.indexOf("1.1.0")} of the new one`,
    );
  });
});
