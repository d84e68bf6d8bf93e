// In: the least deviance that a path found with a parameter held. Out: other points to search from under the same
// condition. With a correlation that several columns share, and where a standard deviation is 0, there may be several
// minima, and the one that a path follows need not stay the lowest. The starts are those that the search for a fit's
// optimum tries.

import type { Engine } from "../engine/engine.ts";
import { termAtBoundary, termParameters } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES } from "../parameters/covariance-structures.ts";
import { correlationStarts, defaultStart, otherSizes, startUnit } from "../search/other-starts.ts";

/** An entry this small (in units of the residual, per unit-size column) counts as 0. */
const NEARLY_ZERO = 1e-4;
/** Standard deviations, in units of the residual's, that all columns are tried with. */
const SIZES = [1, 0.3];

/**
 * Lists the starts.
 *
 * @param z - where the least deviance was found: parameters of the terms in their frames, and t.
 * @param x - the criterion's arguments there.
 * @returns other z; entries that the condition holds mean nothing.
 */
export function profileStarts(engine: Engine, z: Float64Array, x: Float64Array): Float64Array[] {
  const { terms } = engine.products;
  const parameters = z.slice(0, -1);
  const there = termParameters(terms, x.slice(0, -1));
  const isBoundary = terms.some((term, t) => {
    const { structure, size } = term;
    return termAtBoundary(term, COVARIANCE_STRUCTURES[structure].canonical(there[t], size, NEARLY_ZERO));
  });
  const equal = SIZES.map((sd) => defaultStart(terms, sd * startUnit(engine.products)));
  const others = isBoundary
    ? [
        ...[parameters, ...equal].flatMap((own) => correlationStarts(engine, own)),
        ...equal,
        ...otherSizes(engine, parameters),
      ]
    : correlationStarts(engine, parameters);
  return others.map((start) => Float64Array.of(...start, z[z.length - 1]));
}
