/** Updates of the built node on the real interpreter: they arrive although it is killed, and take little memory. */
import { beforeAll, describe, expect, it } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import { espruino } from "../support/boards.ts";
import { buildFirst } from "../support/dist.ts";
import { dingFor, flashed, lineLike, Listener, startBroker, until } from "./node.ts";
import { haste, updateDeaths } from "./update-deaths.ts";
import { announcementOf, controlTopic, key, nodeOf, pieceAt, pieceSize, pieceTopic, signed, updateTopic, type UpdateState } from "./updates.ts";

beforeAll(...buildFirst);

describe.skipIf(!espruino)("on the real interpreter", () => {
  it("arrives, although the node is killed at two random moments", { timeout: 180_000 }, async () => {
    expect(await updateDeaths(espruino ?? "", 2, 4)).toMatchObject({ versions: 1 });
  });

  it("takes no more than 150 JsVars between two pieces", { timeout: 120_000 }, async () => {
    const broker = await startBroker();
    const listener = await Listener.at(broker);
    const ding = dingFor(broker);
    const { board, lines } = await flashed(() => new LinuxEspruino(espruino), { ...ding, mqtt: { ...ding.mqtt, key }, sntp: "" });
    board.put(".boot2", `${haste}setInterval(function(){print("JsVars "+process.memory().usage)},100);`);
    const readings: number[] = [];
    board.onLine((line) => {
      const used = /^JsVars (\d+)$/.exec(line)?.[1];
      if (used !== undefined) readings.push(Number(used));
    });
    /** The least of the next readings: what is in work now and then does not count. */
    const used = async (): Promise<number> => {
      const from = readings.length;
      await until(
        () => readings[from + 20],
        () => "readings of the memory",
      );
      return Math.min(...readings.slice(from));
    };
    await board.powerOn();
    await lineLike(lines, /^mqtt: connected/);
    await used(); // the boot guard's part goes after a minute
    await used();
    const idle = await used();
    const file = await nodeOf("1.1.0");
    await listener.say(controlTopic, signed(announcementOf(file, "1.1.0")));
    const transfer = readings.length;
    for (let offset = 0; offset < 10 * pieceSize; offset += pieceSize) {
      await listener.next(updateTopic, (told) => (told as UpdateState).offset === offset);
      await listener.say(pieceTopic, Buffer.from(pieceAt(file, offset), "latin1"));
    }
    await listener.next(updateTopic, (told) => (told as UpdateState).offset === 10 * pieceSize);
    const most = Math.max(...readings.slice(transfer));
    const underWay = await used();
    console.log(`JsVars while an update is under way: ${underWay - idle} more than idle; the most that was seen while pieces came: ${most - idle}`);
    expect(underWay - idle).toBeLessThanOrEqual(150);
  });
});
