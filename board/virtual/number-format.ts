/** How the interpreter prints a number: eleven decimals, truncated, and its own exponent format. */

const closeEnough = 1e-7;

export function writeNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return String(value + 0).replace(/^-0$/, "0");
  return value < 0 ? `-${writePositive(-value)}` : writePositive(value);
}

function writePositive(value: number): string {
  let rest = value;
  let exponent = 0;
  if (rest >= 1e21) {
    for (; rest > 100_000; exponent += 5) rest /= 100_000;
    for (; rest > 10; exponent++) rest /= 10;
  } else if (rest < 1e-6) {
    for (; rest < 1e-5; exponent -= 5) rest *= 100_000;
    for (; rest < 1; exponent--) rest *= 10;
  }
  if (rest < 2 ** 31 && Math.floor(rest + closeEnough) === Math.floor(rest) + 1) rest = Math.floor(rest) + 1;

  let text = "";
  let place = 1;
  while (place * 10 <= rest) place *= 10;
  for (; place >= 1; place /= 10) {
    const digit = Math.floor(rest / place);
    rest -= digit * place;
    text += digit;
  }
  if (rest > 0) {
    rest *= 10;
    for (let decimals = 0; decimals < 11 && rest > closeEnough; decimals++) {
      const digit = Math.floor(rest + 1e-8);
      rest = (rest - digit) * 10;
      text += (decimals === 0 ? "." : "") + Math.min(9, digit);
    }
  }
  return exponent === 0 ? text : `${text}e${exponent > 0 ? "+" : ""}${exponent}`;
}
