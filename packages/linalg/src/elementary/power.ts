// Powers with any exponent by the package's own operations: the same bits in every engine (see logarithm.ts).
import { exp } from "./exponential.ts";
import { integerPower } from "./integer-power.ts";
import { log } from "./logarithm.ts";

/**
 * x^y for x >= 0: by multiplications where y is whole, else e^(y log x), whose relative error grows as |y log x| does.
 */
export function power(x: number, y: number): number {
  return Number.isInteger(y) ? integerPower(x, y) : exp(y * log(x));
}
