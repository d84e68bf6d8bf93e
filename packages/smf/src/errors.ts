// Every message of this package, on one page.
import { nearest } from "@mixedlm/formula";

/** Codes of {@link SmfError}; stable. */
export type SmfErrorCode =
  | "array-empty"
  | "array-length"
  | "array-ragged"
  | "array-type"
  | "array-value"
  | "array-width"
  | "component-matrix"
  | "constrained-fit"
  | "contradiction"
  | "covariance-shape"
  | "data-removed"
  | "duplicate-label"
  | "exog-shape"
  | "fe-params-length"
  | "groups-length"
  | "groups-missing"
  | "method-unavailable"
  | "missing-values"
  | "mixed-labels"
  | "name-count"
  | "no-covariance"
  | "no-estimates"
  | "not-a-covariance"
  | "not-aligned"
  | "not-available"
  | "not-finite"
  | "not-implemented"
  | "not-native"
  | "not-numeric"
  | "not-square"
  | "option-conflict"
  | "option-type"
  | "p-value"
  | "packed-length"
  | "params-length"
  | "params-shape"
  | "params-value"
  | "penalty-and-held"
  | "penalty-failed"
  | "penalty-length"
  | "penalty-range"
  | "penalty-result"
  | "penalty-slopes"
  | "position"
  | "profile-parameter"
  | "profile-range"
  | "response-length"
  | "restriction"
  | "saved-format"
  | "saved-version"
  | "shape"
  | "singular-covariance"
  | "start-params"
  | "subset-empty"
  | "subset-expression"
  | "subset-length"
  | "subset-position"
  | "subset-type"
  | "term-kind"
  | "unknown-label"
  | "unknown-method"
  | "unknown-option"
  | "unknown-term";

/** A call that cannot be carried out: `code` says why, `data` holds the values of the message. */
export class SmfError extends Error {
  override readonly name = "SmfError";
  /** Which rule the call breaks; stable. */
  readonly code: SmfErrorCode;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;

