// Fits beside the same models written out with dense matrices: structured covariances, weights, crossed factors by the Schur
// engine, an offset, a slope. What Satterthwaite's and Kenward and Roger's numbers are checked on by their definitions.
import { type Fit, lmm } from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";
import { uniform } from "../models.ts";
import { type DenseModel, type DenseTerm, denseColumns, denseModel } from "./dense-inference.ts";

/** A fit with its dense form. */
export interface InferenceModel {
  readonly fit: Fit;
  readonly dense: DenseModel;
}

/** An unstructured covariance: its lower triangle, row by row. */
function free(fit: Fit, term: number, factor: number, column: number): DenseTerm {
  const { covariance, names } = fit.terms[term]!;
  const size = names.length;
  const entries = names.flatMap((_, i) => names.slice(0, i + 1).map((__, j) => [i, j] as const));
  return {
    parameters: entries.map(([i, j]) => covariance[i]![j]!),
    covariance(own) {
      const psi = names.map(() => new Array<number>(size).fill(0));
      for (const [e, [i, j]] of entries.entries()) {
        psi[i]![j] = own[e]!;
        psi[j]![i] = own[e]!;
      }
      return psi;
    },
    Z: denseColumns(fit, factor, column, size),
    size,
  };
}

/** Standard deviations, one or all, and a correlation. */
function structured(fit: Fit): DenseTerm {
  const { structure, stdDev, rho, names } = fit.terms[0]!;
  const size = names.length;
  const own = structure === "cs" ? stdDev : stdDev.slice(0, 1);
  const power = (i: number, j: number): number => (i === j ? 0 : structure === "ar1" ? Math.abs(i - j) : 1);
  return {
    parameters: [...own, rho!],
    covariance: (par) =>
      names.map((_, i) =>
        names.map((__, j) => {
          const sd = (k: number): number => par[structure === "cs" ? k : 0]!;
          return sd(i) * sd(j) * par[par.length - 1]! ** power(i, j);
        }),
      ),
    Z: denseColumns(fit, 0, 0, size),
    size,
  };
}

/** Two factors that cross in some cells only, too wide for one block. */
function crossedTable() {
  const random = uniform(11);
  const rows = Array.from({ length: 150 }, () => [Math.floor(30 * random()), Math.floor(28 * random())] as const);
  const effect = (): number[] => Array.from({ length: 30 }, () => 3 * random() - 1.5);
  const [a, b] = [effect(), effect()];
  const x = rows.map(() => random());
  return {
    y: rows.map(([i, j], k) => 2 * x[k]! + a[i]! + b[j]! + 2 * random()),
    x,
    a: rows.map(([i]) => `a${i}`),
    b: rows.map(([, j]) => `b${j}`),
  };
}

const structures: readonly (readonly [string, string, string])[] = [
  ["cs", "machines", "score ~ Machine + cs(0 + Machine | Worker)"],
  ["homcs", "machines", "score ~ Machine + homcs(0 + Machine | Worker)"],
  ["ar1", "cake", "angle ~ recipe + ar1(0 + factor(temp) | recipe:replicate)"],
];

/** Models by name; made when they are asked for. */
export const INFERENCE_MODELS: readonly (readonly [string, () => InferenceModel])[] = [
  ...structures.map(([name, dataset, formula]) => {
    const make = (): InferenceModel => {
      const fit = lmm(formula, tableOf(dataset));
      return { fit, dense: denseModel(fit, [structured(fit)]) };
    };
    return [name, make] as const;
  }),
  [
    "weights and a slope",
    () => {
      const table = tableOf("orthodont");
      const weights = Array.from({ length: table.numRows() }, (_, i) => 1 + (i % 4));
      const fit = lmm("distance ~ age * Sex + (age | Subject)", table, { weights });
      return { fit, dense: denseModel(fit, [free(fit, 0, 0, 0)]) };
    },
  ],
  [
    "crossed factors by the Schur engine",
    () => {
      const fit = lmm("y ~ x + (1 | a) + (1 | b)", crossedTable());
      if (!Number.isNaN(fit.engine.varianceOutside)) throw new Error("not the Schur engine");
      return { fit, dense: denseModel(fit, [free(fit, 0, 0, 0), free(fit, 1, 1, 0)]) };
    },
  ],
  [
    "nested factors",
    () => {
      const fit = lmm("yield ~ nitro + Variety + (1 | Block/Variety)", tableOf("oats"));
      return { fit, dense: denseModel(fit, [free(fit, 0, 0, 0), free(fit, 1, 1, 0)]) };
    },
  ],
];
