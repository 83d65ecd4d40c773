/** Updates over MQTT on the real interpreter, killed at 50 random moments of them, with Mosquitto: a version always runs, and the new one arrives. */
import { describe, expect, it, onTestFinished } from "vitest";
import { updateDeaths } from "../node/update-deaths.ts";
import { espruino } from "../support/boards.ts";
import { Mosquitto } from "./mosquitto.ts";
import { requirements } from "./requirements.ts";

const found = requirements();

describe.skipIf(typeof found === "string" || !espruino)("updates among other people's programs", () => {
  it("arrive, although the node is killed 50 times", { timeout: 1_200_000 }, async () => {
    if (typeof found === "string") throw new Error(found);
    const broker = await Mosquitto.start(found);
    onTestFinished(() => broker.end());
    const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
    console.log(`SEED=${seed} repeats this`);
    const deaths = await updateDeaths(espruino ?? "", 50, seed, broker);
    console.log(`killed ${deaths.kills} times: ${deaths.trials} starts on trial, ${deaths.versions} versions arrived`);
    expect(deaths.versions).toBeGreaterThan(0);
  });
});