  /** Keeps `code` and `data` beside the text; made by the functions of this file. */
  constructor(code: SmfErrorCode, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** No groups were given. */
export function groupsMissing(): SmfError {
  const text =
    'a mixed model needs groups: give a column name, `mixedlm(formula, data, "Pig")`, or an array with one label a row';
  return new SmfError("groups-missing", text);
}

/** An array of groups is not as long as the table. */
export function groupsLength(length: number, rows: number): SmfError {
  const text = `groups has ${length} labels, but the table has ${rows} rows; give one label for each row`;
  return new SmfError("groups-length", text, { length, rows });
}

/** An option that does not exist. */
export function unknownOption(call: string, option: string, known: readonly string[]): SmfError {
  const candidates = nearest(option, known);
  const guess = candidates.length === 0 ? "" : `; did you mean ${candidates.map(quoted).join(" or ")}?`;
  const text = `\`${option}\` is not an option of ${call}${guess} (options: ${known.join(", ")})`;
  return new SmfError("unknown-option", text, { call, option, candidates, known });
}

/** Something else than a record where options belong. */
export function notOptions(call: string, found: unknown, known: readonly string[]): SmfError {
  const text = `the options of ${call} are ${shown(found)}, expected an object (options: ${known.join(", ")})`;
  return new SmfError("option-type", text, { call, known });
}

/** An option with a value of the wrong kind. */
export function optionType(call: string, option: string, expected: string, found: unknown): SmfError {
  const text = `option \`${option}\` of ${call} is ${shown(found)}, expected ${expected}`;
  return new SmfError("option-type", text, { call, option, expected });
}

/** An optimiser that does not exist or cannot be used for mixed models. */
export function unknownMethod(method: string, known: readonly string[]): SmfError {
  const candidates = nearest(method, known);
  const guess = candidates.length === 0 ? "" : `; did you mean ${candidates.map(quoted).join(" or ")}?`;
  const text = `\`${method}\` is not a method of fit${guess} (methods: ${known.join(", ")})`;
  return new SmfError("unknown-method", text, { method, candidates, known });
}

/** A label that an index does not have. */
export function unknownLabel(label: unknown, labels: readonly unknown[]): SmfError {
  const names = labels.map(String);
  const candidates = nearest(String(label), names);
  const guess = candidates.length === 0 ? "" : `; did you mean ${candidates.map(quoted).join(" or ")}?`;
  const some = names.length > 10 ? `${names.slice(0, 10).join(", ")}, …` : names.join(", ");
  return new SmfError("unknown-label", `no label ${shown(label)}${guess} (labels: ${some})`, { label, candidates });
}

/** A list of names for a table is not as long as what it names. */
export function nameCount(option: string, length: number, expected: number): SmfError {
  const text = `${option} has ${length} names, expected ${expected}: one for each row of its kind`;
  return new SmfError("name-count", text, { option, length, expected });
}

function quoted(name: string): string {
  return `\`${name}\``;
}

/** How a message shows a value. */
export function shown(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** A matrix of `MixedLMParams` is not square. */
export function paramsNotSquare(what: string, rows: number, columns: number): SmfError {
  const text = `${what} has ${rows} rows, but a row of ${columns} entries; give a square matrix as an array of rows`;
  return new SmfError("not-square", text, { what, rows, columns });
}

/** A packed vector is too short for what it must hold. */
export function packedLength(length: number, least: number): SmfError {
  const text = `the packed vector has ${length} entries, but the fixed effects and the lower triangle of cov_re are ${least}`;
  return new SmfError("packed-length", text, { length, least });
}

/** A method that a subclass must write, or that statsmodels does not have either. */
export function notImplemented(method: string): SmfError {
  const text = `${method} is not implemented; extend the class with a method of this name`;
  return new SmfError("not-implemented", text, { method });
}

/** A penalty's constant is outside its range. */
export function penaltyRange(penalty: string, option: string, found: unknown, expected: string): SmfError {
  const text = `${option} of ${penalty} is ${shown(found)}, expected ${expected}`;
  return new SmfError("penalty-range", text, { penalty, option, found, expected });
}

/** A penalty's numbers do not fit the coefficients. */
export function penaltyLength(what: string, length: number, expected: number): SmfError {
  const text = `${what} of the penalty has ${length} entries, but there are ${expected} coefficients; give one number, or one for each coefficient`;
  return new SmfError("penalty-length", text, { what, length, expected });
}

/** A penalty threw. */
export function penaltyFailed(option: string, method: string, cause: unknown): SmfError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SmfError("penalty-failed", `${method} of ${option} failed: ${reason}`, { option, method, cause });
}

/** A penalty gave something else than numbers of the right length. */
export function penaltyResult(option: string, method: string, expected: string, found: unknown): SmfError {
  const text = `${method} of ${option} returned ${shown(found)}, expected ${expected}`;
  return new SmfError("penalty-result", text, { option, method, expected, found });
}

/** An optimiser that statsmodels refuses for mixed models. */
export function unavailableMethod(method: string): SmfError {
  const text = `method ${method} not available for MixedLM; the exact optimum is found whatever the method, as \`fit\``;
  return new SmfError("method-unavailable", text, { method });
}

/** A packed start of another length. */
export function startParams(length: number, whole: number, covariances: number): SmfError {
  const text = `invalid start_params: ${length} numbers, expected ${whole}, or ${covariances} without the fixed effects`;
  return new SmfError("start-params", text, { length, whole, covariances });
}

/** Parameters of another model. */
export function paramsShape(what: string, found: readonly number[], wanted: readonly number[]): SmfError {
  const sizes = ([fe, re, vc]: readonly number[]): string =>
    `${fe} fixed effects, ${re} random-effects columns and ${vc} components`;
  const text = `${what} has ${sizes(found)}, but the model has ${sizes(wanted)}`;
  return new SmfError("params-shape", text, { what, found, wanted });
}

/** A penalty on fixed effects of which some are held. */
export function penaltyAndHeld(): SmfError {
  const text = "fe_pen and a mask `free` that holds fixed effects cannot be combined; leave out one of them";
  return new SmfError("penalty-and-held", text);
}

/** A covariance with a negative direction where the likelihood is wanted. */
export function notACovariance(what: string): SmfError {
  const text = `${what}: cov_re must be positive semi-definite and vcomp not negative`;
  return new SmfError("not-a-covariance", text, { what });
}

/** A vector of parameters that is neither the fixed effects nor all of them. */
export function paramsLength(call: string, length: number, expected: readonly number[]): SmfError {
  const text = `params of ${call} has ${length} numbers, expected ${expected.join(", or ")}`;
  return new SmfError("params-length", text, { call, length, expected });
}

/** Rows of numbers that are not the fixed effects' columns. */
export function exogShape(row: number, length: number, names: readonly string[]): SmfError {
  const text = `row ${row} of exog has ${length} numbers, expected ${names.length}: ${names.join(", ")}`;
  return new SmfError("exog-shape", text, { row, length, names });
}

/** Other rows than the model has, where its groups are needed. */
export function exogRows(rows: number, expected: number): SmfError {
  const text = `exog has ${rows} rows, but the groups are those of the model's ${expected}; give one row for each`;
  return new SmfError("exog-shape", text, { rows, expected });
}

/** A response for another number of rows. */
export function responseLength(length: number, expected: number): SmfError {
  const text = `the response has ${length} values, but the model uses ${expected} rows; give one for each`;
  return new SmfError("response-length", text, { length, expected });
}

/** A response without a number in some row. */
export function responseValue(row: number, value: number): SmfError {
  const text = `the response is ${value} in its row ${row} (counted from 0); give a finite number for each row that the model uses`;
  return new SmfError("not-finite", text, { row, value });
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
  return new SmfError("profile-parameter", `no ${what} ${shown(found)}; ${known}${numbers}`, { found, vtype, names });
}

/** The lowest point of a profile would be negative. */
export function profileRange(variance: number, dist_low: number): SmfError {
  const text = "dist_low is too large and would result in a negative variance. Try a smaller value.";
  return new SmfError("profile-range", text, { variance, dist_low });
}

/** The rows were removed, and something needs them. */
export function dataRemoved(column: string): SmfError {
  const text = `the data were removed from this result, and \`${column}\` is needed; save it with its data, or fit again`;
  return new SmfError("data-removed", text, { column });
}

/** A text that is no saved result, or a damaged one. */
export function savedFormat(reason: string, cause?: unknown): SmfError {
  return new SmfError("saved-format", `this is not a saved result: ${reason}`, { reason, cause });
}

/** A saved result of a newer version. */
export function savedVersion(found: unknown, known: number): SmfError {
  const text = `this result was saved in version ${shown(found)} of the format, but only versions up to ${known} are known; load it with the program that saved it`;
  return new SmfError("saved-version", text, { found, known });
}

/** Something else than an array where one is expected. */
export function arrayType(what: string, found: unknown): SmfError {
  const text = `${what} is ${shown(found)}, expected an array of numbers, an array of rows, a Series, a Frame or a table`;
  return new SmfError("array-type", text, { what });
}

/** An array without rows. */
export function arrayEmpty(what: string): SmfError {
  return new SmfError("array-empty", `${what} has no rows; give one for each observation`, { what });
}

/** Rows of different lengths; `found` is null where a row is no array at all. */
export function arrayRagged(what: string, width: number, row: number, found: number | null): SmfError {
  const other = found === null ? "is no array" : `has ${found}`;
  const text = `${what} has ${width} entries in row 0, but row ${row} ${other}; give every row the same columns`;
  return new SmfError("array-ragged", text, { what, width, row, found });
}

/** A value that is no number. */
export function arrayValue(what: string, value: unknown, row: number, column?: string | number): SmfError {
  const of = column === undefined ? "" : ` of column ${typeof column === "string" ? `\`${column}\`` : column}`;
  const text = `${what} is ${shown(value)} in row ${row}${of} (counted from 0), expected a number; code categories as columns, or use a formula`;
  return new SmfError("array-value", text, { what, row, column: column ?? null });
}

/** Arrays of one model that do not have the same number of rows. */
export function arrayLength(what: string, length: number, expected: number): SmfError {
  const text = `${what} has ${length} rows, but endog has ${expected}; give one row for each observation`;
  return new SmfError("array-length", text, { what, length, expected });
}

/** More or fewer columns than can be. */
export function arrayWidth(what: string, columns: number, expected: string): SmfError {
  const text = `${what} has ${columns} ${columns === 1 ? "column" : "columns"}, expected ${expected}`;
  return new SmfError("array-width", text, { what, columns });
}

/** Series and frames of one model whose rows have different labels. */
export function indexNotAligned(what: string, row: number, found: unknown, expected: unknown): SmfError {
  const text = `The indices for endog and exog are not aligned: row ${row} is ${shown(expected)} in endog and ${shown(found)} in ${what}; reorder them, or give arrays without labels`;
  return new SmfError("not-aligned", text, { what, row, found, expected });
}

/** Missing values in arrays, counted by array or column. */
export function missingInArrays(counts: ReadonlyMap<string, number>, rows: number, total: number): SmfError {
  const where = [...counts].map(([name, n]) => `${name} in ${n}`).join(", ");
  const lack = rows === 1 ? "lacks" : "lack";
  const rest = rows === total ? "no row is complete" : `${rows} of ${total} rows ${lack} a value`;
  const fix = rows === total ? "" : '; drop them with missing: "drop", or fill them in';
  return new SmfError("missing-values", `${rest} (${where})${fix}`, {
    counts: Object.fromEntries(counts),
    rows,
    total,
  });
}

/** An infinite number in an array. */
export function notFinite(what: string, row: number, value: number): SmfError {
  const text = `${what} contains inf: ${value} in row ${row} (counted from 0); every number has to be finite`;
  return new SmfError("not-finite", text, { what, row, value });
}

/** A variance component whose matrices do not go with the groups. */
export function componentMatrix(name: string, wrong: string, data: Readonly<Record<string, unknown>>): SmfError {
  return new SmfError("component-matrix", `variance component \`${name}\` ${wrong}`, { name, ...data });
}

