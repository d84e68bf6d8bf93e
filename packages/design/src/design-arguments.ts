// Models and options of the stage functions, as they come from code without types -> nothing, or an error that says
// what would be right. Tables are told by their shape in `table-source.ts`.
import { checkOptions, holds, type OptionCheck } from "@mixedlm/formula";
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
  if (!holds(isModel, model)) throw notAModel(call, model, "what `parseMixedFormula` or `parseModel` returned");
}

/** @throws {@link DesignError} `not-a-model` for anything but the terms of a formula. */
export function checkFormula(call: string, formula: unknown, give: string = "what `parseFormula` returned"): void {
  if (!holds(isFormula, formula)) throw notAModel(call, formula, give);
}

/** @throws {@link DesignError} `not-a-model` for anything but a design. */
export function checkDesign(call: string, design: unknown): void {
  if (!holds(isDesign, design)) throw notAModel(call, design, "what `buildDesign` returned");
}

function isModel(model: unknown): boolean {
  const { fixed, random } = model as { fixed?: unknown; random?: unknown };
  return isFormula(fixed) && Array.isArray(random);
}

function isDesign(design: unknown): boolean {
  const { fixed, response, groups, randomEffects, components, offset } = design as Readonly<Record<string, object>>;
  const lists = [groups, randomEffects, components, offset];
  return "terms" in fixed! && "terms" in response! && lists.every((own) => Array.isArray(own));
}

function isFormula(formula: unknown): boolean {
  const { lhs, rhs } = (formula ?? {}) as { lhs?: unknown; rhs?: unknown };
  return Array.isArray(lhs) && Array.isArray(rhs);
}
