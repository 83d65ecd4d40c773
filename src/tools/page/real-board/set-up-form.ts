/** The form by which the page sets up a board: what it asks, and what is wrong with it, by the node's own rules. */
import type { FlashOptions } from "../../board-setup/flash-board.ts";
import { additions, lightSensorOn, type Passwords } from "../../board-setup/settle-config.ts";
import { whyOutOfReach } from "../../board-setup/broker-reach.ts";
import { withAdditions } from "../../board-setup/config-source.ts";
import { UserError } from "../../command-line/user-error.ts";
import { basisOf, checkConfig, configBytes } from "../../config/check-config.ts";
import type { BoardFile } from "../../config/board-file.ts";
import { usualPrefix } from "../../home-assistant/document.ts";
import { brokerAddress } from "../../mqtt/broker-address.ts";
import { consoleBaud } from "../../serial/serial-link.ts";

/** The input, unchanged. */
export interface SetUpForm {
  network: string;
  password: string;
  /** Else an empty password means the one that the board has. */
  isOpen: boolean;
  broker: string;
  username: string;
  brokerPassword: string;
  /** What commands must be signed with; empty: that stays as the board has it. */
  key: string;
  /** Has the node sign its messages with the key; else that stays as the board has it. */
  isSigning: boolean;
  /** Empty: it keeps the name that it has, or makes one up. */
  node: string;
  /** A pin, "none", or "" for whatever the board has. */
  sensor: string;
  /** Shows the node in Home Assistant; else that stays as the board has it. */
  isInHomeAssistant: boolean;
  /** Somebody else's program may go. */
  replace: boolean;
}

export type Field = keyof SetUpForm;
/** Those to tick. */
export type Tick = "isOpen" | "isSigning" | "isInHomeAssistant" | "replace";

export function isTick(field: Field): field is Tick {
  return field === "isOpen" || field === "isSigning" || field === "isInHomeAssistant" || field === "replace";
}

export const emptyForm: SetUpForm = {
  network: "",
  password: "",
  isOpen: false,
  broker: "",
  username: "",
  brokerPassword: "",
  key: "",
  isSigning: false,
  node: "",
  sensor: "",
  isInHomeAssistant: false,
  replace: false,
};

export interface CheckedForm {
  /** What is wrong, by field; empty when nothing is. */
  readonly faults: ReadonlyMap<Field, string>;
  /** What should be known, but does not forbid anything. */
  readonly notes: ReadonlyMap<Field, string>;
  readonly options: FlashOptions;
  readonly passwords: Passwords;
}

/** Where each part of a configuration stands in the form: the first that fits. */
const fieldsByKey: readonly [key: RegExp, field: Field][] = [
  [/^wifi(\[0\])?\.ssid\b/, "network"],
  [/^wifi(\[0\])?\.password\b/, "password"],
  [/^mqtt\.username\b/, "username"],
  [/^mqtt\.password\b/, "brokerPassword"],
  [/^mqtt\.(key|sign)\b/, "key"],
  [/^mqtt\b/, "broker"],
  [/^node\b/, "node"],
  [/^sensors\b/, "sensor"],
];

/** What the form's fields are called within a sentence. */
const spoken: Readonly<Record<Field, string>> = {
  network: "the network's name",
  password: "the password",
  isOpen: "the network",
  broker: "the broker's address",
  username: "the user name",
  brokerPassword: "the broker's password",
  key: "the key",
  isSigning: "signing",
  node: "the node's name",
  sensor: "the light sensor",
  isInHomeAssistant: "Home Assistant",
  replace: "the program",
};

/** What a form is checked against. */
export interface FormBasis {
  /** The node's defaults. */
  device: object;
  board: Pick<BoardFile, "pins">;
}

export function checkForm(form: SetUpForm, { device, board }: FormBasis): CheckedForm {
  const faults = new Map<Field, string>();
  const notes = new Map<Field, string>();
  if (form.network === "") faults.set("network", "fill in the name of the Wi-Fi network");
  if (form.broker === "") faults.set("broker", "fill in the address of the MQTT broker");
  if (form.isSigning && form.key === "") faults.set("key", "fill in the key that the node signs with");
  const passwords = passwordsOf(form);
  let options = optionsOf(form);
  try {
    const address = form.broker === "" ? undefined : brokerAddress({ broker: form.broker }, {});
    const outOfReach = address && whyOutOfReach(address.host, []);
    if (outOfReach !== undefined) notes.set("broker", outOfReach);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    faults.set("broker", error.message.replace(/^--broker: /, ""));
    options = { ...options, broker: "broker" }; // so that the rest is checked too
  }
  const config = withAdditions({}, additions(options, passwords));
  for (const fault of checkConfig(configBytes(config), basisOf(device, board)).faults) {
    const field = fieldsByKey.find(([key]) => key.test(fault))?.[1] ?? "node";
    if (!faults.has(field)) faults.set(field, inWords(fault, field));
  }
  return { faults, notes, options, passwords };
}

function optionsOf({ network, broker, username, node, sensor, isSigning, isInHomeAssistant, replace }: SetUpForm): FlashOptions {
  return {
    baud: consoleBaud,
    wifi: network,
    ...(broker === "" ? {} : { broker }),
    ...(username === "" ? {} : { username }),
    ...(node === "" ? {} : { node }),
    ...(sensor === "" ? {} : { sensors: sensor === "none" ? [] : [lightSensorOn(sensor)] }),
    ...(isSigning ? { sign: true } : {}),
    ...(isInHomeAssistant ? { discovery: usualPrefix } : {}),
    ...(replace ? { yes: true } : {}),
  };
}

function passwordsOf({ password, isOpen, brokerPassword, key }: SetUpForm): Passwords {
  return { wifi: isOpen ? "" : password || undefined, mqtt: brokerPassword || undefined, key: key || undefined };
}

/** Faults name the keys of ding.json, which is not shown here. */
function inWords(fault: string, field: Field): string {
  return fault.replace(/^[a-z][\w.]*(\[\d+\][\w.]*)?(?= )/i, spoken[field]);
}

/** The form for a board of the simulator: the one network and the broker that it can reach. */
export function virtualForm(node: string, { host, port }: { host: string; port: number }): SetUpForm {
  return { ...emptyForm, network: virtualNetwork, isOpen: true, broker: `${host}:${port}`, node };
}

/** As board/virtual/access-point.ts has it. */
export const virtualNetwork = "virtual";