/** A subset of a kind that selects nothing. */
export function subsetType(found: unknown): SmfError {
  const text = `subset is ${shown(found)}, expected truth values (one for each row), row numbers, a function of a row, or an expression such as "(Time > 3) & (Pig == 4601)"`;
  return new SmfError("subset-type", text);
}

/** Truth values of a subset that are not one for each row. */
export function subsetLength(length: number, rows: number): SmfError {
  const text = `subset has ${length} truth values, but the table has ${rows} rows; give one for each row`;
  return new SmfError("subset-length", text, { length, rows });
}

/** A row number of a subset that the table does not have, or has been given before. */
export function subsetPosition(position: unknown, rows: number, isTwice: boolean): SmfError {
  const wrong = isTwice ? "twice" : `which is no row: they are whole numbers from 0 to ${rows - 1}`;
  return new SmfError("subset-position", `subset has ${shown(position)}${isTwice ? " " : ", "}${wrong}`, {
    position,
    rows,
  });
}

/** A subset that leaves no row. */
export function subsetEmpty(rows: number): SmfError {
  return new SmfError("subset-empty", `subset selects none of the ${rows} rows; at least one has to stay`, { rows });
}

/** An expression of a subset that has other values than truth values. */
export function subsetExpression(expression: string): SmfError {
  const text = `subset \`${expression}\` gives no truth values; compare something, such as "Time > 3", and put parentheses around parts joined by & or |`;
  return new SmfError("subset-expression", text, { expression });
}

