/** The serial ports of this computer, and which of them look like an ESP32. */
import { readdir, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { SerialPort } from "serialport";

export interface PortInfo {
  path: string;
  /** USB's numbers, four hex digits in lower case; undefined for a port that is not on USB. */
  vendor: string | undefined;
  product: string | undefined;
  /** What the chip calls itself. */
  name: string | undefined;
}

/** The USB chips on ESP32 boards: vendor, product ("" stands for any), and what people call them. */
const known: readonly [vendor: string, product: string, name: string][] = [
  ["10c4", "ea60", "CP210x"],
  ["1a86", "", "CH34x"],
  ["0403", "", "FTDI"],
  ["303a", "", "Espressif USB"],
];

/** The name of the USB chip, if it is one that ESP32 boards have. */
export function espChip({ vendor, product }: PortInfo): string | undefined {
  return known.find(([v, p]) => v === vendor && (p === "" || p === product))?.[2];
}

/** One line about a port: its path and what is on it. */
export function showPort(port: PortInfo): string {
  const chip = espChip(port);
  const usb = port.vendor === undefined ? undefined : `USB ${port.vendor}:${port.product ?? "????"}`;
  return [port.path, chip && `(${chip}, looks like an ESP32)`, !chip && usb && `(${usb})`, port.name].filter(Boolean).join(" ");
}

/** All ports, those that look like an ESP32 first. */
export async function listPorts(): Promise<PortInfo[]> {
  const ports = process.platform === "linux" ? await linuxPorts("/sys/class/tty", "/dev") : await otherPorts();
  const rank = (port: PortInfo): number => (espChip(port) ? 0 : port.vendor ? 1 : 2);
  return ports.toSorted((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
}

async function otherPorts(): Promise<PortInfo[]> {
  const ports: object[] = await (SerialPort as Lists).list();
  return ports.map((port) => ({
    path: text(port, "path") ?? "",
    vendor: text(port, "vendorId")?.toLowerCase(),
    product: text(port, "productId")?.toLowerCase(),
    name: text(port, "manufacturer"),
  }));
}

/** The package's types of a port cannot be resolved. */
interface Lists {
  list(): Promise<object[]>;
}

function text(port: object, key: string): string | undefined {
  const value: unknown = Reflect.get(port, key);
  return typeof value === "string" ? value : undefined;
}

/**
 * The kernel's own list. serialport's asks udevadm, and its process ends with an error event that nobody can catch where
 * there is none, as in a container.
 * @param classes the folder with a link to each terminal's device
 */
export async function linuxPorts(classes: string, devices: string): Promise<PortInfo[]> {
  const names = await readdir(classes).catch((): string[] => []);
  const ports = await Promise.all(names.map((name) => linuxPort(classes, devices, name)));
  return ports.filter((port) => port !== undefined);
}

async function linuxPort(classes: string, devices: string, name: string): Promise<PortInfo | undefined> {
  // ttyS ports are there in fours on every PC, most of them without a connector: nobody has an ESP32 there.
  if (!/^tty(USB|ACM|AMA|XRUSB|WCH)\d+$/.test(name)) return undefined;
  const info: PortInfo = { path: path.join(devices, name), vendor: undefined, product: undefined, name: undefined };
  // The terminal's device lies some folders below the USB device, which has the numbers.
  let folder = await realpath(path.join(classes, name, "device")).catch(() => undefined);
  for (let up = 0; folder !== undefined && up < 4; up++, folder = path.dirname(folder)) {
    const vendor = await line(path.join(folder, "idVendor"));
    if (vendor === undefined) continue;
    const product = await line(path.join(folder, "idProduct"));
    return { ...info, vendor, product, name: await line(path.join(folder, "product")) };
  }
  return info;
}

async function line(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text?.trim();
}
