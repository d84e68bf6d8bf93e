// What a caller says of the fixed effects (texts, or rows of numbers) -> rows of numbers, each with a label and the
// value that it is compared with.
import { FormulaError, isArrayLike, parseConstraints } from "@mixedlm/formula";
import { numbers, type OptionCheck } from "../calls/option-checks.ts";
import { sixDigits } from "../printing/six-digits.ts";
import type { Fit } from "../results/fit.ts";
import { checkRow } from "./check-row.ts";
import {
  contrastEmpty,
  contrastValue,
  droppedColumn,
  noContrasts,
  valueLength,
  valueOfTexts,
} from "./inference-errors.ts";

/**
 * Linear combinations of the fixed effects: texts such as `"Days = 10"` or `"recipe[T.B] - recipe[T.C]"` with the names
 * of `fit.names`, a row of p numbers, or rows of them.
 */
export type Hypotheses = string | readonly string[] | ArrayLike<number> | readonly ArrayLike<number>[];

/** What the option `value` has to be. */
export const aValue: OptionCheck = [(v) => typeof v === "number" || numbers[0](v), "a number, or an array of numbers"];

/** The coefficients that there are, and columns that were left out. */
type Coefficients = Pick<Fit, "names"> & Partial<Pick<Fit, "dropped" | "stdError" | "sigma">>;

/** One combination l'beta, and what it is compared with. */
export interface Hypothesis {
  readonly label: string;
  /** The text that says it, or the combination and its value in words. */
  readonly said: string;
  /** Length p. */
  readonly row: readonly number[];
  readonly value: number;
}

/**
 * Reads hypotheses.
 *
 * @param value - what rows of numbers are compared with: one number for all, or one each; texts say it themselves.
 * @throws {@link FitError} `contrast-length`, `contrast-value`, `contrast-empty`, `dropped-column`;
 *   {@link FormulaError} of a text.
 */
export function readHypotheses(
  fit: Coefficients,
  hypotheses: Hypotheses,
  value: number | ArrayLike<number> | undefined,
): readonly Hypothesis[] {
  const list: readonly unknown[] =
    typeof hypotheses === "string" || (isArrayLike(hypotheses) && typeof hypotheses[0] === "number")
      ? [hypotheses]
      : isArrayLike(hypotheses)
        ? Array.from(hypotheses as ArrayLike<unknown>)
        : [hypotheses];
  if (list.length === 0) throw noContrasts();
  const sizes = fit.stdError?.map((size) => size / (fit.sigma ?? 1));
  if (list.every((own) => typeof own === "string")) {
    if (value !== undefined) throw valueOfTexts();
    const read = list.flatMap((text) => textHypotheses(fit, text));
    for (const [i, own] of read.entries()) checkRow(own.row, i, fit.names, sizes);
    return read.map(checked);
  }
  const values = valuesOf(list.length, value);
  return list.map((own, i) => {
    checkRow(own, i, fit.names, sizes);
    const row = Array.from(own as ArrayLike<number>);
    const label = labelOf(row, fit.names);
    return checked({ label, said: `${label} = ${values[i]}`, row, value: values[i] }, i);
  });
}

function textHypotheses(fit: Coefficients, text: string): Hypothesis[] {
  const { names } = fit;
  const { coefs, constants } = constraintsOf(fit, text);
  return coefs.map((row, i) => {
    const label = labelOf(row, names);
    const said = text.includes("=") ? text.trim() : `${label} = ${constants[i]}`;
    return { label, said, row, value: constants[i] };
  });
}

function constraintsOf({ names, dropped = [] }: Coefficients, text: string) {
  try {
    return parseConstraints(text, names);
  } catch (error) {
    // a column that was left out is a name too, but has no coefficient
    const used = dropped.filter((name) => isNamed(text, name, [...names, ...dropped]));
    throw used.length > 0 ? droppedColumn(used, names) : error;
  }
}

/** Whether a text that can be read with these names speaks of one of them. */
function isNamed(text: string, name: string, names: readonly string[]): boolean {
  try {
    return parseConstraints(text, names).coefs.some((row) => row[names.indexOf(name)] !== 0);
  } catch (error) {
    if (error instanceof FormulaError) return false;
    throw error;
  }
}

function valuesOf(count: number, value: number | ArrayLike<number> | undefined): readonly number[] {
  if (value === undefined || typeof value === "number") return new Array<number>(count).fill(value ?? 0);
  if (value.length !== count) throw valueLength(value.length, count);
  return Array.from(value);
}

function checked(own: Hypothesis, index: number): Hypothesis {
  const { row, value } = own;
  if (!Number.isFinite(value)) throw contrastValue(index, value);
  if (row.every((entry) => entry === 0)) throw contrastEmpty(index);
  return own;
}

/** The combination in words: `recipe[T.B] - recipe[T.C]`, `Intercept + 10 Days`. */
function labelOf(row: readonly number[], names: readonly string[]): string {
  const parts = row.flatMap((entry, j) => (entry === 0 ? [] : [{ entry, name: names[j] ?? "?" }]));
  return parts
    .map(({ entry, name }, k) => {
      const size = Math.abs(entry) === 1 ? "" : `${sixDigits(Math.abs(entry))} `;
      const sign = entry < 0 ? "-" : "+";
      return k === 0 ? `${entry < 0 ? "-" : ""}${size}${name}` : ` ${sign} ${size}${name}`;
    })
    .join("");
}