/** Fixed effects of another model. */
export function feParamsLength(length: number, k_fe: number): SmfError {
  const text = `fe_params has ${length} entries, but the model has ${k_fe} fixed effects`;
  return new SmfError("fe-params-length", text, { length, k_fe });
}

/** The native fit of results that are no optimum of the model itself. */
export function notNative(): SmfError {
  const text =
    "these results have no native fit: a penalty, a mask or do_cg: false makes them another point than the model's optimum";
  return new SmfError("not-native", text);
}

/** The search for penalised fixed effects got stuck where the gradient promises what the value does not keep. */
export function penaltySlopesWrong(promised: number, found: number): SmfError {
  const text = `deriv of fe_pen is not the derivative of its func: where the search ended, the slope by deriv is ${promised.toPrecision(4)}, by func ${found.toPrecision(4)}`;
  return new SmfError("penalty-slopes", text, { promised, found });
}

/** Something else than a linear hypothesis. */
export function restrictionKind(call: string, found: unknown): SmfError {
  const text = `r_matrix of ${call} is ${shown(found)}, expected rows of numbers, a text such as "Time = 0", {R, q}, or parameters with their values`;
  return new SmfError("restriction", text, { call });
}

/** A row of restrictions that fits neither the fixed effects nor all parameters. */
export function restrictionShape(call: string, row: number, length: number, k_fe: number, k: number): SmfError {
  const all = k === k_fe ? "" : ` or ${k} (all parameters)`;
  const text = `row ${row} of r_matrix of ${call} has ${length} entries, expected ${k_fe} (the fixed effects)${all}`;
  return new SmfError("restriction", text, { call, row, length, k_fe, k });
}

