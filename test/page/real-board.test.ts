/** A real board on the page: a port of the browser's with the virtual ESP32 at its other end, or the real interpreter. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { LinuxEspruino } from "../../board/linux/index.ts";
import type { ProgrammableBoard } from "../../board/shared/index.ts";
import { AccessPoint, RealNetwork, VirtualEsp32 } from "../../board/virtual/index.ts";
import { EmbeddedBroker } from "../../src/tools/simulate/embedded-broker.ts";
import { StubBackend } from "../tools/page/stub-backend.ts";
import { espruino } from "../support/boards.ts";
import { ChipLink } from "../tools/board-setup/interpreter/chip-link.ts";
import { download, exampleListing } from "../tools/board-setup/interpreter/files.ts";
import { Cable } from "../support/cable.ts";
import type { SerialLink } from "../../src/tools/serial/serial-link.ts";
import { seriousFindings } from "./accessibility.ts";
import { describePage, type PageDesk } from "./browser.ts";
import { plugIn, type PluggedBoard } from "./web-serial-mock.ts";

const password = "a secret of the Wi-Fi";

function makeVirtual(): VirtualEsp32 {
  const accessPoint = new AccessPoint();
  accessPoint.password = password;
  return new VirtualEsp32({ network: new RealNetwork(), accessPoint, bootMessages: true });
}

const rows: [string, () => ProgrammableBoard][] = [["virtual ESP32", makeVirtual]];
if (espruino) rows.push(["real interpreter", () => new LinuxEspruino(espruino)]);
else it.skip("the real interpreter: skipped, for ESPRUINO names none", () => undefined);

interface Opened {
  page: Page;
  plug: PluggedBoard;
}

/** A page with a board on a cable. */
async function openWith(desk: PageDesk, board: ProgrammableBoard): Promise<Opened> {
  desk.onEnd(() => board.discard());
  await board.powerOn();
  return openAt(desk, new Cable(board));
}

async function openAt(desk: PageDesk, link: SerialLink): Promise<Opened> {
  const backend = new StubBackend();
  const server = await desk.serve(backend);
  const page = await desk.blank();
  const plug = await plugIn(page, link);
  await page.goto(server.url);
  return { page, plug };
}

async function setUp(page: Page, broker: EmbeddedBroker): Promise<void> {
  const { host, port } = broker.address;
  await page.getByText("Set up", { exact: true }).first().click();
  await page.getByLabel("Wi-Fi network").fill("virtual");
  await page.getByLabel("Wi-Fi password").fill(password);
  await page.getByLabel("MQTT broker, as host or host:port").fill(`${host}:${port}`);
  await page.getByLabel("Name of the node").fill("hall");
  await page.getByRole("button", { name: "Set up" }).click();
  // A real board could not reach it: this one can, and whoever says so twice is believed.
  await page.getByText(`${host} means the board itself`).waitFor();
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByText("The node is on the board, and online.").waitFor({ timeout: 50_000 });
}

