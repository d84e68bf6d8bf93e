// Whether a hypothesis is about numbers of one unit, so that its rows may be weighed against each other as they are
// written: one about a category is, one about an intercept and a slope is not, whatever combinations of the two its
// rows are.
import { norm2 } from "@mixedlm/linalg";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";

/** Share of a row, in standard errors, below which what is left of it is rounding error. */
const NOTHING = 1e-9;

/**
 * Tells whether all rows of a hypothesis in echelon form begin with columns of the same unit: that of the response, or
 * of the response per units of the same covariates. Coefficients after the first make up for their own units.
 *
 * @param L - combinations, each of length p.
 */
export function isOfOneUnit(fit: Fit, L: readonly ArrayLike<number>[]): boolean {
  const units = columnUnits(fit);
  const own = leadingColumns(L, fit.stdError).map((j) => units[j]);
  return own.every((unit) => unit === own[0]);
}

/**
 * The first columns of the rows in echelon form. @param scale - of each column, so that units do not decide what is
 * nothing.
 */
function leadingColumns(L: readonly ArrayLike<number>[], scale: readonly number[]): number[] {
  let rows = L.map((row) => {
    const own = Float64Array.from(scale, (size, j) => row[j] * size);
    const length = norm2(own);
    return own.map((value) => (length === 0 ? 0 : value / length));
  });
  const leading: number[] = [];
  for (let j = 0; j < scale.length && rows.length > 0; j++) {
    const first = rows.reduce((most, row) => (Math.abs(row[j]) > Math.abs(most[j]) ? row : most), rows[0]);
    if (!(Math.abs(first[j]) > NOTHING)) continue;
    leading.push(j);
    rows = rows
      .filter((row) => row !== first)
      .map((row) => row.map((value, k) => (k <= j ? 0 : value - (row[j] / first[j]) * first[k])));
  }
  return leading;
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
