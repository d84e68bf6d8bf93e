// An engine that remembers its last point. The stages of a fit look at the same point one after the other (start,
// search, checks, estimates), and with many levels each look would cost as much as a step of the search.
import type { Engine, Factorisation, Lambda } from "./engine.ts";

/** The same engine; a point that is asked for twice in a row is factorised once. */
export function rememberingPoint(engine: Engine): Engine {
  let there: Factorisation | null = null;
  return {
    ...engine,
    factorise(lambda) {
      if (there !== null && areEqual(there.lambda, lambda)) return there;
      // copies, as callers may write to their arrays
      there = engine.factorise(lambda.map((own) => own.slice()));
      return there;
    },
  };
}

function areEqual(a: Lambda, b: Lambda): boolean {
  for (let t = 0; t < a.length; t++)
    for (let i = 0; i < a[t].length; i++) if (!Object.is(a[t][i], b[t][i])) return false;
  return true;
}
