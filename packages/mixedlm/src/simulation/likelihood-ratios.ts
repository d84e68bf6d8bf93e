// Likelihood-ratio tests of simulated studies: both models are fitted by maximum likelihood to the same response, which is
// drawn row by row. In: a study and the rows of a smaller model. Out: a function from a replicate's number to a p-value.
import { buildDesign, designRows } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulateRows, type Blocks, type DesignMoments, designBlocks } from "@mixedlm/moments";
import { rawLambda } from "../coordinates.ts";
import { lambdaOf, parameterStarts } from "../covariance-parameters.ts";
import { chiSquareSf } from "../distributions.ts";
import { independentColumns } from "../independent-columns.ts";
import { type Optimum, optimum } from "../optimum.ts";
import { replicateDraws } from "../response-draws.ts";
import { covarianceTerms } from "../structure.ts";
import type { RowsOfDesign } from "./extended-rows.ts";
import type { TrueStudy } from "./power-model.ts";
import { rowResponses } from "./row-responses.ts";
import { notSmaller } from "./simulation-errors.ts";
import { studyMoments, studyPoint } from "./study-point.ts";

/**
 * The rows of a smaller model.
 *
 * @throws {@link FitError} `smaller-model` where it has another response or other rows.
 */
export function smallerModel({ given, table }: TrueStudy, formula: string): RowsOfDesign {
  const { weights, response } = given.design;
  const columns = table.columnNames.filter((name) => name !== weights);
  const design = buildDesign(parseMixedFormula(formula, { columns }), table, {
    missing: "drop",
    ...(weights === null ? {} : { weights }),
  });
  const rows = designRows(design, table);
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
  const larger = fitter(study.given);
  const other = fitter(smaller);
  return (replicate) => {
    const y = draw(replicateDraws(stream, replicate));
    const full = larger(y, study.theta);
    const part = other(y, undefined);
    return chiSquareSf(Math.max(0, part.estimates.objective - full.estimates.objective), df);
  };
}

/** Fixed effects that are not combinations of others, and covariance parameters. */
function parameterCount({ design, rows }: RowsOfDesign): number {
  const blocks = designBlocks(design);
  const starts = parameterStarts(covarianceTerms(design, blocks));
  return independentColumns(accumulateRows(blocks, rows)).length + starts[starts.length - 1];
}

/** Makes a function that fits a model to a response from which the offset is taken. */
function fitter({ design, rows }: RowsOfDesign): (y: Float64Array, start: readonly number[] | undefined) => Optimum {
  const blocks: Blocks = designBlocks(design);
  return (y, start) => {
    const moments: DesignMoments = {
      ...accumulateRows(blocks, { ...rows, y, offset: null }),
      design,
      fixed: null,
    };
    const found = optimum(moments, { reml: false, dependent: "drop", start });
    if (found.status.kind === "not-converged") throw new Error("the search did not converge");
    return found;
  };
}
