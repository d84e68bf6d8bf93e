// Messages about tests, intervals, predictions and profiles.
import { didYouMean, nearest, shownValue } from "@mixedlm/formula";
import { quoted, SmfError } from "../errors.ts";

/** Something else than a linear hypothesis. */
export function restrictionKind(call: string, found: unknown): SmfError {
  const text = `r_matrix of ${call} is ${shownValue(found)}, expected rows of numbers, a text such as "Time = 0", {R, q}, or parameters with their values`;
  return new SmfError("restriction", text, { call });
}

/** A row of restrictions that fits neither the fixed effects nor all parameters. */
export function restrictionShape(call: string, row: number, length: number, k_fe: number, k: number): SmfError {
  const all = k === k_fe ? "" : ` or ${k} (all parameters)`;
  const text = `row ${row} (counted from 0) of r_matrix of ${call} has ${length} entries, expected ${k_fe} (the fixed effects)${all}`;
  return new SmfError("restriction", text, { call, row, length, k_fe, k });
}

/** A restriction with something else than a finite number. */
export function restrictionNumber(call: string, where: string, found: unknown): SmfError {
  const text = `${where} in r_matrix of ${call} is ${shownValue(found)}, expected a finite number`;
  return new SmfError("restriction", text, { call, where });
}

/** Restrictions that restrict nothing. */
export function noRestriction(call: string): SmfError {
  const text = `r_matrix of ${call} holds only zeros, so nothing is tested; give each restriction a coefficient`;
  return new SmfError("restriction", text, { call });
}

/** The values q of R params = q are not one for each row. */
export function restrictionValues(length: number, rows: number): SmfError {
  const text = `q has ${length} values, but R has ${rows} rows; give one finite number for each row, or one for all`;
  return new SmfError("restriction", text, { length, rows });
}

/** Hypotheses that cannot be true together. */
export function contradiction(row: number): SmfError {
  const text = `restriction ${row} (counted from 0) contradicts those before it: they fix the same combination of parameters at another value`;
  return new SmfError("contradiction", text, { row });
}

/** A joint test of parameters that have no covariance. */
export function noCovariance(call: string, names: readonly string[]): SmfError {
  const text = `${call} involves ${names.map(quoted).join(", ")}, whose variance is not a number; leave these parameters out, or give \`cov_p\``;
  return new SmfError("no-covariance", text, { call, names });
}

/** The covariance of independent restrictions has no inverse. */
export function singularRestrictions(call: string, row: number): SmfError {
  const text = `the covariance of the restrictions of ${call} is not positive definite, first at restriction ${row} (counted from 0): some parameter in it has no variance of its own; leave it out, or give \`cov_p\``;
  return new SmfError("singular-covariance", text, { call, row });
}

/** A covariance matrix of the wrong size. */
export function covarianceShape(what: string, rows: number, columns: number, sizes: readonly number[]): SmfError {
  const right = [...new Set(sizes)].map((size) => `${size} x ${size}`).join(" or ");
  const found = rows < 0 ? "no array of rows" : `${rows} x ${columns}`;
  return new SmfError("covariance-shape", `${what} is ${found}, expected ${right}`, { what, rows, columns, sizes });
}

/** An entry of a covariance matrix that is no number. */
export function covarianceEntry(what: string, row: number, column: number, found: unknown): SmfError {
  const text = `entry ${column} of row ${row} (both counted from 0) of ${what} is ${shownValue(found)}, expected a number`;
  return new SmfError("not-numeric", text, { what, row, column });
}

/** Arguments of `cov_params` that exclude each other, or lack one another. */
export function covarianceArguments(text: string): SmfError {
  return new SmfError("option-conflict", text);
}

/** What a kind of test does not have. */
export function notAvailable(what: string): SmfError {
  return new SmfError("not-available", `${what} is only available for t and z tests`, { what });
}

