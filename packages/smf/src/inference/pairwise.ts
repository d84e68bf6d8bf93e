// Differences between all pairs of levels of a categorical variable, with p-values adjusted for their number:
// statsmodels' `t_test_pairwise`.
import { type FactorSpec, formatLevel, matrixRows } from "@mixedlm/design";
import { parseRightSide } from "@mixedlm/formula";
import { nameCount } from "../errors.ts";
import { Frame } from "../labelled/frame.ts";
import { checkOption, checkOptions } from "../model/options.ts";
import type { SingleContrastResults } from "./contrast-results.ts";
import type { Estimated } from "./estimated.ts";
import { notOneFactor, unknownTerm } from "./inference-errors.ts";
import { multipletests } from "./multiple-tests.ts";
import { tTest } from "./t-test.ts";

/** What can be asked of pairwise tests. */
export interface PairwiseOptions {
  /** Methods for multiple tests, see {@link multipletests}. Default "hs". */
  readonly method?: string | readonly string[];
  /** Level of the decisions `reject-...`. Default 0.05. */
  readonly alpha?: number;
  /** Names of the levels, in their order. */
  readonly factor_labels?: readonly string[] | null;
}

/** Tests of all pairs. */
export interface PairwiseResults {
  /**
   * A row for each pair: `coef`, `std err`, the statistic, its p-value, the interval, and for each method
   * `pvalue-<method>` and `reject-<method>`.
   */
  readonly result_frame: Frame<number | boolean>;
  /** The restrictions: a row for each pair, a column for each parameter. */
  readonly contrasts: readonly (readonly number[])[];
  /** The term's name. */
  readonly term: string;
  /** Names of the pairs: `second-first`. */
  readonly contrast_labels: readonly string[];
  /** The coding of the variable: a row for each level, a column for each coefficient of the term. */
  readonly term_encoding_matrix: readonly (readonly number[])[];
  /** The tests themselves. */
  readonly t_test: SingleContrastResults;
}

const OPTIONS = { method: "method", alpha: "probability", factor_labels: "anything" } as const;

/**
 * Compares all pairs of levels of a main effect. The intervals are not adjusted. With an interaction in the model the
 * differences are those at the reference level of the other variables.
 *
 * @param term_name - the term as it is named in the model: `C(Evit)`.
 * @throws {@link SmfError} `unknown-term`; `term-kind` for interactions and for terms of numbers; `name-count` when
 *   `factor_labels` are not one for each level; `unknown-method`, `p-value` when an estimate has no standard error.
 * @see statsmodels 0.13.5, `stats.contrast.t_test_pairwise` (which raises for mixed models).
 */
export function tTestPairwise(estimated: Estimated, term_name: string, options: PairwiseOptions = {}): PairwiseResults {
  checkOptions("t_test_pairwise", options, OPTIONS);
  const { method = "hs", alpha = 0.05 } = options;
  const { factor, start, coding } = codedFactor(estimated, term_name);
  const levels = factor.levels.map((level) => formatLevel(level, factor.dataType));
  const labels = options.factor_labels ?? levels;
  checkOption("t_test_pairwise", "factor_labels", labels, "names");
  if (labels.length !== levels.length) throw nameCount("factor_labels", labels.length, levels.length, "level");
  const pairs = labels.flatMap((_, i) => labels.slice(i + 1).map((__, step) => [i, i + 1 + step] as const));
  const contrasts = pairs.map(([first, second]) => {
    const row = estimated.names.map(() => 0);
    coding[second]!.forEach((value, j) => {
      row[start + j] = value - coding[first]![j]!;
    });
    return row;
  });
  const contrast_labels = pairs.map(([first, second]) => `${labels[second]}-${labels[first]}`);
  const t_test = tTest(estimated, contrasts);
  const methods = typeof method === "string" ? [method] : method;
  return {
    result_frame: withAdjustments(t_test, contrast_labels, methods, alpha),
    contrasts,
    term: term_name,
    contrast_labels,
    term_encoding_matrix: coding,
    t_test,
  };
}

type CategoricalFactor = Extract<FactorSpec, { kind: "categorical" }>;

/** The one factor of a term, the term's first column, and the factor's coding in it. */
function codedFactor(
  { fixed }: Estimated,
  name: string,
): { factor: CategoricalFactor; start: number; coding: number[][] } {
  const terms = fixed?.terms ?? [];
  const term = terms.find((one) => one.name === name);
  if (fixed === null || term === undefined)
    throw unknownTerm(
      name,
      terms.map((one) => one.name),
    );
  const factors = new Set(term.subterms.flatMap((subterm) => subterm.factors.map((one) => one.factor)));
  if (factors.size > 1) throw notOneFactor(name, "is an interaction");
  if (factors.size === 0) throw notOneFactor(name, "has no variable");
  const [used] = term.subterms.flatMap((subterm) => subterm.factors);
  const factor = fixed.factors.find((one) => one.name === used!.factor)!;
  if (factor.kind === "numeric") throw notOneFactor(name, "is numeric");
  const [start, stop] = term.slice;
  return { factor, start, coding: codingOf(factor, used!.coding, stop - start) };
}

/** The columns of a factor for each of its levels: its own matrix, evaluated on a table of one row a level. */
function codingOf(factor: CategoricalFactor, coding: "numeric" | "full" | "reduced", width: number): number[][] {
  const source = "C(level)";
  const expression = parseRightSide(source).terms.flatMap((term) => term.factors)[0]!.expression;
  const spec = {
    source,
    factors: [{ ...factor, name: source, expression }],
    terms: [{ name: source, slice: [0, width] as const, subterms: [{ factors: [{ factor: source, coding }] }] }],
    names: Array.from({ length: width }, (_, j) => String(j)),
  };
  const { levels } = factor;
  const { data } = matrixRows(spec, { level: [...levels] });
  return levels.map((_, i) => Array.from({ length: width }, (__, j) => data[j * levels.length + i]!));
}

function withAdjustments(
  tests: SingleContrastResults,
  labels: readonly string[],
  methods: readonly string[],
  alpha: number,
): Frame<number | boolean> {
  const plain = tests.summary_frame({ xname: labels });
  const adjusted = methods.map((method) => multipletests(tests.pvalue, { method, alpha }));
  const columns = methods.flatMap((method) => [`pvalue-${method}`, `reject-${method}`]);
  const rows = plain.values.map((row, i) => [
    ...row,
    ...adjusted.flatMap(({ pvals_corrected, reject }) => [pvals_corrected[i]!, reject[i]!]),
  ]);
  return new Frame<number | boolean>(labels, [...plain.columns, ...columns], rows);
}
