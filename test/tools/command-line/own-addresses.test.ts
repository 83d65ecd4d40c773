/** Which of a computer's addresses others are told, and what tells it from others. */
import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { addressesFor, hardwareId, ownAddresses } from "../../../src/tools/command-line/own-addresses.ts";

function ipv4(address: string, mac: string, netmask = "255.255.255.0", internal = false): NetworkInterfaceInfo {
  return { family: "IPv4", address, mac, netmask, internal, cidr: null };
}

const laptop = {
  lo: [ipv4("127.0.0.1", "00:00:00:00:00:00", "255.0.0.0", true)],
  docker0: [ipv4("172.17.0.1", "02:42:AC:11:00:01", "255.255.0.0")],
  tun0: [ipv4("10.8.0.6", "00:00:00:00:00:00")],
  wlan0: [
    ipv4("192.168.1.30", "A4:5E:60:C1:0F:B2"),
    { family: "IPv6", address: "fe80::1", mac: "a4:5e:60:c1:0f:b2", netmask: "ffff::", internal: false, cidr: null, scopeid: 2 } as const,
  ],
};

describe("a computer with a container's bridge and a VPN", () => {
  it("has all of its addresses but the loopback's", () => {
    expect(ownAddresses(laptop)).toEqual(["172.17.0.1", "10.8.0.6", "192.168.1.30"]);
  });

  it("is reached by everybody at its address in the local network", () => {
    expect(addressesFor(undefined, laptop)).toEqual(["192.168.1.30"]);
  });

  it.each([
    ["a board in the local network", "192.168.1.77", "192.168.1.30"],
    ["a container", "172.17.3.2", "172.17.0.1"],
    ["a computer in the VPN", "10.8.0.9", "10.8.0.6"],
    ["one in a network that it is not in", "192.168.2.77", "192.168.1.30"],
  ])("is reached by %s at its address there", (_who, other, own) => {
    expect(addressesFor(other, laptop)).toEqual([own]);
  });

  it("is told from others by the hardware address of its local network", () => {
    expect(hardwareId(laptop)).toBe("c10fb2");
  });
});

it.each(["br-3f2a1b4c5d6e", "veth12ab", "virbr0", "podman0", "vEthernet (WSL)", "VirtualBox Host-Only Network", "utun3", "tailscale0"])(
  "%s is not the local network",
  (virtual) => {
    const interfaces = { [virtual]: [ipv4("172.20.0.1", "02:00:00:00:00:01")], "Wi-Fi": [ipv4("10.0.0.5", "a4:5e:60:c1:0f:b2")] };
    expect(addressesFor(undefined, interfaces)).toEqual(["10.0.0.5"]);
  },
);

it("a computer that has nothing but a virtual network is reached there", () => {
  const { tun0 } = laptop;
  expect([addressesFor(undefined, { tun0 }), hardwareId({ tun0 })]).toEqual([["10.8.0.6"], undefined]);
});
