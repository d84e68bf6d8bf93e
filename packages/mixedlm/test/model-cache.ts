// In: the names of a data set and a recorded case. Out: our fit of it by the public path, with every stage on the way.
// Each case is fitted once per test worker.
import { buildDesign, type Design, readCsv, type TableLike } from "@mixedlm/design";
import { columnFactor, type ModelText, parseModel } from "@mixedlm/formula";
import { accumulate, type DesignMoments } from "@mixedlm/moments";
import { loadCase, loadData } from "../../../tools/fixtures/load.ts";
import { type Fit, type FitOptions, fitMoments } from "../src/index.ts";

/** A fit, and the stages that led to it. */
export interface FittedModel {
  readonly table: TableLike;
  readonly design: Design;
  readonly moments: DesignMoments;
  readonly fit: Fit;
}

/** A model as text: statsmodels' arguments, with the grouping column's name. */
export interface ModelArguments extends Omit<ModelText, "group"> {
  readonly group: string;
  readonly missing?: "drop" | "raise";
}

/** The whole path from text and table to the fit. */
export function fitModel(table: TableLike, model: ModelArguments, options: FitOptions = {}): FittedModel {
  const { group, missing = "raise", ...text } = model;
  const design = buildDesign(parseModel({ ...text, group: columnFactor(group) }), table, { missing });
  const moments = accumulate(design, table);
  return { table, design, moments, fit: fitMoments(moments, options) };
}

const tables = new Map<string, TableLike>();
const models = new Map<string, FittedModel>();

/** A data set's table. */
export function dataset(name: string): TableLike {
  const table = tables.get(name) ?? readCsv(loadData(name));
  tables.set(name, table);
  return table;
}

/** Our fit of a recorded case, such as `fitted("sleepstudy", "slope-reml")`. */
export function fitted(data: string, name: string): FittedModel {
  const key = `${data}/${name}`;
  const model = models.get(key) ?? fitCase(data, name);
  models.set(key, model);
  return model;
}

function fitCase(data: string, name: string): FittedModel {
  const { formula, groups, re_formula, vc_formula, missing, reml } = loadCase(data, name).arguments;
  const model = { formula, group: groups, reFormula: re_formula, vcFormula: vc_formula };
  return fitModel(dataset(data), { ...model, missing: missing === "drop" ? "drop" : "raise" }, { reml });
}
