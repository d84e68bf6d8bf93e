// Principal components of the random effects of each grouping factor: how many directions they vary in. A component
// whose share is 0 says that the model has more random effects than the data support.
import { matrix, symmetricEigen } from "@mixedlm/linalg";
import { checkOptions, oneOf } from "../calls/option-checks.ts";
import { percent } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";

/** What can be chosen about principal components. */
export interface RandomEffectsPcaOptions {
  /**
   * `correlation`: columns count alike, whatever their units. `covariance` (default): in the units of the columns,
   * relative to the residual's standard deviation, as lme4 gives them.
   */
  readonly scale?: "covariance" | "correlation" | undefined;
}

/** Principal components of the random effects of one grouping factor, the largest first. */
export interface GroupComponents {
  /** Name of the grouping factor. */
  readonly group: string;
  /** Names of the s columns, of all terms over the factor. */
  readonly names: readonly string[];
  /** Standard deviations of the components, length s. */
  readonly stdDev: readonly number[];
  /** Share of the variance that each component has, length s; 0 where there is no variance. */
  readonly proportion: readonly number[];
  /** Share of each component together with those before it, length s. */
  readonly cumulative: readonly number[];
  /** `loadings[i][c]`: column i in component c; each component has length 1, its largest entry positive. */
  readonly loadings: readonly (readonly number[])[];
}

/** Principal components of all grouping factors. */
export interface RandomEffectsPca extends Printed {
  /** What was taken apart: covariances in units of the columns, relative to the residual variance, or correlations. */
  readonly scale: "covariance" | "correlation";
  /** One record for each grouping factor that has random effects. */
  readonly rows: readonly GroupComponents[];
}

/**
 * Computes the principal components.
 *
 * @returns a record for each grouping factor that has random effects; variance components are left aside.
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`.
 * @see Bates, Kliegl, Vasishth & Baayen (2015), arXiv:1506.04967.
 */
export function randomEffectsPca(fit: Fit, options: RandomEffectsPcaOptions = {}): RandomEffectsPca {
  partsOf(fit);
  checkOptions("randomEffectsPca", options, { scale: oneOf(["covariance", "correlation"]) });
  const byGroup = new Map<string, number[]>();
  for (const [t, { group }] of fit.terms.entries()) byGroup.set(group, [...(byGroup.get(group) ?? []), t]);
  const { scale = "covariance" } = options;
  const rows = Array.from(byGroup, ([group, own]) => components(fit, group, own, scale === "correlation"));
  return printed({ scale, rows: Object.freeze(rows) }, tables);
}

function tables({ scale, rows }: Pick<RandomEffectsPca, "scale" | "rows">): ResultTable[] {
  return rows.map(({ group, names, stdDev, proportion, cumulative, loadings }) => ({
    title: `Principal components of the random effects of ${group}`,
    columns: [
      { head: "", kind: "label" as const },
      ...stdDev.map((_, c) => ({ head: `PC${c + 1}`, kind: "number" as const })),
    ],
    rows: [
      ["Std. deviation", ...stdDev],
      ["Proportion", ...proportion.map(percent)],
      ["Cumulative", ...cumulative.map(percent)],
      ...names.map((name, i) => [name, ...loadings[i]]),
    ],
    notes: [
      scale === "correlation"
        ? "of the correlations"
        : "of the covariances, relative to the residual standard deviation",
    ],
  }));
}

function components(fit: Fit, group: string, own: readonly number[], standardised: boolean): GroupComponents {
  const terms = own.map((t) => fit.terms[t]);
  const names = terms.flatMap((term) => term.names);
  const s = names.length;
  const Sigma = matrix(s, s);
  let first = 0;
  for (const { covariance, correlation } of terms) {
    covariance.forEach((row, i) => {
      row.forEach((value, j) => {
        // a column without variance is a direction without variance
        const entry = standardised ? (covariance[i][i] * covariance[j][j] === 0 ? 0 : (correlation[i][j] ?? 0)) : value;
        Sigma.data[(first + j) * s + first + i] = standardised ? entry : entry / fit.sigma ** 2;
      });
    });
    first += covariance.length;
  }
  const { values, vectors } = symmetricEigen(Sigma);
  const order = names.map((_, c) => s - 1 - c);
  const variances = order.map((c) => Math.max(0, values[c]));
  const total = variances.reduce((sum, value) => sum + value, 0);
  const proportion = variances.map((value) => (total === 0 ? 0 : value / total));
  let sum = 0;
  const signs = order.map((c) => {
    const column = names.map((_, i) => vectors.data[c * s + i]);
    return column.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0) < 0 ? -1 : 1;
  });
  return Object.freeze({
    group,
    names: Object.freeze(names),
    stdDev: Object.freeze(variances.map(Math.sqrt)),
    proportion: Object.freeze(proportion),
    cumulative: Object.freeze(
      proportion.map((value) => {
        sum += value;
        return sum;
      }),
    ),
    loadings: Object.freeze(
      names.map((_, i) => Object.freeze(order.map((c, k) => signs[k] * vectors.data[c * s + i]))),
    ),
  });
}
