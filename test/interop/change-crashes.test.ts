/** Changes of the configuration over MQTT on the real interpreter, killed at 50 random moments of them, with Mosquitto. */
import { describe, expect, it, onTestFinished } from "vitest";
import { changeDeaths } from "../node/change-deaths.ts";
import { espruino } from "../support/boards.ts";
import { Mosquitto } from "./mosquitto.ts";
import { requirements } from "./requirements.ts";

const found = requirements();

describe.skipIf(typeof found === "string" || !espruino)("changes among other people's programs", () => {
  it("are kept or taken back, although the node is killed 50 times", { timeout: 1_200_000 }, async () => {
    if (typeof found === "string") throw new Error(found);
    const broker = await Mosquitto.start(found);
    onTestFinished(() => broker.end());
    const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
    console.log(`SEED=${seed} repeats this`);
    const { kills, started, kept, failed } = await changeDeaths(espruino ?? "", 50, seed, broker);
    console.log(`killed ${kills} times: ${started} changes started, ${kept} were kept, ${failed} taken back`);
    expect(kept).toBeGreaterThan(0);
  });
});