/** A term that the model does not have. */
export function unknownTerm(term: unknown, terms: readonly string[]): SmfError {
  const candidates = nearest(term, terms);
  const list = terms.length === 0 ? "the model has no formula" : `terms: ${terms.join(", ")}`;
  return new SmfError(
    "unknown-term",
    `${shownValue(term)} is not a term of the model${didYouMean(candidates)} (${list})`,
    {
      term,
      candidates,
    },
  );
}

/** A term whose levels cannot be compared in pairs. */
export function notOneFactor(term: string, reason: string): SmfError {
  const text = `the term \`${term}\` ${reason}; pairs can be compared of one categorical variable's main effect`;
  return new SmfError("term-kind", text, { term });
}

/** A text in `combine_terms` that is part of no term's name. */
export function nothingCombined(part: string, terms: readonly string[]): SmfError {
  const text = `combine_terms: no term has "${part}" in its name (terms: ${terms.join(", ")})`;
  return new SmfError("unknown-term", text, { term: part, candidates: [] });
}

/** A p-value that is none. */
export function notProbability(at: number, value: unknown): SmfError {
  const text = `p-value ${at} (counted from 0) is ${shownValue(value)}, expected a number from 0 to 1`;
  return new SmfError("p-value", text, { at, value });
}

/** Something else than a list of p-values. */
export function notProbabilities(found: unknown): SmfError {
  const text = `the p-values of multipletests are ${shownValue(found)}, expected an array of numbers from 0 to 1`;
  return new SmfError("p-value", text);
}

/** No p-values to adjust. */
export function noProbabilities(): SmfError {
  return new SmfError("p-value", "there are no p-values to adjust; give one at least", { at: 0 });
}

/** A method for multiple tests that does not exist. */
export function unknownAdjustment(method: unknown, known: readonly string[]): SmfError {
  const candidates = nearest(method, known);
  const text = `${shownValue(method)} is not a method for multiple tests${didYouMean(candidates)} (methods: ${known.join(", ")})`;
  return new SmfError("unknown-method", text, { method, candidates, known });
}

/** A call that a constrained or penalised fit has no answer to. */
export function constrainedFit(call: string, reason: string): SmfError {
  const text = `${call} is not there for a fit with ${reason}; fit the model without, and ask that result`;
  return new SmfError("constrained-fit", text, { call, reason });
}

/** A variance parameter that does not exist. */
export function profileParameter(found: unknown, vtype: "re" | "vc", names: readonly string[]): SmfError {
  const count = names.length;
  const what = vtype === "re" ? "random-effects column" : "variance component";
  const known = count === 0 ? "there are none" : `give ${names.map(quoted).join(", ")}`;
  const numbers = vtype === "re" && count > 0 ? `, or a number from 0 to ${count - 1}` : "";
  return new SmfError("profile-parameter", `no ${what} ${shownValue(found)}; ${known}${numbers}`, {
    found,
    vtype,
    names,
  });
}

/** The lowest point of a profile would be negative. */
export function profileRange(variance: number, dist_low: number): SmfError {
  const text = "dist_low is too large and would result in a negative variance. Try a smaller value.";
  return new SmfError("profile-range", text, { variance, dist_low });
}

/** A vector of parameters that is neither the fixed effects nor all of them. */
export function paramsLength(call: string, length: number, expected: readonly number[]): SmfError {
  const text = `params of ${call} has ${length} numbers, expected ${expected.join(", or ")}`;
  return new SmfError("params-length", text, { call, length, expected });
}

/** Rows of numbers that are not the fixed effects' columns. */
export function exogShape(row: number, length: number, names: readonly string[]): SmfError {
  const text = `row ${row} (counted from 0) of exog has ${length} numbers, expected ${names.length}: ${names.join(", ")}`;
  return new SmfError("exog-shape", text, { row, length, names });
}

/** Other rows than the model has, where its groups are needed. */
export function exogRows(rows: number, expected: number): SmfError {
  const text = `exog has ${rows} rows, but the groups are those of the model's ${expected}; give one row for each`;
  return new SmfError("exog-shape", text, { rows, expected });
}
