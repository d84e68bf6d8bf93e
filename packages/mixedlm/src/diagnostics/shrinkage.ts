// How far the random effects of each level are drawn towards zero, compared with what the level's own rows alone would
// say. With e = y - X beta - Z b, Z'e = Z'V^-1(y - X beta): so least squares in one level, all other effects held, is b
// plus (Z_l'Z_l)^-1 Z_l'e, and no rows are needed.
import type { Level } from "@mixedlm/design";
import { choleskyFactorInPlace, choleskySolveInPlace } from "@mixedlm/linalg";
import { effectMap } from "../coordinates/coordinates.ts";
import { residualUnit } from "../coordinates/fixed-basis.ts";
import { internalBeta } from "../engine/generalised-least-squares.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { frozenRows, type Rows } from "../results/frozen-rows.ts";
import type { Optimum } from "../search/optimum.ts";
import { atOptimum } from "../search/optimum.ts";

/** Shrinkage of the random effects of one term. */
export interface TermShrinkage {
  /** The term as written: `(Days | Subject)`. */
  readonly label: string;
  /** Name of the grouping factor. */
  readonly group: string;
  /** Names of the s columns. */
  readonly names: readonly string[];
  /** Labels of the levels, in the order of the rows below. */
  readonly levels: readonly Level[];
  /** Conditional means, levels x s, as `ranef` gives them. */
  readonly shrunken: Rows;
  /** Least squares in each level, all other effects held; null where its rows do not identify them. */
  readonly own: Rows<number | null>;
  /**
   * 1 - var(b | y) / var(b) of each level and column: 0, its rows say nothing, 1, they say everything. Null where the
   * variance is 0.
   */
  readonly reliability: Rows<number | null>;
}

/** Shrinkage of the random effects of all terms. */
export interface Shrinkage extends Printed {
  /** One record for each random term; variance components are left aside. */
  readonly rows: readonly TermShrinkage[];
}

/**
 * Compares the random effects of every term with what their levels alone would give.
 *
 * @throws {@link FitError} `not-a-fit`.
 */
export function shrinkage(fit: Fit): Shrinkage {
  const { moments, optimum } = partsOf(fit);
  const steps = levelSteps(optimum);
  const rows = Object.freeze(
    fit.ranef().map(({ label, group, names, levels, values, covariances }, index) => {
      const { factor, first } = moments.layout.parts.find((own) => own.kind === "effects" && own.index === index)!;
      const width = moments.layout.factors[factor].s;
      const { covariance } = fit.terms[index];
      return Object.freeze({
        label,
        group,
        names,
        levels,
        shrunken: values,
        own: frozenRows(levels.length, names.length, (l, j) => {
          const step = steps[factor][l * width + first + j];
          return Number.isNaN(step) ? null : values[l][j] + step;
        }),
        reliability: frozenRows(levels.length, names.length, (l, j) =>
          covariance[j][j] === 0 ? null : 1 - covariances[l][j][j] / covariance[j][j],
        ),
      });
    }),
  );
  return printed({ rows }, tables);
}

/** Levels that are printed of each term. */
const SHOWN = 20;

function tables({ rows }: Pick<Shrinkage, "rows">): ResultTable[] {
  return rows.map(({ label, group, names, levels, shrunken, own, reliability }) => ({
    title: `Shrinkage of ${label}`,
    columns: [
      { head: group, kind: "label" as const },
      { head: "", kind: "label" as const },
      { head: "Shrunken", kind: "number" as const },
      { head: "Own", kind: "number" as const },
      { head: "Reliability", kind: "number" as const },
    ],
    rows: levels
      .slice(0, SHOWN)
      .flatMap((level, l) =>
        names.map((name, j) => [
          ...[j === 0 ? String(level) : "", name],
          ...[shrunken[l][j], own[l][j], reliability[l][j]],
        ]),
      ),
    notes: levels.length > SHOWN ? [`the first ${SHOWN} of ${levels.length} levels`] : [],
  }));
}

/** Share of a column's square outside the columns before it below which a level does not identify it. */
const DEPENDENT = 1e-10;

/** (Z_l'Z_l)^-1 Z_l'e of every level of each factor, raw units; NaN where Z_l is not of full rank. */
function levelSteps(optimum: Optimum): Float64Array[] {
  const { engine } = optimum;
  const { products } = engine;
  const point = atOptimum(optimum);
  const solved = engine.solvedResiduals(point, internalBeta(point, products.p));
  const unit = residualUnit(products.fixed);
  return solved.map((c, f) => {
    const { levels, columns: s, weight, zMean, ZZ } = products.factors[f];
    const map = effectMap(products, f);
    const out = new Float64Array(levels * s).fill(Number.NaN);
    for (let l = 0; l < levels; l++) {
      const L = Float64Array.from({ length: s * s }, (_, at) => {
        const [i, j] = [at % s, Math.floor(at / s)];
        return ZZ[l * s * s + at] + weight[l] * zMean[l * s + i] * zMean[l * s + j];
      });
      const size = Float64Array.from({ length: s }, (_, j) => L[j * (s + 1)]);
      if (choleskyFactorInPlace(L, s) >= 0) continue;
      if (size.some((square, j) => !(L[j * (s + 1)] ** 2 > DEPENDENT * square))) continue;
      const step = c.slice(l * s, (l + 1) * s);
      choleskySolveInPlace(L, s, step);
      for (let i = 0; i < s; i++) {
        let sum = 0;
        for (let j = 0; j < s; j++) sum += map[j * s + i] * step[j];
        out[l * s + i] = unit * sum;
      }
    }
    return out;
  });
}
