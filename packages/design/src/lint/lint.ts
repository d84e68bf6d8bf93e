// The lint: a model and a table -> remarks on what is legal and seldom meant. It is offered beside the fit and decides
// nothing. A remark is made only of what is so on the rows at hand: a false alarm is worse than silence.
import type { Formula, ModelFormula } from "@mixedlm/formula";
import { checkFormula, checkModel } from "../design-arguments.ts";
import { aggregateWarnings } from "../design-messages.ts";
import { type Table, toTable } from "../table/table.ts";
import type { TableLike } from "../table/table-source.ts";
import { columnFindings } from "./lint-columns.ts";
import { type LintFacts, lintFacts } from "./lint-facts.ts";
import type { LintFinding } from "./lint-messages.ts";
import { missingFindings } from "./lint-missing.ts";
import { randomFindings } from "./lint-random.ts";
import { responseFindings } from "./lint-response.ts";

/**
 * Looks for what is legal in a model and seldom meant, on the data at hand.
 *
 * Rows are those that have every variable of the model. Each column used is read a few times, so that a million rows
 * take about a second.
 *
 * @param model - a model's terms, or those of a formula without random terms.
 * @param data - the table.
 * @returns findings in a stable order: missing values, the response, the fixed part, the random terms; inside each as
 *   written. The warnings of `buildDesign` are among them.
 * @throws {@link DesignError} only where `buildDesign` does: the errors of expressions and tables, `limit`;
 *   `not-a-model`.
 * @example
 * ```ts
 * lintFormula(parseModel({ formula: "y ~ x", group: columnFactor("g"), vcFormula: { a: "C(a)" } }), table)[0]?.code;
 * // "component-intercept"
 * ```
 */
export function lintFormula<D extends TableLike<D>>(model: ModelFormula | Formula, data: Table | D): LintFinding[] {
  const isMixed = typeof model === "object" && model !== null && "fixed" in model;
  if (isMixed) checkModel("lintFormula", model);
  else checkFormula("lintFormula", model, "what `parseMixedFormula` or `parseFormula` returned");
  const facts = lintFacts(isMixed ? model : { fixed: model, offset: [], random: [] }, toTable(data));
  const early = [...missingFindings(facts), ...responseFindings(facts)];
  return facts.n === 0
    ? early
    : [...early, ...keptAggregates(facts), ...columnFindings(facts), ...randomFindings(facts)];
}

/** The design of a mixed model keeps numbers made of all rows; the matrices of a formula alone do not. */
function keptAggregates({ left, right, values, random }: LintFacts): LintFinding[] {
  const uses = [...left, ...right].map(({ factor, source }) => ({ ...factor, source }));
  return random.length === 0 ? [] : aggregateWarnings(uses, values);
}
