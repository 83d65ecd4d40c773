/** The seeds of the days of the fault suite. */
export const seeds = [1, 2, 3] as const;
