/** What a node lacks that is not configured yet. */
import { wifiNetworks, type Config } from "./config.ts";
import { log, LogPrefix, LogText } from "./log.ts";
import { showStatus, Status } from "./status-led.ts";

/** Whether a network to join is configured. */
export function hasNetwork(config: Config): boolean {
  return wifiNetworks(config).some(function (network) {
    return network.ssid !== "";
  });
}

/** Says what a node needs to get online, and how to set it. */
export function reportMissingConfig(config: Config): void {
  showStatus(Status.NotConfigured);
  const missing =
    (hasNetwork(config) ? "" : "wifi.ssid is missing.") +
    (hasNetwork(config) || config.mqtt.host ? "" : " ") +
    (config.mqtt.host ? "" : "mqtt.host is missing.");
  log(
    LogPrefix.Config,
    missing +
      LogText.StaysOffline +
      'Type\n  require("Storage").write("ding.json",' +
      '\'{"wifi":{"ssid":"...","password":"..."},"mqtt":{"host":"..."}}\');load()',
  );
}
