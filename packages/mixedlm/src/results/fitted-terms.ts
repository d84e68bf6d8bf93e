// The optimum -> what it says of each random term as it was written: covariance matrix, standard deviations,
// correlations, in the data's own units. The engine's covariance terms may be parts of one written term, or share one
// variance.
import type { CovarianceStructure, Design } from "@mixedlm/design";
import { termParameters } from "../parameters/covariance-parameters.ts";
import { correlationOf } from "../parameters/covariance-structures.ts";
import type { Optimum } from "../search/optimum.ts";
import { frozenRows, type Rows } from "./frozen-rows.ts";

/** A random term of the formula, with its estimated covariance. */
export interface FittedTerm {
  /** The term as written: `(Days | Subject)`. */
  readonly label: string;
  /** The grouping factor; `b:a` for combinations. */
  readonly group: string;
  /** How its entries hang together: as the formula says it. */
  readonly structure: CovarianceStructure;
  /** Names of the s columns. */
  readonly names: readonly string[];
  /** s x s, units of y squared, per unit of the columns. */
  readonly covariance: Rows;
  /** Length s, square roots of its diagonal. */
  readonly stdDev: readonly number[];
  /** s x s; null beside the diagonal where a variance is 0. */
  readonly correlation: Rows<number | null>;
  /** The correlation parameter of `cs`, `homcs` and `ar1`, else null. */
  readonly rho: number | null;
}

/** A variance component: columns that share one variance. */
export interface FittedComponent {
  /** As in the formula. */
  readonly name: string;
  /** The grouping factor; `b:a` for combinations. */
  readonly group: string;
  /** Units of y squared, per unit of the columns squared. */
  readonly variance: number;
  /** Its square root. */
  readonly stdDev: number;
}

/** The random terms of a fit, in the order of the design. */
export function fittedTerms(design: Design, optimum: Optimum): readonly FittedTerm[] {
  return Object.freeze(design.randomEffects.map((_, index) => fittedTerm(design, optimum, index)));
}

function fittedTerm(design: Design, { engine, estimates, parameters }: Optimum, index: number): FittedTerm {
  const { label, group, covariance: structure, names } = design.randomEffects[index];
  const { terms } = engine.products;
  const s = names.length;
  const psi = new Float64Array(s * s);
  let rho: number | null = null;
  for (const [t, { source, size, ...term }] of terms.entries()) {
    if (source.kind !== "effects" || source.index !== index) continue;
    const own = estimates.psi[t].data;
    if (structure === "homdiag") for (let j = 0; j < s; j++) psi[j * (s + 1)] = own[0];
    else
      for (let j = 0; j < size; j++)
        for (let i = 0; i < size; i++) psi[(source.column + j) * s + source.column + i] = own[j * size + i];
    if (term.structure !== "us") rho = correlationOf(term.structure, termParameters(terms, parameters)[t], size);
  }
  const stdDev = names.map((_, j) => Math.sqrt(estimates.sigma2 * psi[j * (s + 1)]));
  return Object.freeze({
    label,
    group: design.groups[group].name,
    structure,
    names,
    covariance: frozenRows(s, s, (i, j) => estimates.sigma2 * psi[j * s + i]),
    stdDev: Object.freeze(stdDev),
    correlation: frozenRows(s, s, (i, j) => (i === j ? 1 : correlation(psi, s, i, j))),
    rho,
  });
}

/** Rounding must not make a perfect correlation more than perfect. */
function correlation(psi: Float64Array, s: number, i: number, j: number): number | null {
  const scale = Math.sqrt(psi[i * (s + 1)]) * Math.sqrt(psi[j * (s + 1)]);
  return scale === 0 ? null : Math.min(1, Math.max(-1, psi[j * s + i] / scale));
}

/** The variance components of a fit, in the order of the design. */
export function fittedComponents(design: Design, { engine, estimates }: Optimum): readonly FittedComponent[] {
  const { terms } = engine.products;
  return Object.freeze(
    design.components.map(({ name, group }, index) => {
      const t = terms.findIndex(({ source }) => source.kind === "component" && source.index === index);
      const variance = estimates.sigma2 * estimates.psi[t].data[0];
      return Object.freeze({ name, group: design.groups[group].name, variance, stdDev: Math.sqrt(variance) });
    }),
  );
}
