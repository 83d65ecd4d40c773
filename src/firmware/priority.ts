/** How long a message is kept. Higher is kept longer when the queue is full: the oldest reading goes before the oldest button event. */
export const enum Priority {
  Reading = 0,
  Button = 1,
  /** What the node says of itself, counted apart, or it would push a press out of a full queue: the LED as it is. */
  State = 2,
  /** That it is online, which is said once in a connection: no number of changes of the LED pushes it out. */
  Online = 3,
}
