/** An expression, and what the interpreter prints for it; "! …" when it throws. */
export type Probe = readonly [expression: string, printed: string];
