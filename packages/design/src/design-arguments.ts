// Models and options of the stage functions, as they come from code without types -> nothing, or an error that says
// what would be right. Tables are told by their shape in `table-source.ts`.
import { checkOptions, type OptionCheck } from "@mixedlm/formula";
import { DesignError, notAModel } from "./errors.ts";

const MISSING: OptionCheck = [(v) => v === "drop" || v === "raise", '"drop" or "raise"'];
const COLUMN: OptionCheck = [(v) => typeof v === "string", "the name of a column"];

const DESIGN: Readonly<Record<string, OptionCheck>> = { missing: MISSING, weights: COLUMN, offset: COLUMN };
const MATRICES: Readonly<Record<string, OptionCheck>> = { missing: MISSING };

/** @throws {@link DesignError} `unknown-option`, `option-type` for options that `buildDesign` does not take. */
export function checkDesignOptions(options: unknown): void {
  checkOptions("buildDesign", options, DESIGN, DesignError);
}

/** @throws {@link DesignError} `unknown-option`, `option-type` for options that `buildMatrices` does not take. */
export function checkMatricesOptions(options: unknown): void {
  checkOptions("buildMatrices", options, MATRICES, DesignError);
}

/** @throws {@link DesignError} `not-a-model` for anything but the terms of a model with random effects. */
export function checkModel(call: string, model: unknown): void {
  const { fixed, random } = (model ?? {}) as { fixed?: unknown; random?: unknown };
  if (!isFormula(fixed) || !Array.isArray(random))
    throw notAModel(call, model, "what `parseMixedFormula` or `parseModel` returned");
}

/** @throws {@link DesignError} `not-a-model` for anything but the terms of a formula. */
export function checkFormula(call: string, formula: unknown, give: string = "what `parseFormula` returned"): void {
  if (!isFormula(formula)) throw notAModel(call, formula, give);
}

function isFormula(formula: unknown): boolean {
  const { lhs, rhs } = (formula ?? {}) as { lhs?: unknown; rhs?: unknown };
  return Array.isArray(lhs) && Array.isArray(rhs);
}
