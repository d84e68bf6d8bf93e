// The arguments of a translation, as they come from code without types -> nothing, or an error that says what would be
// right.
import { checkOptions, isList, isRecord } from "../check-options.ts";
import { FormulaError } from "../formula-error.ts";
import { NAMES } from "../parse-arguments.ts";
import type { ModelFormula } from "../terms/random-term.ts";
import { notAModel, notATarget, type Target } from "./translate-errors.ts";

const TARGETS: readonly Target[] = ["statsmodels", "lme4", "MixedModels.jl"];

/** @throws {@link FormulaError} `not-a-model`; `option-type` for an unknown language, and as {@link checkOptions}. */
export function checkTranslation(model: ModelFormula, to: Target, options: unknown): void {
  if (!isRecord(model) || !isRecord(model.fixed) || !isList(model.random)) throw notAModel(model);
  if (!TARGETS.includes(to)) throw notATarget(to, TARGETS);
  checkOptions("translate", options, { categories: NAMES, constants: NAMES, columns: NAMES }, FormulaError);
}
