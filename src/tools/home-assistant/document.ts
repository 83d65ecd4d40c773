/**
 * The document by which Home Assistant shows a node as one device (MQTT device discovery, Home Assistant 2024.11 and later).
 * Keys are Home Assistant's abbreviations; templates are Jinja, which Home Assistant fills in.
 */
import type { ButtonConfig, ButtonEvent } from "../../firmware/button.ts";
import type { Config } from "../../firmware/config.ts";
import type { SensorConfig } from "../../firmware/sensors.ts";
import { Topic } from "../../firmware/topics.ts";
import { crc32 } from "../../../board/shared/crc32.ts";
import { sensorKinds } from "../../../board/sensors/kinds.ts";
import { decodeUtf8 } from "../../../board/shared/byte-text.ts";

type Component = Readonly<Record<string, unknown>>;

export interface DiscoveryDocument {
  /** The device. */
  readonly dev: Component;
  /** Who made the document. */
  readonly o: Component;
  readonly avty_t: string;
  readonly qos: 1;
  /** Components by their id within the device. */
  readonly cmps: Readonly<Record<string, Component>>;
}

/** The texts in the topics and templates of one node. */
interface Names {
  readonly node: string;
  /** The node's name as Home Assistant allows it in topics and ids. */
  readonly id: string;
  readonly base: string;
  /** Where button events and readings go. */
  readonly events: string;
  readonly readings: string;
  /** A template's condition for messages of this node; "" where no other node uses the topic. */
  readonly isOurs: string;
}

/** The prefix that Home Assistant listens to unless it was told otherwise. */
export const usualPrefix = "homeassistant";

const project = "mqtt-ding-node";

/** What Home Assistant's editor has words for; the texts of other triggers are shown as they are. */
const triggerTypes: Readonly<Record<ButtonEvent, string>> = {
  press: "button_short_press",
  release: "button_short_release",
  click: "button_short_press",
  double: "button_double_press",
  long: "button_long_press",
};

/** Units that Home Assistant has a device class for. */
const deviceClasses: Readonly<Record<string, string>> = { "°C": "temperature", "%": "humidity" };

/** A name in characters that Home Assistant takes: others are replaced, and a checksum keeps two such names apart. */
export function idOf(name: string): string {
  const plain = name.replace(/[^\w-]/g, "_");
  return plain === name ? name : `${plain}-${crc32(new TextEncoder().encode(name)).toString(16)}`;
}

/** Where the document of a node goes. */
export function discoveryTopic(prefix: string, node: string): string {
  return `${prefix}/device/${idOf(node)}/config`;
}

/**
 * The document of a node.
 * @param config as the node uses it, its texts as this computer has them
 * @param version the node's
 */
export function discoveryDocument(config: Config, node: string, version: string): DiscoveryDocument {
  const ofNode = config.topics === "node" ? `/${node}` : "";
  const events = config.base + Topic.Sensor + ofNode;
  const readings = config.readings === "topic" ? config.base + Topic.Reading + ofNode : events;
  const isOurs = config.topics === "node" ? "" : `value_json.node==${jinja(node)}`;
  const names: Names = { node, id: idOf(node), base: config.base, events, readings, isOurs };
  const buttons = [config.button, ...config.buttons].flatMap((button, i) => buttonComponents(names, button, i));
  const outputs = ["led", ...config.outputs.map(({ name }) => name)].map((name): [string, Component] => [`output_${idOf(name)}`, light(names, name)]);
  const sensors = config.sensors.map((sensor): [string, Component] => [`sensor_${idOf(sensor.name)}`, reading(names, sensor)]);
  return {
    dev: { ids: [names.id], name: node, mf: project, mdl: "ESP32 with Espruino", sw: version },
    o: { name: project, sw: version },
    avty_t: config.base + Topic.Status + node,
    qos: 1,
    cmps: Object.fromEntries([...buttons, ...outputs, ...sensors, ...diagnostics(names), ...(config.mqtt.key === "" ? [] : [versionOf(names)])]),
  };
}

