/** Random numbers that are the same each time, for scenarios and simulations. */

/**
 * Numbers in 0..1 (xorshift32).
 * @param seed any whole number; neighbours give unlike sequences
 */
export function seededRandom(seed: number): () => number {
  // Spread over all bits, and never 0: xorshift would stay there.
  let state = Math.imul(seed ^ 0x5bf03635, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
