/** Versions, such as "1.10.0" of the node and "2v29" of Espruino: three numbers at most, from the most important one on. */

/** Negative if the first version is lower, positive if it is higher, 0 if their numbers are the same. */
export function compareVersions(first: string, second: string): number {
  const numbers = first.split("v").join(".").split(".");
  const others = second.split("v").join(".").split(".");
  for (let i = 0; i < 3; i++) {
    const difference = numberIn(numbers[i]) - numberIn(others[i]);
    if (difference) return difference;
  }
  return 0;
}

function numberIn(text: string | undefined): number {
  return parseInt(text || "", 10) || 0;
}
