// Likelihood-ratio tests of simulated studies: both models are fitted by maximum likelihood to the same response, which
// is drawn row by row, and tested as `anova` does. The smaller one may have no random effects: its likelihood is that
// of least squares. In: a study and the rows of a smaller model. Out: a function from a replicate's number to a
// p-value.
import { buildDesign, designRows } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { log, matrix, qrFactor, qrTurned } from "@mixedlm/linalg";
import { accumulateRows, type DesignMoments, designLayout, type MomentLayout } from "@mixedlm/moments";
import { rawLambda } from "../coordinates/coordinates.ts";
import { independentColumns } from "../coordinates/independent-columns.ts";
import { replicateDraws } from "../engine/replicate-draws.ts";
import { nestingOf } from "../nesting/nesting.ts";
import type { NullCone } from "../nesting/null-cone.ts";
import { lambdaOf, parameterStarts } from "../parameters/covariance-parameters.ts";
import { covarianceTerms } from "../parameters/covariance-terms.ts";
import { optimum } from "../search/optimum.ts";
import { type LargerModel, ratioTail } from "../variance-tests/ratio-tail.ts";
import type { RowsOfDesign } from "./extended-rows.ts";
import type { TrueStudy } from "./power-model.ts";
import { rowResponses } from "./row-responses.ts";
import { notConverged, notSmaller } from "./simulation-errors.ts";
import { studyMoments, studyPoint } from "./study-point.ts";

/**
 * The rows of a smaller model.
 *
 * @throws {@link FitError} `smaller-model` where it has another response or other rows.
 */
export function smallerModel({ given, design: larger, table }: TrueStudy, formula: string): RowsOfDesign {
  const { weights, response } = given.design;
  const columns = table.columnNames.filter((name) => name !== weights);
  const model = parseMixedFormula(formula, { columns });
  const isFixed = model.random.length === 0;
  // a design has random effects: without any, the larger model's are taken and left out again
  const random = isFixed ? parseMixedFormula(larger.formula, { columns }).random : model.random;
  const built = buildDesign({ ...model, random }, table, {
    missing: "drop",
    ...(weights === null ? {} : { weights }),
  });
  const all = designRows(built, table);
  const design = isFixed ? { ...built, groups: [], randomEffects: [], components: [] } : built;
  const rows = isFixed ? { ...all, randomEffects: [], components: [], codes: [] } : all;
  if (design.response.names[0] !== response.names[0])
    throw notSmaller(formula, `its response is \`${design.response.names[0]}\`, not \`${response.names[0]}\``);
  const offsets = (list: typeof design.offset): string => list.map(({ name }) => name).join(" + ");
  if (offsets(design.offset) !== offsets(given.design.offset)) throw notSmaller(formula, "its offset is another one");
  if (rows.n !== given.rows.n || rows.rows.some((row, i) => row !== given.rows.rows[i]))
    throw notSmaller(
      formula,
      `it keeps ${rows.n} rows where the model keeps ${given.rows.n}: values are missing in others`,
    );
  return { design, rows };
}

/**
 * Prepares the test.
 *
 * @throws {@link FitError} `smaller-model` where it has no fewer parameters; errors of models that cannot be fitted.
 */
export function likelihoodRatios(
  study: TrueStudy,
  smaller: RowsOfDesign,
  stream: string,
): (replicate: number) => number {
  const moments = studyMoments(study);
  const { engine, parameters } = studyPoint(study, moments);
  const { terms } = engine.products;
  const draw = rowResponses(study, terms, rawLambda(engine.products, lambdaOf(terms, parameters)));
  const df = study.names.length + study.theta.length - parameterCount(smaller);
  if (df <= 0) throw notSmaller(smaller.design.formula, "it has no fewer parameters");
  const cone = nullConeOf(study, smaller);
  const larger = fitter(study.given);
  const other = smaller.design.groups.length === 0 ? leastSquaresDeviances(smaller) : deviances(smaller);
  return (replicate) => {
    const y = draw(replicateDraws(stream, replicate));
    const full = larger(y, study.theta);
    const statistic = Math.max(0, other(y) - full.optimum.estimates.objective);
    return ratioTail(full, { statistic, df, cone, seed: 0 }, "the larger model", []).pValue;
  };
}

/** What of the larger model is at a boundary where the smaller one is true. */
function nullConeOf({ design, names, table }: TrueStudy, smaller: RowsOfDesign): NullCone {
  const inner = {
    design: smaller.design,
    table,
    p: smaller.design.fixed.names.length,
    formula: smaller.design.formula,
  };
  const nesting = nestingOf(inner, { design, table, p: names.length, formula: design.formula });
  if (nesting.kind === "nested") return nesting.cone;
  throw notSmaller(smaller.design.formula, nesting.reason);
}

/** Fixed effects that are not combinations of others, and covariance parameters. */
function parameterCount({ design, rows }: RowsOfDesign): number {
  const layout = designLayout(design);
  const starts = parameterStarts(covarianceTerms(design, layout));
  return independentColumns(accumulateRows(layout, rows)).length + starts[starts.length - 1];
}

/** Makes a function that fits a model to a response from which the offset is taken. */
function fitter({ design, rows }: RowsOfDesign): (y: Float64Array, start?: readonly number[]) => LargerModel {
  const layout: MomentLayout = designLayout(design);
  return (y, start) => {
    const moments: DesignMoments = {
      ...accumulateRows(layout, { ...rows, y, offset: null }),
      design,
      fixed: null,
    };
    const found = optimum(moments, { reml: false, dependent: "drop", start });
    if (found.status.kind === "not-converged") throw notConverged();
    return { moments, optimum: found };
  };
}

/** Minus twice the log-likelihood of a model with random effects. */
function deviances(given: RowsOfDesign): (y: Float64Array) => number {
  const fit = fitter(given);
  return (y) => fit(y).optimum.estimates.objective;
}

/**
 * Share of a column's length below which it is a combination of others; far from 0, columns that are none are not long
 * beside it.
 */
const DEPENDENT = 1e-11;

/** Minus twice the log-likelihood of a model without: n (1 + log(2 pi r2 / n)) less the logarithms of the weights. */
function leastSquaresDeviances({ rows: { n, X, weights } }: RowsOfDesign): (y: Float64Array) => number {
  const root = Float64Array.from({ length: n }, (_, i) => Math.sqrt(weights?.[i] ?? 1));
  const p = X.length / n;
  const factor = qrFactor(
    matrix(
      n,
      p,
      X.map((value, at) => value * root[at % n]),
    ),
    DEPENDENT,
  );
  const logWeight = root.reduce((sum, own) => sum + 2 * log(own), 0);
  return (y) => {
    const turned = qrTurned(
      factor,
      y.map((value, i) => value * root[i]),
    );
    const r2 = turned.subarray(factor.rank).reduce((sum, value) => sum + value * value, 0);
    return n * (1 + log((2 * Math.PI * r2) / n)) - logWeight;
  };
}
