// Messages about simulated fits and about studies that are simulated.
import { didYouMean, nearest, shownValue } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** Codes of this part. */
export type SimulationErrorCode =
  | "not-a-bootstrap"
  | "statistic-value"
  | "power-model"
  | "power-parameter"
  | "no-p-value"
  | "impossible-correlations"
  | "power-group"
  | "power-size"
  | "power-effect"
  | "smaller-model";

/** `not-a-bootstrap`: something else was given. */
export function notABootstrap(value: unknown): FitError {
  return new FitError("not-a-bootstrap", `${shownValue(value)} is not what \`bootstrap(fit)\` returns`, {
    type: typeof value,
  });
}

/** `statistic-value`: a statistic of the fit itself is no record of numbers. */
export function statisticValue(value: unknown): FitError {
  return new FitError(
    "statistic-value",
    "`statistic` has to return a record of numbers, such as { ratio: 0.3 }, for the fit itself and for every replicate",
    { value },
  );
}

/** `power-model`: neither a fit nor a model with its parameters. */
export function notAPowerModel(): FitError {
  return new FitError(
    "power-model",
    "the first argument of `power` is a fit, or a record { formula, data, parameters } with a value for every parameter",
  );
}

/** `unknown-parameter`: a parameter that the model does not have. */
export function unknownParameter(name: string, known: readonly string[]): FitError {
  const candidates = nearest(name, known);
  return new FitError(
    "unknown-parameter",
    `the model has no parameter \`${name}\`${didYouMean(candidates)} (parameters: ${known.map((own) => `\`${own}\``).join(", ")})`,
    { name, candidates, known },
  );
}

/** `perfect-fit`: a drawn response that the random effects reproduce. */
export function noResidualLeft(): FitError {
  return new FitError("perfect-fit", "the random effects leave no residual");
}

/** `not-converged`: the search of a drawn response. */
export function notConverged(): FitError {
  return new FitError("not-converged", "the search did not converge");
}

/** `no-p-value`: a test that says nothing of a drawn response. */
export function noPValue(): FitError {
  return new FitError("no-p-value", "the test has no p-value");
}

/** `power-parameter`: parameters without a value. */
export function missingParameters(names: readonly string[]): FitError {
  return new FitError(
    "power-parameter",
    `no value for ${names.map((name) => `\`${name}\``).join(", ")}: every parameter but correlations needs one`,
    { names },
  );
}

/** `power-parameter`: a value that the parameter cannot have. */
export function parameterValue(name: string, value: unknown, expected: string): FitError {
  return new FitError("power-parameter", `\`${name}\` is ${shownValue(value)}; expected ${expected}`, { name, value });
}

/** `impossible-correlations`: no variables have these correlations. */
export function impossibleCorrelations(names: readonly string[]): FitError {
  return new FitError(
    "impossible-correlations",
    `no random effects have these correlations together: ${names.join(", ")}; bring them closer to 0`,
    { names },
  );
}

/** `unknown-class`: a grouping factor that the model does not have. */
export function unknownGroup(option: string, name: string, known: readonly string[]): FitError {
  const candidates = nearest(name, known);
  return new FitError(
    "unknown-class",
    `\`${option}\` is \`${name}\`, which is no grouping factor of the model${didYouMean(candidates)} (grouping factors: ${known.join(", ")})`,
    { option, name, candidates, known },
  );
}

/** `power-group`: both ways to change the size of a study. */
export function twoWays(): FitError {
  return new FitError(
    "power-group",
    "give `along` for numbers of groups, or `within` for rows in each group, not both",
  );
}

/** `power-group`: no numbers of rows. */
export function sizesNeeded(within: string): FitError {
  return new FitError(
    "power-group",
    `\`within\` is \`${within}\`: give the numbers of rows in each group as \`sizes\``,
    {
      within,
    },
  );
}

/** `power-size`: a size at which the model cannot be fitted. */
export function sizeRefused(size: number, group: string, cause: Error): FitError {
  const error = new FitError(
    "power-size",
    `at size ${size} of \`${group}\` the model cannot be fitted: ${cause.message}`,
    { size, group },
  );
  error.cause = cause;
  return error;
}

/** `power-size`: a study of more rows than are made. */
export function sizeTooLarge(size: number | null, group: string, rows: number, most: number): FitError {
  return new FitError(
    "power-size",
    `at size ${size} of \`${group}\` the study would have ${Math.round(rows)} rows; at most ${most} are simulated`,
    { size, group, rows, most },
  );
}

/** `unknown-option`: degrees of freedom of a test that has none. */
export function ddfOfRatio(): FitError {
  return new FitError(
    "unknown-option",
    "option `ddf` of power is for tests of the fixed effects by name; the likelihood ratio against `test: { smaller }` has no degrees of freedom of a denominator: leave it out",
    { call: "power", option: "ddf" },
  );
}

/** `power-effect`: one number for a test that is not about one coefficient. */
export function severalEffects(): FitError {
  return new FitError(
    "power-effect",
    "`effect` is the value of the one coefficient that is tested; for other tests set coefficients by `parameters`, such as { Days: 5 }",
  );
}

/** `smaller-model`: what is called smaller is not. */
export function notSmaller(formula: string, why: string): FitError {
  return new FitError("smaller-model", `\`${formula}\` is no smaller model of the same response: ${why}`, {
    formula,
    why,
  });
}
