// How much of the response's variance the fixed part, and fixed and random parts together, account for; and how alike
// two rows of a group are. Ratios of the model's variances.

import { type Printed, printed } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { modelVariances } from "./model-variances.ts";

const LABELLED = [
  { head: "", kind: "label" },
  { head: "", kind: "number" },
] as const;

/** Shares of the variance of a response. */
export interface RSquared extends Printed {
  /** Of the fixed effects alone. */
  readonly marginal: number;
  /** Of fixed and random effects. */
  readonly conditional: number;
}

/**
 * Computes R² of a mixed model: the variance of X beta, with and without the random effects', over the sum of all
 * variances.
 *
 * All are averages over the rows, each counting once; with row weights the residual variance is the mean of sigma^2 /
 * w_i, so that the unit of the weights does not matter.
 *
 * @throws {@link FitError} `not-a-fit`; `no-table` for a fit with row weights that has no rows.
 * @see Nakagawa & Schielzeth (2013), Methods in Ecology and Evolution 4, 133-142; Johnson (2014), same journal 5,
 *   944-946.
 */
export function rSquared(fit: Fit): RSquared {
  const { fixed, random, residual } = modelVariances(fit);
  const effects = random.reduce((sum, value) => sum + value, 0);
  const total = fixed + effects + residual;
  const record = { marginal: fixed / total, conditional: (fixed + effects) / total };
  return printed(record, ({ marginal, conditional }) => [
    {
      title: "R² (Nakagawa)",
      columns: LABELLED,
      rows: [
        ["Marginal (fixed effects)", marginal],
        ["Conditional (fixed and random effects)", conditional],
      ],
      notes: [],
    },
  ]);
}

/** The intraclass correlation of one grouping factor. */
export interface GroupCorrelation {
  /** Name of the grouping factor. */
  readonly group: string;
  /** The variance of its random effects over all random and residual variance, 0 to 1. */
  readonly correlation: number;
}

/** Intraclass correlations. */
export interface IntraclassCorrelation extends Printed {
  /** Variance of all random effects over that plus the residual variance. */
  readonly adjusted: number;
  /** The same with the variance of the fixed part in the denominator. */
  readonly unadjusted: number;
  /**
   * The share of each grouping factor, over random and residual variance. With random slopes a factor's variance is the
   * mean over the rows of z'Sigma z: a share of the variance, and no correlation of two given rows.
   */
  readonly groups: readonly GroupCorrelation[];
}

/**
 * Computes intraclass correlations; with random slopes or row weights, from variances averaged over the rows.
 *
 * @throws {@link FitError} `not-a-fit`; `no-table` for a fit with row weights that has no rows.
 * @see Nakagawa, Johnson & Schielzeth (2017), J. R. Soc. Interface 14, 20170213.
 */
export function intraclassCorrelation(fit: Fit): IntraclassCorrelation {
  const { fixed, random, residual } = modelVariances(fit);
  const effects = random.reduce((sum, value) => sum + value, 0);
  const { groups, randomEffects, components } = fit.design;
  const groupOf = fit.engine.products.terms.map(({ source: { kind, index } }) =>
    kind === "effects" ? randomEffects[index].group : components[index].group,
  );
  const record = {
    adjusted: effects / (effects + residual),
    unadjusted: effects / (fixed + effects + residual),
    groups: Object.freeze(
      groups.map(({ name }, g) => {
        const own = random.reduce((sum, value, t) => sum + (groupOf[t] === g ? value : 0), 0);
        return Object.freeze({ group: name, correlation: own / (effects + residual) });
      }),
    ),
  };
  return printed(record, ({ adjusted, unadjusted, groups: own }) => [
    {
      title: "Intraclass correlation",
      columns: LABELLED,
      rows: [
        ["Adjusted (of random and residual variance)", adjusted],
        ["Unadjusted (of all variance)", unadjusted],
        ...own.map(({ group, correlation }) => [`Adjusted, ${group}`, correlation] as const),
      ],
      notes: [],
    },
  ]);
}