/** A text within a template. */
function jinja(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

/** What must be true for a template to render anything. */
function all(...conditions: string[]): string {
  return conditions.filter((condition) => condition !== "").join(" and ");
}

/** A button is an entity with a history, and a trigger for each event that it sends. */
function buttonComponents({ id, events, isOurs, node }: Names, { name, events: sent }: ButtonConfig, index: number): [string, Component][] {
  const key = name === "" ? "button" : `button_${idOf(name)}`;
  const isButton = name === "" ? "value_json.button is not defined" : `value_json.button|default('')==${jinja(name)}`;
  const isEvent = all(isOurs, "value_json.type=='button'", isButton);
  const attributes = '"boot":{{value_json.boot}},"seq":{{value_json.seq}}';
  const entity: Component = {
    p: "event",
    uniq_id: `${id}-${key}`,
    name: name === "" ? "Button" : name,
    dev_cla: "button",
    evt_typ: sent,
    stat_t: events,
    val_tpl: `{%if ${isEvent}%}{"event_type":"{{value_json.event}}",${attributes}}{%endif%}`,
  };
  // A click is what people call a short press; without it a press is.
  const triggers = sent.filter((event) => event !== "press" || !sent.includes("click"));
  return [
    [key, entity],
    ...triggers.map((event): [string, Component] => [
      `${event}_${key}`, // not the other way round, as a button may be named like an event
      {
        p: "device_automation",
        atype: "trigger",
        type: triggerTypes[event],
        stype: index < 6 ? `button_${index + 1}` : name,
        t: events,
        pl: `${node} ${event}`,
        val_tpl: `{%if ${isEvent}%}{{value_json.node~' '~value_json.event}}{%endif%}`,
      },
    ]),
  ];
}

/** An output takes the node's own commands. */
function light({ id, base, node }: Names, name: string): Component {
  return {
    p: "light",
    schema: "template",
    uniq_id: `${id}-output-${idOf(name)}`,
    name: name === "led" ? "LED" : name,
    cmd_t: `${base}${Topic.Control}${name}/${node}`,
    stat_t: `${base}${Topic.State}${node}/${name}`,
    cmd_on_tpl: '{"state":"on"{%if brightness is defined%},"brightness":{{(brightness/255)|round(3)}}{%endif%}}',
    cmd_off_tpl: '{"state":"off"}',
    stat_tpl: "{{value_json.state}}",
    bri_tpl: "{{(value_json.brightness*255)|round|int}}",
  };
}

function reading({ id, readings, isOurs }: Names, { name, kind }: SensorConfig): Component {
  const unit = decodeUtf8(sensorKinds()[kind]?.unit ?? "");
  const isReading = all(isOurs, `value_json.sensor|default('')==${jinja(name)}`);
  const common = {
    uniq_id: `${id}-sensor-${idOf(name)}`,
    name,
    stat_t: readings,
    val_tpl: `{%if ${isReading}%}{{value_json.value}}{%endif%}`,
  };
  if (unit === "level") return { p: "binary_sensor", ...common, pl_on: "1", pl_off: "0" };
  const deviceClass = deviceClasses[unit];
  return { p: "sensor", ...common, ...(deviceClass !== undefined && { dev_cla: deviceClass }), unit_of_meas: unit, stat_cla: "measurement" };
}

/** The version of a node that takes updates. The latest one and "install" are the business of `npm run update -- --serve`. */
function versionOf({ id, base, node }: Names): [string, Component] {
  const topic = base + Topic.Update + node;
  const entity = { p: "update", uniq_id: `${id}-update`, name: "Version", ent_cat: "config", dev_cla: "firmware" };
  return ["update", { ...entity, stat_t: topic, val_tpl: "{{value_json.version}}", l_ver_t: `${topic}/latest`, cmd_t: `${topic}/install`, pl_inst: "install" }];
}

/** What the node tells about itself. */
function diagnostics({ id, base, node }: Names): [string, Component][] {
  const health = base + Topic.Health + node;
  const one = (key: string, name: string, template: string, more: Component): [string, Component] => [
    key,
    { p: "sensor", uniq_id: `${id}-${key}`, name, ent_cat: "diagnostic", stat_t: health, val_tpl: template, ...more },
  ];
  return [
    one("rssi", "Signal", "{{value_json.rssi|default('')}}", { dev_cla: "signal_strength", unit_of_meas: "dBm", stat_cla: "measurement" }),
    one("memory", "Memory in use", "{{(100*value_json.memory.used/value_json.memory.total)|round(1)}}", { unit_of_meas: "%", stat_cla: "measurement" }),
    one("losses", "Connections lost", "{{value_json.mqtt.losses}}", { stat_cla: "total_increasing" }),
    one("last_loss", "Last loss", "{{value_json.mqtt.last or 'none'}}", {}),
    one("dropped", "Messages lost", "{{value_json.dropped}}", { stat_cla: "total_increasing" }),
    one("restart", "Restart", "{{value_json.restart|default('none')}}", {}),
  ];
}
