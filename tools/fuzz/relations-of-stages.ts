// Relations between the ways to one fit: rows in one table or in chunks of any size, in tables of every kind, moments
// summed by one engine or the other, the same model in statsmodels' words, each row as two of half its weight. Each
// takes a model that has been fitted and gives the first difference, or null; `undefined` where it says nothing.
import { buildDesign, readCsv } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import type { RandomGenerator } from "@mixedlm/linalg";
import { accumulateChunks, mergeMoments } from "@mixedlm/moments";
import * as smf from "@mixedlm/smf";
import { tableFromArrays } from "@uwdata/flechette";
import { accurateMoments, engineOf, type Fit, fitMoments, likelihood, lmm } from "mixedlm";
import { blockEngine } from "../../packages/mixedlm/src/blocks/block-engine.ts";
import { schurEngine } from "../../packages/mixedlm/src/schur/schur-engine.ts";
import { isNear, roundingNoise, unequalEstimates } from "./compare-fits.ts";
import type { RandomModel } from "./random-models.ts";
import type { RandomTable } from "./random-tables.ts";

/** Looks for a difference. */
export type StageRelation = (model: RandomModel, fit: Fit, random: RandomGenerator) => string | null | undefined;

/** The relations by name. */
export const STAGE_RELATIONS: ReadonlyMap<string, StageRelation> = new Map<string, StageRelation>([
  ["rows in chunks, whose moments are merged", chunks],
  ["tables of rows, of Arrow and of Arquero", tableKinds],
  ["both engines at one point", engines],
  ["statsmodels' words", statsmodels],
  ["each row as two of half its weight, at one point", halves],
]);

type Rows = Record<string, unknown>[];

function rowsOf(table: RandomTable): Rows | null {
  const columns = Object.entries(table);
  if (!columns.every(([, column]) => Array.isArray(column))) return null;
  const n = (table.y as readonly unknown[]).length;
  return Array.from({ length: n }, (_, row) =>
    Object.fromEntries(columns.map(([name, column]) => [name, (column as readonly unknown[])[row]])),
  );
}

/** Moments of runs of rows, merged in a random tree, fitted: nothing but rounding differs. */
function chunks({ table, options }: RandomModel, fit: Fit, random: RandomGenerator): string | null | undefined {
  const rows = rowsOf(table);
  // designs whose columns nearly depend on each other have their moments from a second reading of the rows
  const { design } = fit;
  const whole = accurateMoments(design, table as never, "drop");
  if (rows === null || whole.fixed !== null) return undefined;
  const parts: Rows[] = [];
  for (let start = 0; start < rows.length; ) {
    const stop = start + 1 + random.integer(rows.length);
    parts.push(rows.slice(start, stop));
    start = stop;
  }
  const columnsOf = (part: Rows) =>
    Object.fromEntries(Object.keys(table).map((name) => [name, typed(table, name, part)]));
  const records = parts.map((part) => accumulateChunks(design, [columnsOf(part) as never]));
  while (records.length > 1) {
    const at = random.integer(records.length - 1);
    const [a, b] = records.splice(at, 2) as [(typeof records)[0], (typeof records)[0]];
    records.splice(at, 0, mergeMoments(a, b));
  }
  const other = fitMoments(records[0] as (typeof records)[0], { reml: options.reml, dependent: "drop" });
  return unequalEstimates(fit, other, { sameTValues: true }, roundingNoise(fit));
}

/** Values of a run of rows; an array that has none says nothing of its type, so missing values are NaN in numbers. */
function typed(table: RandomTable, name: string, part: Rows): unknown {
  const isNumber = (table[name] as readonly unknown[]).some(
    (value) => typeof value === "number" && !Number.isNaN(value),
  );
  return isNumber
    ? Float64Array.from(part, (row) => (row[name] as number) ?? Number.NaN)
    : part.map((row) => (Number.isNaN(row[name]) ? null : (row[name] ?? null)));
}

