/** Topic names: the part between `{base}` and `{node}`. */
export const enum Topic {
  Sensor = "/sensor/ding",
  Reading = "/sensor/reading",
  Control = "/control/",
  State = "/state/",
  Status = "/status/",
  Health = "/health/",
  Error = "/error/",
}
