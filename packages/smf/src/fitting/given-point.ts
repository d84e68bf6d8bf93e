// Parameters as people give them, to `fit` as a start and to the evaluations as a point -> one record. In:
// MixedLMParams, a Series with the model's names, or packed numbers. Out: parameters, or packed numbers of a length
// that is right.
import { isInstance } from "@mixedlm/formula";
import { paramsNotSquare } from "../errors.ts";
import { Series } from "../labelled/series.ts";
import { finiteNumbers, MixedLMParams } from "../model/params.ts";
import { asymmetricCovariance, paramsShape, startParams } from "./fit-errors.ts";

/**
 * A point: `MixedLMParams`; a packed vector with the fixed effects first or without them, covariances as square roots
 * if the model's `use_sqrt` says so; or a Series with the model's parameter names (`result.params`), which holds
 * covariances.
 */
export type ParamsLike = MixedLMParams | Series | ArrayLike<number>;

/** What decides how a model's parameters are packed. */
export interface ParamsShape {
  readonly k_fe: number;
  readonly k_re: number;
  readonly k_re2: number;
  readonly k_vc: number;
  readonly use_sqrt: boolean;
  readonly param_names: readonly string[];
}

/** Packed numbers, covariances as the model's `use_sqrt` says. */
export interface PackedPoint {
  readonly packed: number[];
  readonly has_fe: boolean;
}

/**
 * Reads a point of a model.
 *
 * @param what - what it is, for the message.
 * @returns parameters, which may be the caller's own; or packed numbers.
 * @throws {@link SmfError} `start-params` for a vector of another length; as {@link checkPoint}.
 */
export function givenPoint(what: string, shape: ParamsShape, given: ParamsLike): MixedLMParams | PackedPoint {
  const { k_fe, k_re, k_re2, k_vc, param_names } = shape;
  if (isInstance(given, MixedLMParams)) {
    checkPoint(what, shape, given);
    return given;
  }
  const packed = finiteNumbers(what, given);
  if (isInstance(given, Series) && given.index.join("\n") === param_names.join("\n"))
    return MixedLMParams.from_packed(packed, k_fe, k_re, false, true);
  const [whole, covariances] = [k_fe + k_re2 + k_vc, k_re2 + k_vc];
  if (packed.length !== whole && packed.length !== covariances)
    throw startParams(what, packed.length, whole, covariances);
  return { packed, has_fe: packed.length === whole };
}

/** What rounding leaves between the two halves of a covariance matrix, relative to the standard deviations. */
const ASYMMETRY = 1e-10;

/**
 * Checks that parameters can be a point of a model: a matrix that is not symmetric is none, as half of it would go
 * unread.
 *
 * @param what - what they are, for the message.
 * @throws {@link SmfError} as {@link checkParams}; `not-a-covariance`.
 */
export function checkPoint(
  what: string,
  shape: Pick<ParamsShape, "k_fe" | "k_re" | "k_vc">,
  given: MixedLMParams,
): void {
  checkParams(what, shape, given);
  const { cov_re } = given;
  for (const [i, row] of cov_re.entries())
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [row[j]!, cov_re[j]![i]!];
      const size = Math.sqrt(Math.abs(row[i]!)) * Math.sqrt(Math.abs(cov_re[j]![j]!));
      if (lower !== upper && !(Math.abs(lower - upper) <= ASYMMETRY * size))
        throw asymmetricCovariance(what, [i, j], [lower, upper]);
    }
}

/**
 * Checks that parameters, or a mask of them, have a model's sizes and are numbers.
 *
 * @param what - what they are, for the message.
 * @throws {@link SmfError} `params-shape`, `params-value`, `not-square`.
 */
export function checkParams(
  what: string,
  { k_fe, k_re, k_vc }: Pick<ParamsShape, "k_fe" | "k_re" | "k_vc">,
  given: MixedLMParams,
): void {
  const { fe_params, cov_re, vcomp } = given;
  finiteNumbers(`fe_params of ${what}`, fe_params);
  for (const row of cov_re) {
    const { length } = finiteNumbers(`cov_re of ${what}`, row);
    if (length !== cov_re.length) throw paramsNotSquare(`cov_re of ${what}`, cov_re.length, length);
  }
  finiteNumbers(`vcomp of ${what}`, vcomp);
  const found = [fe_params.length, cov_re.length, vcomp.length];
  const wanted = [k_fe, k_re, k_vc];
  if (found.some((size, i) => size !== wanted[i])) throw paramsShape(what, found, wanted);
}