/** A restriction with something else than a finite number. */
export function restrictionNumber(call: string, where: string, found: unknown): SmfError {
  const text = `${where} in r_matrix of ${call} is ${shown(found)}, expected a finite number`;
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
  const text = `restriction ${row} contradicts those before it: they fix the same combination of parameters at another value`;
  return new SmfError("contradiction", text, { row });
}

/** A joint test of parameters that have no covariance. */
export function noCovariance(call: string, names: readonly string[]): SmfError {
  const text = `${call} involves ${names.map(quoted).join(", ")}, whose variance is not a number; leave these parameters out, or give \`cov_p\``;
  return new SmfError("no-covariance", text, { call, names });
}

/** The covariance of independent restrictions has no inverse. */
export function singularRestrictions(call: string, row: number): SmfError {
  const text = `the covariance of the restrictions of ${call} is not positive definite, first at restriction ${row}: some parameter in it has no variance of its own; leave it out, or give \`cov_p\``;
  return new SmfError("singular-covariance", text, { call, row });
}

/** A covariance matrix of the wrong size. */
export function covarianceShape(what: string, rows: number, columns: number, sizes: readonly number[]): SmfError {
  const right = [...new Set(sizes)].map((size) => `${size} x ${size}`).join(" or ");
  const found = rows < 0 ? "no array of rows" : `${rows} x ${columns}`;
  return new SmfError("covariance-shape", `${what} is ${found}, expected ${right}`, { what, rows, columns, sizes });
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
  const candidates = nearest(String(term), terms);
  const guess = candidates.length === 0 ? "" : `; did you mean ${candidates.map(quoted).join(" or ")}?`;
  const list = terms.length === 0 ? "the model has no formula" : `terms: ${terms.join(", ")}`;
  return new SmfError("unknown-term", `${shown(term)} is not a term of the model${guess} (${list})`, {
    term,
    candidates,
  });
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
  const text = `p-value ${at} is ${shown(value)}, expected a number from 0 to 1`;
  return new SmfError("p-value", text, { at, value });
}

/** No p-values to adjust. */
export function noProbabilities(): SmfError {
  return new SmfError("p-value", "there are no p-values to adjust; give one at least", { at: 0 });
}

/** A method for multiple tests that does not exist. */
export function unknownAdjustment(method: unknown, known: readonly string[]): SmfError {
  const candidates = nearest(String(method), known);
  const guess = candidates.length === 0 ? "" : `; did you mean ${candidates.map(quoted).join(" or ")}?`;
  const text = `${shown(method)} is not a method for multiple tests${guess} (methods: ${known.join(", ")})`;
  return new SmfError("unknown-method", text, { method, candidates, known });
}

/** A kind of regularisation that does not exist. */
export function unknownRegularization(method: string): SmfError {
  const text = `Invalid regularization method: \`${method}\`; give "l1", or a Penalty such as new L2()`;
  return new SmfError("unknown-method", text, { method });
}

/** The likelihood does not exist where the unpenalised fit ended. */
export function noEstimates(): SmfError {
  return new SmfError("no-estimates", "the unpenalised fit has no estimates to regularise; see its warnings");
}

/** Parameters that are no array of numbers. */
export function paramsType(what: string, found: unknown): SmfError {
  const text = `${what} is ${shown(found)}, expected an array of numbers`;
  return new SmfError("params-value", text, { what });
}

/** An entry of parameters that is no finite number. */
export function paramsValue(what: string, at: number, value: unknown): SmfError {
  const text = `${what} is ${shown(value)} at position ${at} (counted from 0); every entry has to be a finite number`;
  return new SmfError("params-value", text, { what, at, value });
}

/** A number of parameters that is none. */
export function paramsCount(what: string, found: unknown): SmfError {
  return new SmfError("params-value", `${what} is ${shown(found)}, expected a whole number from 0 up`, { what });
}

/** A penalty of the other kind. */
export function penaltyKind(option: "fe_pen" | "cov_pen"): SmfError {
  const [found, other] = option === "fe_pen" ? ["the covariance", "cov_pen"] : ["the fixed effects", "fe_pen"];
  const text = `\`${option}\` is a penalty on ${found}; give it as \`${other}\``;
  return new SmfError("option-type", text, { option, other });
}
