/** Events in the order of their time: a binary heap. */

interface Entry<T> {
  at: number;
  /** Events of the same time come in the order in which they were added. */
  order: number;
  what: T;
}

export class EventQueue<T> {
  private readonly _heap: Entry<T>[] = [];
  private _added = 0;

  add(at: number, what: T): void {
    const entry = { at, order: this._added++, what };
    let index = this._heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this._heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      this._heap[index] = above;
      index = parent;
    }
    this._heap[index] = entry;
  }

  /** Removes the earliest event and returns it; undefined if the queue is empty. */
  next(): { at: number; what: T } | undefined {
    const first = this._heap[0];
    const last = this._heap.pop();
    if (last !== undefined && this._heap.length > 0) this._sink(last);
    return first;
  }

  /** Puts an entry in from the top. */
  private _sink(entry: Entry<T>): void {
    let index = 0;
    for (;;) {
      const child = this._earlierChild(index);
      const below = this._heap[child];
      if (below === undefined || isBefore(entry, below)) break;
      this._heap[index] = below;
      index = child;
    }
    this._heap[index] = entry;
  }

  private _earlierChild(index: number): number {
    const left = this._heap[2 * index + 1];
    const right = this._heap[2 * index + 2];
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
  }
}

function isBefore(one: Entry<unknown>, other: Entry<unknown>): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
