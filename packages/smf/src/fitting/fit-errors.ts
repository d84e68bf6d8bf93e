// Messages about what a fit, or the likelihood at a point, is given.
import { didYouMean, nearest, shownValue } from "@mixedlm/formula";
import { SmfError } from "../errors.ts";

/** A number of parameters that is none. */
export function paramsCount(what: string, found: unknown): SmfError {
  return new SmfError("params-value", `${what} is ${shownValue(found)}, expected a whole number from 0 up`, { what });
}

/** An optimiser that does not exist or cannot be used for mixed models. */
export function unknownMethod(method: string, known: readonly string[]): SmfError {
  const candidates = nearest(method, known);
  const text = `\`${method}\` is not a method of fit${didYouMean(candidates)} (methods: ${known.join(", ")})`;
  return new SmfError("unknown-method", text, { method, candidates, known });
}

/** An optimiser that statsmodels refuses for mixed models. */
export function unavailableMethod(method: string): SmfError {
  const text = `method ${method} not available for MixedLM; the exact optimum is found whatever the method, as \`fit\``;
  return new SmfError("method-unavailable", text, { method });
}

/** A packed start, or a packed point, of another length. */
export function startParams(what: string, length: number, whole: number, covariances: number): SmfError {
  const text = `invalid ${what}: ${length} numbers, expected ${whole}, or ${covariances} without the fixed effects`;
  return new SmfError("start-params", text, { what, length, whole, covariances });
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

/** A covariance matrix whose two halves differ. */
export function asymmetricCovariance(
  what: string,
  [i, j]: readonly [number, number],
  found: readonly number[],
): SmfError {
  const entries = `entry ${j} of row ${i} is ${found[0]}, entry ${i} of row ${j} is ${found[1]} (counted from 0)`;
  const text = `${what}: cov_re must be symmetric, but ${entries}`;
  return new SmfError("not-a-covariance", text, { what, row: i, column: j, found });
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

/** The likelihood does not exist where the unpenalised fit ended. */
export function noEstimates(): SmfError {
  return new SmfError("no-estimates", "the unpenalised fit has no estimates to regularise; see its warnings");
}

/** A kind of regularisation that does not exist. */
export function unknownRegularization(method: string): SmfError {
  const text = `Invalid regularization method: \`${method}\`; give "l1", or a Penalty such as new L2()`;
  return new SmfError("unknown-method", text, { method });
}

/** A point where the likelihood overflows. */
export function noLikelihood(call: string): SmfError {
  const text = `${call}: the likelihood does not exist at this point in floating point; are the covariances relative to the residual variance, as in \`params\`?`;
  return new SmfError("no-likelihood", text, { call });
}
