/** This computer's addresses in its networks. IPv4 alone: Espruino knows no other. */
import { networkInterfaces, type NetworkInterfaceInfo } from "node:os";

type Interfaces = ReturnType<typeof networkInterfaces>;

/** What containers, virtual machines and VPNs add, by the names that Linux, macOS and Windows give them. */
const virtualInterface =
  /^(docker|podman|br-[0-9a-f]{12}|veth|virbr|lxc|lxd|cni|flannel|vmnet|vboxnet|tun|tap|utun|wg|tailscale|zt)|^vEthernet \((WSL|Default)|VirtualBox|VMware/i;
const noHardwareAddress = "00:00:00:00:00:00";

export function ownAddresses(interfaces: Interfaces = networkInterfaces()): string[] {
  return Object.values(interfaces)
    .flatMap(ipv4Of)
    .map(({ address }) => address);
}

/**
 * The addresses at which another computer reaches this one: those in its own network.
 * @param other IPv4; undefined, or of no network of ours: those in the local network are meant
 */
export function addressesFor(other?: string, interfaces: Interfaces = networkInterfaces()): string[] {
  const all = Object.values(interfaces).flatMap(ipv4Of);
  const near = other === undefined ? [] : all.filter((own) => isInNetworkOf(own, other));
  return (near.length > 0 ? near : localOf(interfaces)).map(({ address }) => address);
}

/** The end of this computer's hardware address, six hexadecimal digits; undefined where none is known. */
export function hardwareId(interfaces: Interfaces = networkInterfaces()): string | undefined {
  const mac = localOf(interfaces).find((each) => each.mac !== noHardwareAddress)?.mac;
  return mac?.replaceAll(":", "").slice(-6).toLowerCase();
}

/** Without virtual networks, unless there is nothing else. */
function localOf(interfaces: Interfaces): NetworkInterfaceInfo[] {
  const real = Object.entries(interfaces).filter(([name]) => !virtualInterface.test(name));
  const local = real.flatMap(([, addresses]) => ipv4Of(addresses));
  return local.length > 0 ? local : Object.values(interfaces).flatMap(ipv4Of);
}

function ipv4Of(addresses: NetworkInterfaceInfo[] = []): NetworkInterfaceInfo[] {
  return addresses.filter(({ family, internal }) => family === "IPv4" && !internal);
}

function isInNetworkOf({ address, netmask }: NetworkInterfaceInfo, other: string): boolean {
  const mask = numberOf(netmask);
  return (numberOf(address) & mask) === (numberOf(other) & mask);
}

function numberOf(address: string): number {
  return address.split(".").reduce((number, byte) => (number << 8) | Number(byte), 0);
}
