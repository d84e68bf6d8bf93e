// The units of the rows of an F test. Its degrees of freedom depend on the axes of L V L', which depend on how rows of different
// units are weighed against each other. Rows of the same unit keep the weights they were given (those of lmerTest); blocks of
// rows of different units get the same mean variance, so that the unit of a covariate does not matter.
import { partsOf } from "../fit-parts.ts";
import type { Fit } from "../results.ts";

/**
 * The unit of each row: that of the response, or of the response per units of some covariates; as a size, the root of the mean
 * variance of all rows with the same unit.
 *
 * @param L - combinations, each of length p.
 */
export function rowUnits(fit: Fit, L: readonly ArrayLike<number>[]): Float64Array {
  const of = columnUnits(fit);
  const { vcov, p } = fit;
  const names = L.map((row) => of.filter((_, j) => row[j] !== 0).sort()[0] ?? "");
  const sums = new Map<string, { square: number; count: number }>();
  for (const [i, row] of L.entries()) {
    const sum = sums.get(names[i]) ?? { square: 0, count: 0 };
    sums.set(names[i], sum);
    for (let b = 0; b < p; b++) for (let a = 0; a < p; a++) sum.square += row[a] * vcov.data[b * p + a] * row[b];
    sum.count += 1;
  }
  return Float64Array.from(names, (name) => {
    const { square, count } = sums.get(name) ?? { square: 1, count: 1 };
    return Math.sqrt(square / count) || 1;
  });
}

/** For each column the covariates that it is a product of; none for columns of categories. */
function columnUnits(fit: Fit): string[] {
  const { kept } = partsOf(fit).optimum;
  const { terms } = fit.design.fixed;
  return kept.map((j) => {
    const term = terms.find(({ slice }) => slice[0] <= j && j < slice[1]);
    const factors = term?.subterms[0]?.factors ?? [];
    return factors
      .filter(({ coding }) => coding === "numeric")
      .map(({ factor }) => factor)
      .sort()
      .join("\n");
  });
}
