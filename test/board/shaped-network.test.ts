/** A slow link delivers at its rate, a silent one nothing until it ends; a tap hears both directions. */
import type { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { ManualClock, MemoryNetwork, settle, ShapedNetwork, type Connection } from "../../board/virtual/index.ts";

interface Link {
  clock: ManualClock;
  network: ShapedNetwork;
  connection: Connection;
  server: Duplex;
  /** What the server has received so far. */
  atServer: () => string;
  /** What the board has received so far; ends with "!" once it sees the close. */
  atBoard: () => string;
  tapped: string[];
}

async function link(): Promise<Link> {
  const clock = new ManualClock();
  const memory = new MemoryNetwork();
  const servers: Duplex[] = [];
  let atServer = "";
  memory.serve("host", 1, (stream) => {
    servers.push(stream);
    stream.on("data", (chunk: Buffer) => (atServer += chunk.toString("latin1")));
    stream.on("end", () => (atServer += "!"));
  });
  const network = new ShapedNetwork(memory, clock);
  const tapped: string[] = [];
  network.tap = (bytes, direction, connection) => tapped.push(`${connection} ${direction} ${bytes}`);
  const connection = network.connect("host", 1, false, () => undefined);
  const server = servers[0];
  if (typeof connection === "string" || server === undefined) throw new Error("the server does not answer");
  let atBoard = "";
  const read = (): string => {
    for (let data = connection.receive(536); data !== ""; data = connection.receive(536)) {
      if (data === undefined) return `${atBoard}!`;
      atBoard += data;
    }
    return atBoard;
  };
  await settle();
  return { clock, network, connection, server, atServer: () => atServer, atBoard: read, tapped };
}

describe("a link without limits", () => {
  it("delivers at once both ways, and the tap hears it", async () => {
    const { connection, server, atServer, atBoard, tapped } = await link();
    expect(connection.send("ping")).toBe(4);
    server.write("pong");
    await settle();
    expect([atServer(), atBoard(), tapped]).toEqual(["ping", "pong", ["1 up ping", "1 down pong"]]);
  });

  it("closes from either side", async () => {
    const first = await link();
    first.server.end("bye");
    await settle();
    expect(first.atBoard()).toBe("bye!");
    const second = await link();
    second.connection.send("bye");
    second.connection.close();
    await settle();
    expect(second.atServer()).toBe("bye!");
  });

  it("hands on the answers of the network inside", async () => {
    const { network } = await link();
    expect(network.connect("host", 2, false, () => undefined)).toBe("refused");
    expect(network.connect("other", 1, false, () => undefined)).toBe("unknown host");
  });
});

describe("a slow link", () => {
  it("takes a second for as many bytes as its rate says, each way", async () => {
    const { clock, network, connection, server, atServer, atBoard } = await link();
    network.bytesPerSecond = 100;
    connection.send("u".repeat(150));
    server.write("d".repeat(150));
    await clock.advance(999);
    expect([atServer().length, atBoard().length]).toEqual([90, 90]);
    await clock.advance(1);
    expect([atServer().length, atBoard().length]).toEqual([100, 100]);
    await clock.advance(500);
    expect([atServer().length, atBoard().length]).toEqual([150, 150]);
  });

  it("closes after the last byte", async () => {
    const up = await link();
    up.network.bytesPerSecond = 10;
    up.connection.send("12345");
    up.connection.close();
    const down = await link();
    down.network.bytesPerSecond = 10;
    down.server.end("12345");
    await up.clock.advance(499);
    await down.clock.advance(499);
    expect([up.atServer(), down.atBoard()]).toEqual(["1234", "1234"]);
    await up.clock.advance(1);
    await down.clock.advance(1);
    expect([up.atServer(), down.atBoard()]).toEqual(["12345!", "12345!"]);
  });

  it("accepts no more than the chip's TCP would keep", async () => {
    const { clock, network, connection } = await link();
    network.bytesPerSecond = 1000;
    expect(connection.send("x".repeat(6000))).toBe(5744);
    expect(connection.send("x")).toBe(0);
    await clock.advance(1000);
    expect(connection.send("x".repeat(6000))).toBe(1000);
  });

  it("delivers what waits when the limit goes", async () => {
    const { network, connection, atServer } = await link();
    network.bytesPerSecond = 1;
    connection.send("waiting");
    network.bytesPerSecond = undefined;
    await settle();
    expect(atServer()).toBe("waiting");
  });
});

describe("a board that loses its power", () => {
  it("sends nothing any more of what a silent link held back, and does not close", async () => {
    const { clock, network, connection, atServer } = await link();
    network.silent = true;
    connection.send("lost");
    network.losePower();
    connection.close();
    network.silent = false;
    await clock.advance(1000);
    expect(atServer()).toBe("");
  });

  it("is closed by its TCP on a link that holds nothing back", async () => {
    const { clock, network, connection, atServer } = await link();
    connection.send("sent");
    network.losePower();
    connection.close();
    await clock.advance(1000);
    expect(atServer()).toBe("sent!");
  });
});

describe("a silent link", () => {
  it("delivers nothing and closes nothing until it ends", async () => {
    const { clock, network, connection, server, atServer, atBoard } = await link();
    network.silent = true;
    connection.send("up");
    server.write("down");
    await clock.advance(60_000);
    expect([atServer(), atBoard()]).toEqual(["", ""]);
    server.end();
    await clock.advance(60_000);
    expect(atBoard()).toBe("");
    network.silent = false;
    await settle();
    expect(atBoard()).toBe("down!");
  });

  it("tells the other side of a close only when it ends", async () => {
    const { clock, network, connection, atServer } = await link();
    network.silent = true;
    connection.send("up");
    connection.close();
    await clock.advance(60_000);
    expect(atServer()).toBe("");
    network.silent = false;
    await settle();
    expect(atServer()).toBe("up!");
  });

  it("does not answer a new connection", async () => {
    const { network } = await link();
    network.silent = true;
    expect(network.connect("host", 1, false, () => undefined)).toBe("no answer");
  });
});

describe("a cut", () => {
  it("loses what is under way, and neither side hears of it", async () => {
    const { clock, network, connection, server, atServer, atBoard } = await link();
    network.bytesPerSecond = 10;
    connection.send("lost");
    server.write("lost");
    connection.cut();
    connection.close();
    await clock.advance(5000);
    expect([atServer(), atBoard(), connection.send("more")]).toEqual(["", "", 4]);
  });
});
