// The arguments of a translation, as they come from code without types -> nothing, or an error that says what would be right.
import type { ModelFormula } from "./random.ts";
import { notAModel, notATarget, notOption, type Target, unknownOption } from "./translate-messages.ts";

const TARGETS: readonly Target[] = ["statsmodels", "lme4", "MixedModels.jl"];
const OPTIONS = ["categories", "constants", "columns"];

/** @throws {@link FormulaError} `not-a-model`, `option` for an unknown language, an unknown option or one of another kind. */
export function checkTranslation(model: ModelFormula, to: Target, options: unknown): void {
  if (!isRecord(model) || !isRecord(model.fixed) || !Array.isArray(model.random)) throw notAModel(model);
  if (!TARGETS.includes(to)) throw notATarget(to, TARGETS);
  if (!isRecord(options)) throw notOption("options", options, `an object (${OPTIONS.join(", ")})`);
  for (const [name, value] of Object.entries(options)) {
    if (!OPTIONS.includes(name)) throw unknownOption(name, OPTIONS);
    if (value === undefined) continue;
    if (!Array.isArray(value) || !value.every((own) => typeof own === "string"))
      throw notOption(name, value, "an array of names of columns");
  }
}

function isRecord(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}
