// Every message of this package, on one page.

/** Codes of {@link FitError}; stable. */
export type FitErrorCode =
  | "constant-response"
  | "perfect-fit"
  | "no-random-effects"
  | "one-group"
  | "rank-deficient"
  | "too-few-rows"
  | "underflow"
  | "unidentified"
  | "not-finite";

/** A model that cannot be fitted as given: `code` says why, `data` holds the numbers of the message. */
export class FitError extends Error {
  override readonly name = "FitError";
  /** Which rule was broken; stable. */
  readonly code: FitErrorCode;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;

  /** Keeps `code` and `data` beside the text; made by the functions of this file. */
  constructor(code: FitErrorCode, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** `constant-response`: the response has one value in all rows. */
export function constantResponse(response: string, value: number): FitError {
  return new FitError(
    "constant-response",
    `the response \`${response}\` is ${value} in every row: there is no variation to model`,
    { response, value },
  );
}

/** `perfect-fit`: the fixed effects leave no residual, up to rounding. */
export function perfectFit(response: string): FitError {
  return new FitError(
    "perfect-fit",
    `the fixed effects reproduce \`${response}\` exactly: no residual variation is left for random effects; remove a predictor that determines the response`,
    { response },
  );
}

/** `perfect-fit`: fixed and random effects together leave no residual, so that the likelihood has no maximum. */
export function perfectRandomFit(response: string, group: string): FitError {
  return new FitError(
    "perfect-fit",
    `fixed and random effects together reproduce \`${response}\` exactly: inside the groups of \`${group}\` no residual variation is left, and the likelihood grows without end; use fewer random effects, or another response`,
    { response, group },
  );
}

/** `no-random-effects`: the design has neither random effects nor components. */
export function noRandomEffects(): FitError {
  return new FitError(
    "no-random-effects",
    "the model has no random effects: give `re_formula` or `vc_formula`, or use ordinary least squares",
  );
}

/** `one-group`: random effects over a grouping factor with a single level. */
export function oneGroup(group: string, level: unknown): FitError {
  return new FitError(
    "one-group",
    `grouping factor \`${group}\` has 1 level (${String(level)}); a random effect needs at least 2, a single group can only hold variance components`,
    { group, level },
  );
}

/** `rank-deficient`: a column of the fixed effects is, up to rounding, a combination of those before it. */
export function rankDeficient(column: string, columns: readonly string[]): FitError {
  const reason =
    columns.length === 0
      ? "is 0 in every row, or too small to be squared"
      : `is a combination of the columns before it (${columns.join(", ")})`;
  return new FitError(
    "rank-deficient",
    `the fixed effects are not independent: column \`${column}\` ${reason}; remove it from the formula`,
    { column, columns },
  );
}

/** `too-few-rows`: n rows for p fixed effects, n <= p. */
export function tooFewRows(n: number, p: number): FitError {
  return new FitError(
    "too-few-rows",
    `${n} rows cannot estimate ${p} fixed effects and a residual variance; at least ${p + 1} rows are needed`,
    { n, p },
  );
}

/** `unidentified`: the random effects of a grouping factor and the residual are one and the same variance. */
export function unidentified(group: string, rows: number, levels: number): FitError {
  return new FitError(
    "unidentified",
    `the random effects of \`${group}\` (${levels} levels, ${rows} rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows`,
    { group, rows, levels },
  );
}

/** `unidentified`: a variance component and the residual are one and the same variance. */
export function unidentifiedComponent(component: string, rows: number): FitError {
  return new FitError(
    "unidentified",
    `the variance component \`${component}\` has a level for each of the ${rows} rows and cannot be told apart from the residual: every arrangement of the two variances fits equally well; remove it`,
    { component, rows },
  );
}

/** `not-finite`: a column has an infinite value, or values whose squares overflow. */
export function notFinite(column: string): FitError {
  return new FitError(
    "not-finite",
    `column \`${column}\` has an infinite value, or values so large that their squares overflow; remove or rescale it`,
    { column },
  );
}

/** `underflow`: a column of the fixed effects, or the response, varies, but its sum of squares is no normal number. */
export function underflow(column: string): FitError {
  return new FitError(
    "underflow",
    `the values of column \`${column}\` differ by less than 1e-153, so that their squares underflow; rescale it`,
    { column },
  );
}