/** The same values give the same bits, whatever holds them. */
function tableKinds({ formula, table, options }: RandomModel, fit: Fit): string | null | undefined {
  const rows = rowsOf(table);
  if (rows === null || rows.length === 0) return undefined;
  const columns = Object.fromEntries(Object.keys(table).map((name) => [name, typed(table, name, rows)]));
  // Arquero's own constructor, which nothing but the reader of texts imports
  const Arquero = readCsv("row\n1\n").constructor as new (columns: object) => unknown;
  const kinds = { rows, Arrow: tableFromArrays(columns as never), Arquero: new Arquero(columns) };
  for (const [kind, data] of Object.entries(kinds)) {
    const other = lmm(formula, data as never, options);
    const same = other.objective === fit.objective && String(other.beta) === String(fit.beta);
    if (!same) return `as ${kind} the criterion is ${other.objective} and not ${fit.objective}`;
  }
  return null;
}

/** Blocks, and the Schur complement dense and sparse, at the optimum: the same criterion from three computations. */
function engines({ options }: RandomModel, fit: Fit): string | null {
  const { products } = fit.engine;
  const { lambda } = fit.estimates;
  const values = [blockEngine(products), schurEngine(products, "dense"), schurEngine(products, "sparse")].map(
    (engine) => {
      return -2 * likelihood(engine, options.reml)(lambda).logLik;
    },
  );
  const wrong = values.find((value) => !isNear(value, fit.objective, fit.n, roundingNoise(fit)));
  return wrong === undefined ? null : `the criterion is ${values.join(", ")}, and of the fit ${fit.objective}`;
}

/** The path that is statsmodels' stops at a gradient of 1e-5 a row: near the optimum, where the criterion is flat. */
const STATSMODELS_STOPS = 1e-2;

/** One grouping column, one covariance of any form, no offset or weights: what statsmodels has. */
function statsmodels({ table, options, fixed, bars }: RandomModel, fit: Fit): string | null | undefined {
  const [bar, ...others] = bars;
  const isTheirs = bar?.structure === "us" && others.length === 0 && bar.groups.length === 1;
  if (!isTheirs || options.weights !== undefined || options.offset !== undefined || fit.dropped.length > 0)
    return undefined;
  const sum = ({ intercept, terms }: RandomModel["fixed"]): string =>
    [intercept ? "1" : "0", ...terms.map((term) => term.join(":"))].join(" + ");
  const group = bar.groups[0] as string;
  const model = smf.mixedlm(
    `y ~ ${sum(fixed)}`,
    table as never,
    group as never,
    { re_formula: sum(bar), missing: "drop" } as never,
  );
  const { llf } = model.fit({ reml: options.reml });
  const short = -2 * llf - fit.objective;
  return short > STATSMODELS_STOPS ||
    !isNear(Math.max(0, -short) + fit.objective, fit.objective, fit.n, roundingNoise(fit))
    ? `twice its log-likelihood is ${2 * llf}, and the criterion of lmm ${fit.objective}`
    : null;
}

/**
 * At the same relative covariances the weighted residual sum of squares, |V| and X'V^-1 X are the same; what differs is
 * the number of rows. The optimum is not the same one: n rows more that have no residual make a smaller variance.
 */
function halves({ formula, table, options }: RandomModel, fit: Fit): string | null | undefined {
  const rows = rowsOf(table);
  if (rows === null || fit.dropped.length > 0) return undefined;
  const n = rows.length;
  const w = Array.from({ length: n }, (_, row) => (options.weights === undefined ? 1 : (rows[row] as { w: number }).w));
  const twice = [...rows, ...rows].map((row, i) => ({
    ...row,
    w: typeof w[i % n] === "number" ? (w[i % n] as number) / 2 : w[i % n],
  }));
  const design = buildDesign(
    parseMixedFormula(formula),
    twice as never,
    { missing: "drop", weights: "w", offset: options.offset } as never,
  );
  const engine = engineOf(accurateMoments(design, twice as never, "error"));
  const logWeights = fit.rows.reduce((sum, row) => sum + Math.log(w[row] as number), 0);
  const p = options.reml ? fit.p : 0;
  const r2 = fit.sigma ** 2 * (fit.n - p);
  const residual = (nu: number): number => nu * (1 + Math.log((2 * Math.PI * r2) / nu));
  const expected = fit.objective - logWeights + 2 * fit.n * Math.log(2) + residual(2 * fit.n - p) - residual(fit.n - p);
  const found = -2 * likelihood(engine, options.reml)(fit.estimates.lambda).logLik;
  return isNear(found, expected, 2 * fit.n, roundingNoise(fit))
    ? null
    : `the criterion is ${found}, expected ${expected}`;
}
