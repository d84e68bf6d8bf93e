// A design's random parts -> covariance terms: the covariance matrices that are estimated, each with the columns that
// have it. Structures that are nothing but independent columns become terms of size 1 here (`diag` one for each column,
// `homdiag` and a variance component one that all their columns share), so that the engine knows four kinds of
// matrices.
import type { Design } from "@mixedlm/design";
import type { MomentLayout, PartLayout } from "@mixedlm/moments";
import { checkLayout, checkTerms } from "../calls/stage-checks.ts";
import { lowerEntriesByRow } from "./triangular-root.ts";

/** How the entries of a term's covariance matrix hang together; a term of size 1 is `us`. */
export type TermStructure = "us" | "cs" | "homcs" | "ar1";

/** Columns `column .. column + size - 1` of a factor: every level of the factor has the term's covariance there. */
export interface Placement {
  /** Number of the factor, in the order of `fit.blocks.factors`. */
  readonly factor: number;
  /** First of the columns, from 0. */
  readonly column: number;
}

/** One covariance matrix Psi, size x size, relative to the residual variance. */
export interface CovarianceTerm {
  /** How the entries of Psi hang together. */
  readonly structure: TermStructure;
  /** Columns of the term: Psi is size x size. */
  readonly size: number;
  /** Where its columns stand; several for columns that share one variance. */
  readonly placements: readonly Placement[];
  /** The random part that it comes from, and its first column there (other than 0 for a part of `diag`). */
  readonly source: {
    /** `effects` for one of the design's `randomEffects`, `component` for one of its `components`. */
    readonly kind: "effects" | "component";
    /** Its number there, from 0. */
    readonly index: number;
    /** The term's first column among its columns, from 0. */
    readonly column: number;
  };
}

/**
 * Lists the covariance terms of a design: those of its random effects in their order, then one for each component.
 *
 * @param layout - the layout of the design's moments.
 * @throws {@link FitError} `not-of-stage` for something else in the place of either.
 */
export function covarianceTerms(
  design: Pick<Design, "randomEffects" | "components">,
  layout: MomentLayout,
): readonly CovarianceTerm[] {
  checkTerms("covarianceTerms", design);
  checkLayout("covarianceTerms", layout);
  const { randomEffects, components } = design;
  const parts = (kind: PartLayout["kind"], index: number): PartLayout[] =>
    layout.parts.filter((part) => part.kind === kind && part.index === index);
  const effects = randomEffects.flatMap(({ covariance }, index): CovarianceTerm[] => {
    const columns = parts("effects", index).flatMap(columnsOf);
    const size = columns.length;
    const term = (structure: TermStructure, own: readonly Placement[], width: number, column = 0): CovarianceTerm => {
      return { structure, size: width, placements: own, source: { kind: "effects", index, column } };
    };
    if (size === 1) return [term("us", columns, 1)];
    if (covariance === "diag") return columns.map((placement, column) => term("us", [placement], 1, column));
    if (covariance === "homdiag") return [term("us", columns, 1)];
    return [term(covariance, columns.slice(0, 1), size)];
  });
  const shared = components.map((_, index): CovarianceTerm => {
    const placements = parts("component", index).flatMap(columnsOf);
    return { structure: "us", size: 1, placements, source: { kind: "component", index, column: 0 } };
  });
  return [...effects, ...shared];
}

function columnsOf({ factor, first, width }: PartLayout): Placement[] {
  return Array.from({ length: width }, (_, j) => ({ factor, column: first + j }));
}

/** Position of each term's entries among the linear parameters: the lower triangles of all Psi, row by row. */
export function linearStarts(terms: readonly CovarianceTerm[]): readonly number[] {
  const starts = [0];
  for (const { size } of terms) starts.push(starts[starts.length - 1] + (size * (size + 1)) / 2);
  return starts;
}

/** The symmetric matrix of one term, size x size, from the linear parameters of all. */
export function symmetricFromLinear(
  terms: readonly CovarianceTerm[],
  linear: ArrayLike<number>,
  t: number,
): Float64Array {
  const { size } = terms[t];
  const first = linearStarts(terms)[t];
  const full = new Float64Array(size * size);
  for (const [e, { row, column }] of lowerEntriesByRow(size).entries()) {
    full[column * size + row] = linear[first + e];
    full[row * size + column] = linear[first + e];
  }
  return full;
}