describePage("a real board", (desk) => {
  it.each(rows)("is connected, set up and online: the %s", { timeout: 90_000 }, async (_name, make) => {
    const broker = await EmbeddedBroker.start(0);
    desk.onEnd(() => broker.close());
    const board = make();
    const { page, plug } = await openWith(desk, board);
    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByText(/with Espruino 2v/).waitFor();
    expect(plug.signals[0]).toEqual({ dataTerminalReady: false, requestToSend: false });
    await page.getByText("Button D0").waitFor();
    await setUp(page, broker);
    await page.getByText("hall: online").waitFor();
    board.drive("D0", 1);
    await page.getByText(/^released \([01]\)$/).waitFor();
    board.drive("D0", 0);
    await page.getByText(/^pressed \([01]\)$/).waitFor();

    await page.getByRole("button", { name: "ding.led()" }).click();
    await expect.poll(() => page.locator("[data-pin=D2]").textContent()).toBe("1");
    await page.getByLabel("Expression for the board").fill("6*7");
    await page.getByRole("button", { name: "Evaluate" }).click();
    await page.getByText("= 42").waitFor();
    await page.getByLabel("Expression for the board").fill('require("Storage").read("ding.json")');
    await page.keyboard.press("Enter");
    await page.getByText(/"ssid\\*":/).waitFor();
    const shown = (await page.getByRole("log").allInnerTexts()).join("\n");
    expect(shown).not.toContain(password);
    expect(shown).toContain("***");
    await expect.poll(async () => seriousFindings(page)).toEqual([]);
  });

  it("that is blank gets Espruino first", async () => {
    const link = new ChipLink();
    const { page } = await openAt(desk, link);
    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByText(/nothing answers on the serial port/).waitFor();
    await page.getByText("Put Espruino on a blank chip", { exact: true }).click();
    const files = [...download()].map(([name, buffer]) => ({ name, mimeType: "application/octet-stream", buffer }));
    await page.getByLabel("Files, chosen or dropped here").setInputFiles(files.slice(1));
    await page.getByRole("button", { name: "Put Espruino on the chip" }).click();
    await page.getByText(/what you chose lacks bootloader\.bin/).waitFor();
    await page.getByLabel("Files, chosen or dropped here").setInputFiles(files);
    await page.getByRole("button", { name: "Put Espruino on the chip" }).click();
    await page.getByText("Espruino is on the chip, which restarts").waitFor();
    for (const { name, buffer } of files) {
      const offset = Number(exampleListing.files.find(({ file }) => file === name)?.offset);
      expect(buffer.equals(link.chip.flash.subarray(offset, offset + buffer.length)), name).toBe(true);
    }
    expect(link.chip.running).toBe("flash");
    expect(link.bauds).toContain(460_800);
  });

  it("whose cable is pulled says so, and what to do", async () => {
    const { page, plug } = await openWith(desk, makeVirtual());
    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByText(/with Espruino 2v/).waitFor();
    await plug.unplug();
    await page.getByText("was the cable pulled? Plug the board in and connect again.").waitFor();
    await page.getByRole("button", { name: "Connect" }).waitFor();
  });

  it("that is not to be set up like this has each mistake beside its field", async () => {
    const { page } = await openWith(desk, makeVirtual());
    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByText(/with Espruino 2v/).waitFor();
    await page.getByText("Set up", { exact: true }).first().click();
    await page.getByLabel("Name of the node").fill("a/b");
    await page.getByLabel("MQTT broker, as host or host:port").fill("http://broker");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.getByText("fill in the name of the Wi-Fi network").waitFor();
    await page.getByText(/http:\/\/ is not supported/).waitFor();
    expect(await page.locator("#node-note").textContent()).toMatch(/^the node's name must/);
    expect(await page.evaluate(() => document.querySelector("ding-app")?.matches(":focus-within"))).toBe(true);
  });

  it("is replaced by the virtual one, through the same seam", async () => {
    const board = makeVirtual();
    desk.onEnd(() => board.discard());
    await board.powerOn();
    const backend = new StubBackend();
    backend.answer = (message) => {
      if (message.type === "type") board.type(message.text);
    };
    board.onOutput((bytes) => backend.say({ type: "serial", node: "ding-1", bytes }));
    const server = await desk.serve(backend);
    const page = await desk.open(server.url);
    await page.getByRole("button", { name: "Use the virtual board ding-1" }).click();
    await page.getByText(/ESP32 with Espruino 2v/).waitFor();
    await page.getByText("Button D0").waitFor();
    await page.getByText("Set up", { exact: true }).first().click();
    expect(await page.getByLabel("Wi-Fi network").inputValue()).toBe("virtual");
    expect(await page.getByLabel("The network has no password").isChecked()).toBe(true);
    expect(await page.getByLabel("MQTT broker, as host or host:port").inputValue()).toBe("127.0.0.1:1883");
    // The simulator looks for the board's messages under the name that it gave it.
    expect(await page.getByLabel("Name of the node").inputValue()).toBe("ding-1");
    expect(await page.getByLabel("Name of the node").isEditable()).toBe(false);
  });

  it("cannot be had without Web Serial, and the page says where it can", async () => {
    const backend = new StubBackend();
    const server = await desk.serve(backend);
    const page = await desk.blank();
    await page.addInitScript(() => Object.defineProperty(navigator, "serial", { value: undefined }));
    await page.goto(server.url);
    await page.getByText(/Chrome, Edge, Opera and Firefox have it/).waitFor();
    expect(await page.getByRole("button", { name: "Connect" }).count()).toBe(0);
  });
});
