/**
 * The keys that Home Assistant takes in a device's document, as its schemas have them (2026). Its validation is written in
 * Python and in no package that can be had here, so this is a table of its keys, by their abbreviations.
 */

/** Of the document itself: any other key makes all of it invalid. */
export const documentKeys = {
  required: ["dev", "o", "cmps"],
  optional: ["avty", "avty_mode", "avty_tpl", "avty_t", "pl_avail", "pl_not_avail", "stat_t", "cmd_t", "qos", "e", "message_expiry_interval"],
};

export const deviceKeys = ["ids", "cns", "mf", "mdl", "mdl_id", "name", "hw", "sn", "sw", "sa", "cu", "via_device"];
export const originKeys = ["name", "sw", "url", "support_url"];

/** Of an entity of any platform. */
const entityKeys = ["p", "uniq_id", "name", "ent_cat", "ic", "dev_cla", "avty_t", "qos", "e", "default_entity_id", "json_attr_t"];

interface PlatformKeys {
  readonly required: readonly string[];
  readonly all: readonly string[];
}

/** Of each platform that a node uses. */
export const platforms: Readonly<Record<string, PlatformKeys>> = {
  event: { required: ["p", "uniq_id", "evt_typ", "stat_t"], all: [...entityKeys, "evt_typ", "stat_t", "val_tpl"] },
  device_automation: { required: ["p", "atype", "type", "stype", "t"], all: ["p", "atype", "type", "stype", "t", "pl", "val_tpl", "qos"] },
  light: {
    required: ["p", "uniq_id", "cmd_t", "cmd_on_tpl", "cmd_off_tpl"],
    all: [...entityKeys, "schema", "cmd_t", "stat_t", "cmd_on_tpl", "cmd_off_tpl", "stat_tpl", "bri_tpl"],
  },
  sensor: {
    required: ["p", "uniq_id", "stat_t"],
    all: [...entityKeys, "stat_t", "val_tpl", "unit_of_meas", "stat_cla", "exp_aft", "suggested_display_precision", "force_update"],
  },
  update: {
    required: ["p", "uniq_id", "stat_t"],
    all: [...entityKeys, "stat_t", "val_tpl", "l_ver_t", "l_ver_tpl", "cmd_t", "pl_inst", "retain"],
  },
  binary_sensor: { required: ["p", "uniq_id", "stat_t"], all: [...entityKeys, "stat_t", "val_tpl", "pl_on", "pl_off"] },
};

/** Device classes and the units that go with them, of those that a node uses. */
export const deviceClasses: Readonly<Record<string, readonly (string | undefined)[]>> = {
  button: [undefined],
  firmware: [undefined],
  temperature: ["°C", "°F", "K"],
  humidity: ["%"],
  signal_strength: ["dB", "dBm"],
};

export const stateClasses = ["measurement", "measurement_angle", "total", "total_increasing"];

/** Of triggers, those that Home Assistant has words for. */
export const triggerTypes = [
  ...["button_short_press", "button_short_release", "button_long_press", "button_long_release"],
  ...["button_double_press", "button_triple_press", "button_quadruple_press", "button_quintuple_press"],
];
