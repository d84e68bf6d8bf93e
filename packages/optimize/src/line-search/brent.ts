// Brent's method for the minimum along a line: golden sections, and parabolas through the three lowest points where
// they can be trusted. In: a bracket. Out: the lowest step seen.
import type { Bracket } from "./bracket-minimum.ts";
import type { LineStep } from "./line.ts";

const GOLDEN_SECTION = 0.381966;
const ABSOLUTE_TOLERANCE = 1e-11;
const MAX_ITERATIONS = 500;

/** Where the minimum can be, and what is known: the lowest point, the second lowest, and the second lowest before. */
interface Known {
  low: number;
  high: number;
  best: LineStep;
  second: LineStep;
  third: LineStep;
}

/**
 * Minimises a function of one variable inside a bracket.
 *
 * @param f - the value at a step.
 * @param tolerance - relative; twice of it is how closely the step is enclosed at last.
 * @see Brent (1973), Algorithms for Minimization without Derivatives, chapter 5.
 */
export function brent(f: (step: number) => number, { ends, middle }: Bracket, tolerance: number): LineStep {
  const known: Known = {
    low: Math.min(...ends),
    high: Math.max(...ends),
    best: middle,
    second: middle,
    third: middle,
  };
  // the last move, and the one before: parabolas must at least halve it
  let move = 0;
  let moveBefore = 0;
  for (let k = 0; k < MAX_ITERATIONS; k++) {
    const { low, high, best } = known;
    const closest = tolerance * Math.abs(best.step) + ABSOLUTE_TOLERANCE;
    const centre = 0.5 * (low + high);
    if (Math.abs(best.step - centre) < 2 * closest - 0.5 * (high - low)) break;
    const vertex = Math.abs(moveBefore) > closest ? moveToVertex(known, moveBefore) : undefined;
    if (vertex === undefined) {
      moveBefore = (best.step >= centre ? low : high) - best.step;
      move = GOLDEN_SECTION * moveBefore;
    } else {
      moveBefore = move;
      const reached = best.step + vertex;
      const nearEnd = reached - low < 2 * closest || high - reached < 2 * closest;
      move = nearEnd ? towards(closest, centre - best.step) : vertex;
    }
    const step = best.step + (Math.abs(move) < closest ? towards(closest, move) : move);
    learn(known, { step, value: f(step) });
  }
  return known.best;
}

function towards(length: number, direction: number): number {
  return direction >= 0 ? length : -length;
}

// To the vertex of the parabola through the three points, if that lies inside and is less than half the move before
// last.
function moveToVertex({ low, high, best, second, third }: Known, moveBefore: number): number | undefined {
  const r = (best.step - second.step) * (best.value - third.value);
  const s = (best.step - third.step) * (best.value - second.value);
  const signed = (best.step - third.step) * s - (best.step - second.step) * r;
  const difference = 2 * (s - r);
  const p = difference > 0 ? -signed : signed;
  const q = Math.abs(difference);
  const inside = p > q * (low - best.step) && p < q * (high - best.step);
  return inside && Math.abs(p) < Math.abs(0.5 * q * moveBefore) ? p / q : undefined;
}

function learn(known: Known, tried: LineStep): void {
  const { best, second, third } = known;
  if (tried.value > best.value) {
    if (tried.step < best.step) known.low = tried.step;
    else known.high = tried.step;
    if (tried.value <= second.value || second.step === best.step) {
      known.third = second;
      known.second = tried;
    } else if (tried.value <= third.value || third.step === best.step || third.step === second.step) {
      known.third = tried;
    }
    return;
  }
  if (tried.step >= best.step) known.low = best.step;
  else known.high = best.step;
  known.third = second;
  known.second = best;
  known.best = tried;
}
