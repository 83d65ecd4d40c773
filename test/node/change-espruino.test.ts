/** Changes of the configuration on the real interpreter: they are kept although it is killed, and take little memory. */
import { beforeAll, describe, expect, it } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { changeDeaths } from "./change-deaths.ts";
import { configTopic, signedChange, type ConfigState } from "./changes.ts";
import { dingFor, flashed, Listener, startBroker } from "./node.ts";
import { haste } from "./update-deaths.ts";
import { controlTopic, key, updateTopic } from "./updates.ts";

beforeAll(...buildFirst);

/** How far the clock is put forward, ms, a step for each second that the node looks at it: further than pings allow only where there is nobody to send them to. */
const noBroker = `((require("Storage").read("ding.try")||"").indexOf('"port":1,')<0?1e5:4e5)`;

describe.skipIf(!espruino)("on the real interpreter", () => {
  it("a change is kept, and one without a broker goes back", { timeout: 120_000 }, async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const ding = dingFor(broker);
    const { board, lines } = await flashed(() => new LinuxEspruino(espruino), { ...ding, mqtt: { ...ding.mqtt, key }, sntp: "", recovery: { restart: 0 } });
    board.put(".boot2", haste.replace("1e5", noBroker).replace("500", "1100"));
    await board.powerOn();
    await listener.next(updateTopic); // it has subscribed before
    const said = (state: string): Promise<ConfigState> =>
      listener.soon(() =>
        listener
          .on(configTopic)
          .map(({ payload }) => payload as ConfigState)
          .find((told) => told.state === state),
      );
    const good = signedChange({ led: { restore: "last" }, sensors: [{ name: "wärme", kind: "analog", pin: "D34" }] });
    await listener.say(controlTopic, good.text);
    await said("kept");
    expect(await board.eval('JSON.stringify(require("Storage").list(/ding.try/))')).toBe("[]");
    const kept = await board.eval('require("Storage").read("ding.json")');
    expect(kept).toContain('"led":{"restore":"last"}');
    const bad = signedChange({ mqtt: { port: 1 } });
    await listener.say(controlTopic, bad.text);
    expect(await said("failed")).toEqual({ node: "hall", n: bad.n, state: "failed", reason: "it did not get online within 5 minutes" });
    expect(await board.eval('require("Storage").read("ding.json")')).toBe(kept);
    expect(lines.filter((line) => /Uncaught|SAFE MODE/.test(line))).toEqual([]);
  });

  it("a change is kept although the node is killed six times at random moments", { timeout: 180_000 }, async () => {
    const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
    console.log(`SEED=${seed} repeats this`);
    expect((await changeDeaths(espruino ?? "", 6, seed)).kept).toBeGreaterThan(0);
  });
});
