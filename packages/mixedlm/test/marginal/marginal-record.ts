// In: what emmeans recorded (tools/fixtures/native_marginal.R). Out: our fit and our calls of the same cases, and how far apart
// rows are.
import { type Level, toTable } from "@mixedlm/design";
import {
  type Fit,
  lmm,
  type MarginalEstimates,
  type MarginalOptions,
  type MarginalRow,
  marginalMeans,
  marginalTrends,
} from "../../src/index.ts";
import { fitOf, tableOf } from "../engine-fits.ts";
import { loadNative } from "../native-fits.ts";

/** A row of emmeans; numbers are null where it is not estimable. */
export interface RecordedRow {
  readonly values: Readonly<Record<string, Level>>;
  readonly estimate: number | null;
  readonly stdError: number | null;
  readonly df: number | "Infinity" | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly statistic: number | null;
  readonly pValue: number | null;
}

/** Contrasts of a method: coefficients, and rows under each adjustment. */
export interface RecordedContrasts {
  readonly method: string;
  readonly ref: string | null;
  readonly custom: Readonly<Record<string, readonly number[]>>;
  readonly coefficients: readonly (readonly number[])[];
  readonly adjusted: Readonly<Record<string, readonly RecordedRow[]>>;
}

/** A call of emmeans or emtrends. */
export interface MarginalCase {
  readonly model: string;
  readonly formula: string;
  readonly dataset: string;
  readonly rowWeights: string | null;
  readonly reml: boolean;
  readonly specs: readonly string[];
  readonly by: readonly string[];
  readonly at: Readonly<Record<string, readonly Level[]>> | readonly [];
  readonly weights: MarginalOptions["weights"] | null;
  readonly trend: string | null;
  readonly ddf: "residual" | "normal" | "satterthwaite" | "kenward-roger";
  readonly meansAdjust: NonNullable<MarginalOptions["adjust"]>;
  readonly rows: readonly RecordedRow[];
  readonly contrasts: readonly RecordedContrasts[];
}

/** The record of emmeans. */
export const MARGINAL = loadNative<{
  readonly cases: readonly MarginalCase[];
  readonly poly: readonly { readonly k: number; readonly rows: readonly (readonly number[])[] }[];
}>("marginal");

let gap: Fit | null = null;

/** Our fit of a case's model. */
function marginalFit({ model, formula, dataset, rowWeights, reml }: MarginalCase): Fit {
  if (model !== "ratpups-gap") return fitOf({ formula, dataset, reml, weights: rowWeights });
  gap ??= lmm(formula, pupsWithGap());
  return gap;
}

/** The pups without the females under the high dose. */
export function pupsWithGap(): Record<string, ArrayLike<unknown>> {
  const table = toTable(tableOf("ratpups"));
  const columns = table.columnNames.map((name) => [name, table.column(name)] as const);
  const rows = Array.from({ length: table.numRows }, (_, i) =>
    Object.fromEntries(
      columns.map(([name, own]) => [
        name,
        own.kind === "category" ? own.levels[own.codes[i]!]! : (own.values[i] as number),
      ]),
    ),
  ).filter(({ Treatment, sex }) => !(Treatment === "High" && sex === "Female"));
  return Object.fromEntries(columns.map(([name]) => [name, rows.map((row) => row[name]!)]));
}

/** Our answer to a case. */
export function marginalCase(own: MarginalCase, options: MarginalOptions = {}): MarginalEstimates {
  const { specs, by, at, weights, trend, ddf, meansAdjust } = own;
  const fit = marginalFit(own);
  const all = {
    by,
    at: { ...at } as Record<string, Level[]>,
    weights: weights ?? undefined,
    ddf,
    adjust: meansAdjust,
    ...options,
  };
  return trend === null ? marginalMeans(fit, specs, all) : marginalTrends(fit, trend, specs, all);
}

/** Our row that has the values of a recorded one. */
export function rowLike(rows: readonly MarginalRow[], { values }: RecordedRow): MarginalRow {
  const near = (a: Level, b: Level | null | undefined): boolean =>
    typeof a === "number" ? Math.abs(a - Number(b)) <= 1e-12 * Math.abs(a) : a === b;
  const found = rows.filter((row) => Object.entries(values).every(([name, value]) => near(value, row[name])));
  if (found.length !== 1) throw new Error(`${found.length} rows are ${JSON.stringify(values)}`);
  return found[0]!;
}

/** Name of a case, for the names of tests. */
export function caseName({ model, specs, by, trend, weights, ddf, at }: MarginalCase): string {
  const what = `${trend === null ? "" : `${trend} by `}${specs.join(" * ") || "1"}${by.length > 0 ? ` | ${by.join(", ")}` : ""}`;
  const fixed = Object.keys(at).length > 0 ? `, at ${JSON.stringify(at)}` : "";
  return `${model}: ${what}${fixed}, ${weights ?? "equal"}, ${ddf}`;
}
