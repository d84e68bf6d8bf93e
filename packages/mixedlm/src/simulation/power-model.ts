// What studies are simulated from: a fit with its rows, or a formula, rows of predictors and a value for every
// parameter. In: either. Out: the design's rows as numbers, and the true parameters.
import { buildDesign, type Design, designRows, type Table, type TableLike, toTable, withColumn } from "@mixedlm/design";
import { holds, isInstance, type ModelFormula, parseMixedFormula, quotedName, recordEntries } from "@mixedlm/formula";
import { accumulateRows, designLayout } from "@mixedlm/moments";
import { aBoolean, aText, checkOptions, isObject, type OptionCheck } from "../calls/option-checks.ts";
import { independentColumns } from "../coordinates/independent-columns.ts";
import { noTable } from "../errors.ts";
import { type CovarianceTerm, covarianceTerms } from "../parameters/covariance-terms.ts";
import { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type ModelParameter, modelParameters, parametersOf, parameterValues } from "../results/parameter-names.ts";
import type { RowsOfDesign } from "./extended-rows.ts";
import { missingParameters, notAPowerModel, parameterValue, unknownParameter } from "./simulation-errors.ts";
import { sigmaOf, thetaOfParameters } from "./theta-of-parameters.ts";

/** A model that need not have been fitted. */
export interface PowerModel {
  /** In lme4's manner, as `lmm` takes it. */
  readonly formula: string;
  /** Predictors and groups of a study; the response may be absent. */
  readonly data: TableLike;
  /**
   * Fixed effects, `sd(Days | Subject)`, `cor(Intercept, Days | Subject)` (0 where it is left out) and `sigma`, by the
   * names that `bootstrap` and intervals have.
   */
  readonly parameters: Readonly<Record<string, number>>;
  /** A column: var(eps_i) = sigma^2 / w_i. */
  readonly weights?: string | undefined;
  /** How simulated responses are fitted: REML (default), or maximum likelihood. */
  readonly reml?: boolean | undefined;
}

/** A study and the truth. */
export interface TrueStudy {
  /** The design's fixed columns are those that are kept, as are the rows' X. */
  readonly given: RowsOfDesign;
  /** The design as it is written, columns that are combinations of others among its own. */
  readonly design: Design;
  readonly table: Table;
  readonly reml: boolean;
  readonly names: readonly string[];
  readonly beta: readonly number[];
  /** Raw units, relative to sigma. */
  readonly theta: readonly number[];
  readonly sigma: number;
}

/** Parameters with values, before any is set to something else. */
interface Stated extends Pick<TrueStudy, "given" | "design" | "table" | "reml" | "names"> {
  readonly parameters: readonly ModelParameter[];
  readonly terms: readonly CovarianceTerm[];
  readonly values: Readonly<Record<string, number>>;
  /** Theta of a fit; null where it is to be worked out. */
  readonly theta: readonly number[] | null;
}

const MODEL: Readonly<Record<keyof PowerModel, OptionCheck>> = {
  formula: aText,
  data: [isObject, "a table"],
  parameters: [(v) => recordEntries(v) !== null, "a record of numbers by the names of parameters"],
  weights: aText,
  reml: aBoolean,
};

/** Reads a model; `truth` makes the study once it is known which parameters are set to something else. */
export function powerModel(model: Fit | PowerModel): {
  readonly names: readonly string[];
  readonly groups: readonly string[];
  truth(changes: Readonly<Record<string, number>>): TrueStudy;
} {
  const stated = isInstance(model, Fit) ? statedByFit(model) : statedByModel(model);
  const { given, names } = stated;
  return { names, groups: given.design.groups.map(({ name }) => name), truth: (changes) => truthOf(stated, changes) };
}

function statedByFit(fit: Fit): Stated {
  const { table, optimum } = partsOf(fit);
  if (table === null) throw noTable();
  const { design, reml, names, theta } = fit;
  const parameters = modelParameters(fit);
  const { terms } = fit.engine.products;
  const values = parameterValues(parameters, terms, fit);
  return {
    design,
    table,
    reml,
    names,
    parameters,
    terms,
    theta,
    given: keptColumns({ design, rows: designRows(design, table) }, optimum.kept),
    // a correlation with a standard deviation of 0 does not exist: any will do
    values: Object.fromEntries(parameters.map(({ name }, i) => [name, Number.isNaN(values[i]) ? 0 : values[i]])),
  };
}

