// Models and options of the stage functions, as they come from code without types -> nothing, or an error that says what
// would be right. Tables are told by their shape in `table-source.ts`.
import { notAModel, notDesignOption, unknownDesignOption } from "./errors.ts";

type Check = readonly [test: (value: unknown) => boolean, expected: string];

const MISSING: Check = [(v) => v === "drop" || v === "raise", '"drop" or "raise"'];
const COLUMN: Check = [(v) => typeof v === "string", "the name of a column"];

const DESIGN: Readonly<Record<string, Check>> = { missing: MISSING, weights: COLUMN, offset: COLUMN };
const MATRICES: Readonly<Record<string, Check>> = { missing: MISSING };

/** @throws {@link DesignError} `option` for an unknown option of `buildDesign`, or one of another kind. */
export function checkDesignOptions(options: unknown): void {
  checkOptions("buildDesign", options, DESIGN);
}

/** @throws {@link DesignError} `option` for an unknown option of `buildMatrices`, or one of another kind. */
export function checkMatricesOptions(options: unknown): void {
  checkOptions("buildMatrices", options, MATRICES);
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

function checkOptions(call: string, options: unknown, checks: Readonly<Record<string, Check>>): void {
  const known = Object.keys(checks);
  if (Object.prototype.toString.call(options) !== "[object Object]")
    throw notDesignOption(call, "options", options, `an object (${known.join(", ")})`);
  for (const [name, value] of Object.entries(options as object)) {
    const check = known.includes(name) ? checks[name] : undefined;
    if (check === undefined) throw unknownDesignOption(call, name, known);
    const [test, expected] = check;
    if (value !== undefined && !test(value)) throw notDesignOption(call, name, value, expected);
  }
}
