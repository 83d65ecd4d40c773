/** Topic names: what follows `{base}`; where the name ends with a slash, an output or the node's name follows. */
export const enum Topic {
  Sensor = "/sensor/ding",
  Reading = "/sensor/reading",
  Control = "/control/",
  /** Updates and changes of the configuration; `/piece` behind the node's name is for pieces of the new version. */
  ControlUpdate = "/control/update/",
  State = "/state/",
  Status = "/status/",
  Health = "/health/",
  Error = "/error/",
  Update = "/update/",
  Config = "/config/",
}
