/**
 * Options of a test that needs a board's console. Espruino's Linux build fills its queue of keys from a thread without a
 * lock: once in some hundred lines the queue goes round for ever, and nothing that is typed then is understood. That is
 * no board's fault nor the client's: such a test is run again. The virtual ESP32 gets no second chance.
 */
export function again(board: string): { retry: number; timeout: number } {
  return { retry: board === "real interpreter" ? 2 : 0, timeout: 40_000 };
}
