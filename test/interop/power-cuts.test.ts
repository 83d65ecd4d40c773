/** The node on the real interpreter, killed at 200 random moments of outages, with Mosquitto: what lay in flash arrives, in order. */
import { describe, expect, it, onTestFinished } from "vitest";
import { espruino } from "../support/boards.ts";
import { sudden } from "../node/sudden-death.ts";
import { Mosquitto } from "./mosquitto.ts";
import { requirements } from "./requirements.ts";

const found = requirements();

describe.skipIf(typeof found === "string" || !espruino)("power cuts among other people's programs", () => {
  it("200 of them lose no message that lay in flash", { timeout: 1_800_000 }, async () => {
    if (typeof found === "string") throw new Error(found);
    const broker = await Mosquitto.start(found);
    onTestFinished(() => broker.end());
    const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
    console.log(`SEED=${seed} repeats this`);
    const deaths = await sudden(espruino ?? "", 200, seed, broker);
    console.log(`killed ${deaths.kills} times: ${deaths.messages} messages arrived, ${deaths.repeats} of them twice`);
    expect(deaths.messages).toBeGreaterThan(1000);
  });
});