function statedByModel(model: PowerModel): Stated {
  if (!holds(isStated, model)) throw notAPowerModel();
  checkOptions("the model that power is given", model, MODEL);
  const { formula, weights, reml = true } = model;
  const given = toTable(model.data);
  const parsed = parseMixedFormula(formula, { columns: given.columnNames.filter((name) => name !== weights) });
  const table = withResponse(parsed, given);
  const design = buildDesign(parsed, table, {
    missing: "drop",
    ...(weights === undefined ? {} : { weights }),
  });
  const rows = designRows(design, table);
  const layout = designLayout(design);
  const kept = independentColumns(accumulateRows(layout, rows));
  const terms = covarianceTerms(design, layout);
  const names = kept.map((j) => design.fixed.names[j]);
  const parameters = parametersOf(design, terms, names);
  const stated = { ...model.parameters };
  checkValues(parameters, stated);
  for (const { name, kind } of parameters) if (kind === "correlation") stated[name] ??= 0;
  const missing = parameters.filter(({ name }) => stated[name] === undefined);
  if (missing.length > 0) throw missingParameters(missing.map(({ name }) => name));
  return {
    given: keptColumns({ design, rows }, kept),
    design,
    table,
    reml,
    names,
    parameters,
    terms,
    values: stated,
    theta: null,
  };
}

function isStated(model: unknown): boolean {
  const { formula, data, parameters } = model as Partial<PowerModel>;
  return typeof formula === "string" && isObject(data) && isObject(parameters);
}

/** A table with the response's column, if the formula has one that is absent: its values mean nothing. */
function withResponse({ fixed }: ModelFormula, table: Table): Table {
  const [response] = fixed.lhs.flatMap(({ factors }) => factors.map(({ expression }) => expression));
  // a function of columns is not made up
  const name = response?.kind === "name" ? response.name : response === undefined ? null : quotedName(response);
  if (name === null || table.has(name)) return table;
  return withColumn(
    table,
    name,
    Float64Array.from({ length: table.numRows }, (_, i) => 1 + i),
  );
}

/** The same rows with some of the fixed columns. */
function keptColumns({ design, rows }: RowsOfDesign, kept: readonly number[]): RowsOfDesign {
  const X = new Float64Array(rows.n * kept.length);
  for (const [k, j] of kept.entries()) X.set(rows.X.subarray(j * rows.n, (j + 1) * rows.n), k * rows.n);
  const names = kept.map((j) => design.fixed.names[j]);
  return { design: { ...design, fixed: { ...design.fixed, names } } satisfies Design, rows: { ...rows, X } };
}

function truthOf(stated: Stated, changes: Readonly<Record<string, number>>): TrueStudy {
  const { given, design, table, reml, names, parameters, terms, theta } = stated;
  checkValues(parameters, changes);
  const values = { ...stated.values, ...changes };
  const isFixed = (name: string): boolean => parameters.find((own) => own.name === name)?.kind === "fixed";
  const isSame = theta !== null && Object.keys(changes).every(isFixed);
  const sigma = sigmaOf(parameters, values);
  return {
    given,
    design,
    table,
    reml,
    names,
    sigma,
    beta: parameters.filter(({ kind }) => kind === "fixed").map(({ name }) => values[name]),
    theta: isSame ? theta : thetaOfParameters(parameters, terms, values),
  };
}

/** Refuses names that there are not, and values that they cannot have. */
function checkValues(parameters: readonly ModelParameter[], values: Readonly<Record<string, number>>): void {
  const known = parameters.map(({ name }) => name);
  for (const [name, value] of Object.entries(values)) {
    const parameter = parameters.find((own) => own.name === name);
    if (parameter === undefined) throw unknownParameter(name, known);
    const { kind } = parameter;
    const isNumber = typeof value === "number" && Number.isFinite(value);
    if (!isNumber) throw parameterValue(name, value, "a finite number");
    if (kind === "sigma" && !(value > 0)) throw parameterValue(name, value, "a number more than 0");
    if (kind === "sd" && !(value >= 0)) throw parameterValue(name, value, "0 or more");
    if (kind === "correlation" && !(Math.abs(value) <= 1)) throw parameterValue(name, value, "a number from -1 to 1");
  }
}
