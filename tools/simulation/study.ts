// A truth and a model -> responses drawn row by row, and fits of them, the whole way that a user's fit goes except for reading
// the formula again. The model that is fitted may be another one than the truth.
import { buildDesign, designRows, type Table, type TableLike, toTable, withColumn } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulateRows, designLayout } from "@mixedlm/moments";
import { rawLambda } from "../../packages/mixedlm/src/coordinates/coordinates.ts";
import { replicateDraws } from "../../packages/mixedlm/src/engine/replicate-draws.ts";
import { lambdaOf } from "../../packages/mixedlm/src/parameters/covariance-parameters.ts";
import { Fit } from "../../packages/mixedlm/src/results/fit.ts";
import { optimum } from "../../packages/mixedlm/src/search/optimum.ts";
import { type PowerModel, powerModel } from "../../packages/mixedlm/src/simulation/power-model.ts";
import { rowResponses } from "../../packages/mixedlm/src/simulation/row-responses.ts";
import { studyMoments, studyPoint } from "../../packages/mixedlm/src/simulation/study-point.ts";

/** A study: what is true, and in words. */
export interface Study {
  readonly name: string;
  readonly words: string;
  readonly truth: PowerModel;
}

/** The random numbers of everything here: replicate k of a study depends on this, the study's name and k alone. */
export const SEED = 20261122;

/** Makes the function that draws replicate k's response. */
export function drawer({ name, truth }: Study): (replicate: number) => Float64Array {
  const study = powerModel(truth).truth({});
  const moments = studyMoments(study);
  const { engine, parameters } = studyPoint(study, moments);
  const { terms } = engine.products;
  const draw = rowResponses(study, terms, rawLambda(engine.products, lambdaOf(terms, parameters)));
  return (replicate) => draw(replicateDraws(`${SEED}/${name}`, replicate));
}

/** Fits that were made so far, and those whose search did not end at an optimum. */
export const fits: { made: number; failed: number } = { made: 0, failed: 0 };

/** Makes the function that fits a formula to a response `y`. @param table - without missing values. */
export function fitter(formula: string, data: TableLike): (y: Float64Array, reml?: boolean) => Fit {
  const given = toTable(data);
  const columns = given.columnNames;
  const withY = (y: Float64Array): Table => withColumn(given, "y", y);
  const first = withY(Float64Array.from({ length: given.numRows }, (_, i) => i));
  const design = buildDesign(parseMixedFormula(formula, { columns }), first, { missing: "drop" });
  const rows = designRows(design, first);
  const layout = designLayout(design);
  return (y, reml = true) => {
    const moments = { ...accumulateRows(layout, { ...rows, y }), design, fixed: null };
    const found = optimum(moments, { reml, dependent: "drop" });
    fits.made += 1;
    if (found.status.kind === "not-converged") fits.failed += 1;
    return new Fit({ moments, optimum: found, table: withY(y), remarks: [] });
  };
}
