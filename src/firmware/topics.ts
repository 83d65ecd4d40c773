/** The topics, between `{base}` and `{node}`. */
export const enum Topic {
  Sensor = "/sensor/ding",
  Control = "/control/led",
  State = "/state/",
  Status = "/status/",
  Health = "/health/",
  Error = "/error/",
}
