/** The wiring as files for the Wokwi simulator: diagram.json from the pins of the configuration, and wokwi.toml. */

export interface WokwiPins {
  /** With their names; "" for a button that has none. */
  buttons: readonly ConnectedPart[];
  outputs: readonly ConnectedPart[];
  /** The light sensor's; undefined when the node has none. */
  lightPin: string | undefined;
}

interface ConnectedPart {
  name: string;
  pin: string;
  activeLow: boolean;
}

/** From each button, and each LED, to the next. */
const pitch = { button: 80, led: 120 };

type Connection = [from: string, to: string, color: string, placement: string[]];
interface WokwiPart {
  id: string;
  type: string;
  top: number;
  left: number;
  attrs: Record<string, string>;
}

/** diagram.json, for an ESP32-DevKitC V4: it has D0 broken out, which Wokwi's DevKit V1 lacks. */
export function wokwiDiagram({ buttons, outputs, lightPin }: WokwiPins): string {
  const parts: WokwiPart[] = [{ id: "esp", type: "board-esp32-devkit-c-v4", top: 0, left: 0, attrs: { flashSize: "4" } }];
  const connections: Connection[] = [
    ["esp:TX", "$serialMonitor:RX", "", []],
    ["esp:RX", "$serialMonitor:TX", "", []],
  ];
  buttons.forEach(({ name, pin, activeLow }, index) => {
    const id = numbered("button", index);
    // The space bar is the first one's, and 2, 3 and so on are the others'.
    const key = index === 0 ? " " : String(index + 1);
    parts.push({ id, type: "wokwi-pushbutton", top: -60, left: 160 + index * pitch.button, attrs: { color: "green", label: name || "button", key } });
    // An active-low contact closes to GND, the other kind to 3.3 V.
    connections.push([`${id}:1.l`, boardPin(pin), "green", []], [`${id}:2.l`, activeLow ? "esp:GND.2" : "esp:3V3", activeLow ? "black" : "red", []]);
  });
  outputs.forEach(({ name, pin, activeLow }, index) => {
    const [led, resistor] = [numbered("led", index), numbered("resistor", index)];
    const top = index * pitch.led;
    parts.push(
      { id: led, type: "wokwi-led", top: 40 + top, left: 200, attrs: { color: "red", ...(index === 0 ? {} : { label: name }) } },
      { id: resistor, type: "wokwi-resistor", top: 110 + top, left: 140, attrs: { value: "330" } },
    );
    // A pin that lights the LED when it is low sinks its current.
    const [high, low] = activeLow ? ["esp:3V3", boardPin(pin)] : [boardPin(pin), "esp:GND.3"];
    connections.push([high, `${resistor}:1`, "red", []], [`${resistor}:2`, `${led}:A`, "red", []], [`${led}:C`, low, "black", []]);
  });
  if (lightPin !== undefined) {
    parts.push({ id: "light", type: "wokwi-photoresistor-sensor", top: 180, left: -220, attrs: {} });
    connections.push(["light:AO", boardPin(lightPin), "gold", []], ["light:VCC", "esp:3V3", "red", []], ["light:GND", "esp:GND.1", "black", []]);
  }
  return `${JSON.stringify({ version: 1, author: "mqtt-ding-node", editor: "wokwi", parts, connections }, undefined, 2)}\n`;
}

/** wokwi.toml, which names the image that is to run. */
export function wokwiConfig(): string {
  return [
    "# Untried with Wokwi's own cloud. The image is one .bin from offset 0: Espruino's boot loader, partitions and interpreter,",
    "# and the node's Storage image at 0x320000.",
    "# Wi-Fi there is the open network Wokwi-GUEST; a broker on your computer is host.wokwi.internal.",
    "[wokwi]",
    "version = 1",
    "firmware = 'espruino-with-node.bin'",
    "",
  ].join("\n");
}

/** The id of a part: "led", "led2", "led3". */
function numbered(part: string, index: number): string {
  return index === 0 ? part : `${part}${index + 1}`;
}

/** Espruino's D34 is the board's 34; D1 and D3 are the console, D36 and D39 have names. */
function boardPin(pin: string): string {
  const names: Readonly<Record<string, string>> = { D1: "TX", D3: "RX", D36: "VP", D39: "VN" };
  return `esp:${names[pin] ?? pin.replace(/^D/, "")}`;
}
