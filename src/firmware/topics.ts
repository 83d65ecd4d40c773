/** Topic names: the part between `{base}` and `{node}`. */
export const enum Topic {
  Sensor = "/sensor/ding",
  Reading = "/sensor/reading",
  Control = "/control/",
  /** What is sent to the updating part; `/piece` behind the node's name is for pieces of the new version. */
  ControlUpdate = "/control/update/",
  State = "/state/",
  Status = "/status/",
  Health = "/health/",
  Error = "/error/",
  Update = "/update/",
}
