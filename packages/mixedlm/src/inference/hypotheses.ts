// What a caller says of the fixed effects (texts, or rows of numbers) -> rows of numbers, each with a label and the value that it
// is compared with.
import { parseConstraints } from "@mixedlm/formula";
import { isArrayLike, numbers, type OptionCheck } from "../option-checks.ts";
import type { Fit } from "../results.ts";
import {
  contrastEmpty,
  contrastLength,
  contrastValue,
  noContrasts,
  valueLength,
  valueOfTexts,
} from "./inference-errors.ts";

/**
 * Linear combinations of the fixed effects: texts such as `"Days = 10"` or `"recipe[T.B] - recipe[T.C]"` with the names of
 * `fit.names`, a row of p numbers, or rows of them.
 */
export type Hypotheses = string | readonly string[] | ArrayLike<number> | readonly ArrayLike<number>[];

/** What the option `value` has to be. */
export const aValue: OptionCheck = [(v) => typeof v === "number" || numbers[0](v), "a number, or an array of numbers"];

/** One combination l'beta, and what it is compared with. */
export interface Hypothesis {
  readonly label: string;
  /** Length p. */
  readonly row: readonly number[];
  readonly value: number;
}

/**
 * Reads hypotheses.
 *
 * @param value - what rows of numbers are compared with: one number for all, or one each; texts say it themselves.
 * @throws {@link FitError} `contrast-length`, `contrast-value`, `contrast-empty`; {@link FormulaError} of a text.
 */
export function readHypotheses(
  fit: Pick<Fit, "names">,
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
  if (list.every((own) => typeof own === "string")) {
    if (value !== undefined) throw valueOfTexts();
    return list.flatMap((text) => textHypotheses(fit, text)).map((own, i) => checked(own, i, fit.names));
  }
  const values = valuesOf(list.length, value);
  return list.map((own, i) => {
    if (!isArrayLike(own)) throw contrastValue(i, own);
    const row = Array.from(own as ArrayLike<number>);
    return checked({ label: labelOf(row, fit.names), row, value: values[i] }, i, fit.names);
  });
}

function textHypotheses({ names }: Pick<Fit, "names">, text: string): Hypothesis[] {
  const { coefs, constants } = parseConstraints(text, names);
  return coefs.map((row, i) => ({ label: labelOf(row, names), row, value: constants[i] }));
}

function valuesOf(count: number, value: number | ArrayLike<number> | undefined): readonly number[] {
  if (value === undefined || typeof value === "number") return new Array<number>(count).fill(value ?? 0);
  if (value.length !== count) throw valueLength(value.length, count);
  return Array.from(value);
}

function checked(own: Hypothesis, index: number, names: readonly string[]): Hypothesis {
  const { row, value } = own;
  if (row.length !== names.length) throw contrastLength(index, row.length, names);
  for (const entry of [...row, value])
    if (typeof entry !== "number" || !Number.isFinite(entry)) throw contrastValue(index, entry);
  if (row.every((entry) => entry === 0)) throw contrastEmpty(index);
  return own;
}

/** The combination in words: `recipe[T.B] - recipe[T.C]`, `Intercept + 10 Days`. */
function labelOf(row: readonly number[], names: readonly string[]): string {
  const parts = row.flatMap((entry, j) => (entry === 0 ? [] : [{ entry, name: names[j] ?? "?" }]));
  return parts
    .map(({ entry, name }, k) => {
      const size = Math.abs(entry) === 1 ? "" : `${Number(Math.abs(entry).toPrecision(6))} `;
      const sign = entry < 0 ? "-" : "+";
      return k === 0 ? `${entry < 0 ? "-" : ""}${size}${name}` : ` ${sign} ${size}${name}`;
    })
    .join("");
}
