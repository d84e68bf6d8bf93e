// A distribution's tails and a probability come in, the variate goes out.
// The logarithm of either tail is a concave function of log x for gamma, beta and folded t variates, so Newton's method
// in log x overshoots once at most; where the overshot tail underflows, the bracket is halved instead.
import { exp, log } from "@mixedlm/linalg";
import type { Tails } from "./tails.ts";

const MAX_STEPS = 300;

/**
 * Finds x > 0 whose tails are the given ones.
 *
 * The smaller of the two targets is matched, in relative accuracy.
 *
 * @param tailsAt - both tails at a positive variate, with the slope in log x.
 * @param lower - target of the lower tail, in [0, 1].
 * @param upper - 1 - `lower`, given separately so that neither is rounded away.
 * @param start - a first guess, positive.
 * @returns x; 0 where `lower` is 0, Infinity where `upper` is, the smallest or largest double where x is beyond them.
 */
export function solveTails(tailsAt: (x: number) => Tails, lower: number, upper: number, start: number): number {
  if (lower <= 0) return 0;
  if (upper <= 0) return Number.POSITIVE_INFINITY;
  const useLower = lower <= upper;
  const goal = log(useLower ? lower : upper);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let x = start;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const tails = tailsAt(x);
    const tail = useLower ? tails.lower : tails.upper;
    const excess = log(tail) - goal;
    if (excess === 0) return x;
    // a lower tail that is too large, or an upper tail that is too small, means that x is too large
    if (excess > 0 === useLower) high = x;
    else low = x;
    const logStep = (useLower ? -excess : excess) * (tail / tails.slope);
    const next = x * exp(logStep);
    if (Math.abs(logStep) < 1e-9) return next;
    x = next > low && next < high ? next : middle(low, high);
    if (x === low || x === high) return x;
  }
  return x;
}

// halfway on the scale of exponents, the ends being the smallest and largest double
function middle(low: number, high: number): number {
  return Math.sqrt(Math.max(low, Number.MIN_VALUE)) * Math.sqrt(Math.min(high, Number.MAX_VALUE));
}
