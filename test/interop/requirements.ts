/** What must be installed for these tests, and where it is. */
import { spawnSync } from "node:child_process";
import { findProgram } from "../../src/tools/brokers/find-program.ts";

/** A Python that has paho: Debian's own is asked too, since another may stand before it in PATH. */
function findPython(): string | undefined {
  return [findProgram("python3"), "/usr/bin/python3"].find(
    (python) => python !== undefined && spawnSync(python, ["-c", "import paho.mqtt.client"]).status === 0,
  );
}

export interface Requirements {
  mosquitto: string;
  mosquittoPasswd: string;
  python: string;
}

/** The programs' paths, or one line that says what is missing. */
export function requirements(): Requirements | string {
  const mosquitto = findProgram("mosquitto");
  const mosquittoPasswd = findProgram("mosquitto_passwd");
  const python = findPython();
  if (mosquitto && mosquittoPasswd && python) return { mosquitto, mosquittoPasswd, python };
  const missing = [...(mosquitto && mosquittoPasswd ? [] : ["mosquitto"]), ...(python ? [] : ["python3-paho-mqtt"])];
  return `the interop tests are skipped: missing ${missing.join(" and ")} (Debian: apt-get install ${missing.join(" ")})`;
}
