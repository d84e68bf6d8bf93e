// statsmodels' parameters: fixed effects, cov_re, components, the last two relative to the residual variance; and their
// packed forms. Packed are the lower triangle of cov_re row by row, then the components; as square roots (`use_sqrt`:
// the Cholesky factor's entries, standard deviations) while searching, as they are in `params`.
import { recordEntries } from "@mixedlm/formula";
import { choleskyFactorInPlace, matrix } from "@mixedlm/linalg";
import { lowerEntriesByRow } from "mixedlm";
import { notOptions, packedLength, paramsNotSquare, paramsType, paramsValue, unknownOption } from "../errors.ts";
import { paramsCount } from "../fitting/fit-errors.ts";
import { isFrame, listOf } from "../labelled/labelled-values.ts";
import { checkNumbers } from "./check-numbers.ts";

/** The parts that {@link MixedLMParams.from_components} takes. */
export interface Components {
  /** Fixed effects, length k_fe. */
  readonly fe_params?: ArrayLike<number> | null;
  /** Covariance matrix of the random effects, k_re x k_re, relative to the residual variance. */
  readonly cov_re?: ArrayLike<ArrayLike<number>> | null;
  /** A square root of it (its Cholesky factor), in place of `cov_re`. */
  readonly cov_re_sqrt?: ArrayLike<ArrayLike<number>> | null;
  /** Variances of the components relative to the residual variance, length k_vc. */
  readonly vcomp?: ArrayLike<number> | null;
}

const COMPONENTS: readonly string[] = ["fe_params", "cov_re", "cov_re_sqrt", "vcomp"] satisfies (keyof Components)[];
/** What parameters that are spread have besides. */
const SIZES: readonly string[] = ["k_fe", "k_re", "k_re2", "k_vc", "k_tot"];

/** A point of the parameters of a mixed model, the residual variance profiled out. Its fields may be set. */
export class MixedLMParams {
  /** Columns with fixed effects. */
  readonly k_fe: number;
  /** Columns with random effects. */
  readonly k_re: number;
  /** Variances and covariances of these: k_re (k_re + 1) / 2. */
  readonly k_re2: number;
  /** Variance components. */
  readonly k_vc: number;
  /** All parameters: k_fe + k_re2 + k_vc. */
  readonly k_tot: number;
  /** Fixed effects, length k_fe; 0 at first. */
  fe_params: number[];
  /** Covariance of the random effects relative to the residual variance, k_re x k_re; 0 at first. */
  cov_re: number[][];
  /** Variances of the components relative to the residual variance, length k_vc; 0 at first. */
  vcomp: number[];

  /**
   * @param k_fe - columns with fixed effects.
   * @param k_re - columns with random effects.
   * @param k_vc - components.
   * @throws {@link SmfError} `params-value` for what is no count, `too-large` for more than 1e8 parameters.
   */
  constructor(k_fe: number, k_re: number, k_vc: number) {
    for (const [what, count] of Object.entries({ k_fe, k_re, k_vc }))
      if (!(Number.isInteger(count) && count >= 0)) throw paramsCount(what, count);
    checkNumbers("the numbers of MixedLMParams", k_fe + k_re ** 2 + k_vc, "no model has as many parameters");
    this.k_fe = k_fe;
    this.k_re = k_re;
    this.k_re2 = (k_re * (k_re + 1)) / 2;
    this.k_vc = k_vc;
    this.k_tot = k_fe + this.k_re2 + k_vc;
    this.fe_params = zeros(k_fe);
    this.cov_re = Array.from({ length: k_re }, () => zeros(k_re));
    this.vcomp = zeros(k_vc);
  }

  /**
   * Reads a packed vector.
   *
   * @param use_sqrt - whether the covariances are packed as square roots.
   * @param has_fe - whether the fixed effects come first; without them they are 0.
   * @throws {@link SmfError} `packed-length` when the vector is too short, `params-value` when it is none.
   */
  static from_packed(
    params: ArrayLike<number>,
    k_fe: number,
    k_re: number,
    use_sqrt: boolean,
    has_fe: boolean,
  ): MixedLMParams {
    const numbers = checked("the packed vector", params, isNumber);
    const { k_re2 } = new MixedLMParams(k_fe, k_re, 0);
    const first = has_fe ? k_fe : 0;
    const k_vc = numbers.length - first - k_re2;
    if (k_vc < 0) throw packedLength(numbers.length, first + k_re2);
    const made = new MixedLMParams(k_fe, k_re, k_vc);
    if (has_fe) made.fe_params = numbers.slice(0, k_fe);
    const lower = Array.from({ length: k_re }, () => zeros(k_re));
    for (const [e, { row, column }] of lowerEntriesByRow(k_re).entries()) lower[row]![column] = numbers[first + e]!;
    made.cov_re = use_sqrt
      ? timesTransposed(lower)
      : lower.map((_, i) => lower.map((__, j) => lower[Math.max(i, j)]![Math.min(i, j)]!));
    const tail = numbers.slice(first + k_re2);
    made.vcomp = use_sqrt ? tail.map((sd) => sd * sd) : tail;
    return made;
  }

  /**
   * Makes parameters from their parts; what is left out is empty.
   *
   * @throws {@link SmfError} `not-square`, `params-value` for what is no array of numbers, `unknown-option`,
   *   `option-type`.
   */
  static from_components(components: Components = {}): MixedLMParams {
    const given = recordEntries(components ?? {});
    if (given === null) throw notOptions("MixedLMParams.from_components", components, COMPONENTS);
    const { fe_params, cov_re, cov_re_sqrt, vcomp } = Object.fromEntries(given) as Components;
    for (const [name] of given)
      if (!COMPONENTS.includes(name) && !SIZES.includes(name))
        throw unknownOption("MixedLMParams.from_components", name, COMPONENTS);
    const root = cov_re_sqrt ?? null;
    const what = root === null ? "cov_re" : "cov_re_sqrt";
    const rows = Array.from(vectorOf<unknown>(what, root ?? cov_re ?? []));
    const square = rows.map((row, i) => checked(`${what}[${i}]`, row, isNumber));
    for (const row of square) if (row.length !== square.length) throw paramsNotSquare(what, square.length, row.length);
    const fixed = checked("fe_params", fe_params ?? [], isNumber);
    const variances = checked("vcomp", vcomp ?? [], isNumber);
    const made = new MixedLMParams(fixed.length, square.length, variances.length);
    made.fe_params = fixed;
    made.cov_re = root === null ? square : timesTransposed(square);
    made.vcomp = variances;
    return made;
  }

  /** A copy that shares nothing. */
  copy(): MixedLMParams {
    const { fe_params, cov_re, vcomp } = this;
    return MixedLMParams.from_components({ fe_params, cov_re, vcomp });
  }

  /**
   * Packs the parameters into one vector. Where `cov_re` is not positive definite its square root is that of its
   * diagonal, as in statsmodels.
   *
   * @param use_sqrt - the Cholesky factor of `cov_re` and standard deviations, in place of `cov_re` and variances.
   * @param has_fe - the fixed effects first.
   */
  get_packed(use_sqrt: boolean, has_fe: boolean = false): Float64Array {
    const square = use_sqrt ? cholesky(this.cov_re) : this.cov_re;
    const lower = lowerEntriesByRow(this.k_re).map(({ row, column }) => square[row]![column]!);
    const vcomp = use_sqrt ? this.vcomp.map(Math.sqrt) : this.vcomp;
    return Float64Array.of(...(has_fe ? this.fe_params : []), ...lower, ...vcomp);
  }
}

/**
 * Reads finite numbers: of an array, or the values of a Series.
 *
 * @param what - what they are, for the message.
 * @throws {@link SmfError} `params-value`.
 */
export function finiteNumbers(what: string, given: unknown): number[] {
  return checked(what, given, Number.isFinite);
}

function checked(what: string, given: unknown, isRight: (value: unknown) => boolean): number[] {
  const numbers = Array.from(vectorOf<number>(what, given));
  const at = numbers.findIndex((value) => !isRight(value));
  if (at >= 0) throw paramsValue(what, at, numbers[at]);
  return numbers;
}

// a plain holder, as in statsmodels: NaN and infinities are refused where parameters are used
const isNumber = (value: unknown): boolean => typeof value === "number";

/** An array, or the values of a Series or Frame. */
function vectorOf<T>(what: string, given: unknown): ArrayLike<T> {
  const values = listOf(isFrame(given) ? given.values : given);
  if (values === null) throw paramsType(what, given);
  return values as ArrayLike<T>;
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function timesTransposed(root: readonly (readonly number[])[]): number[][] {
  return root.map((a) => root.map((b) => a.reduce((sum, value, m) => sum + value * b[m]!, 0)));
}

/** The lower Cholesky factor as rows; of a matrix that has none, the square roots of the diagonal. */
function cholesky(square: readonly (readonly number[])[]): number[][] {
  const k = square.length;
  const factor = matrix(k, k, Float64Array.from(square.flat()));
  const isDefinite = choleskyFactorInPlace(factor.data, k) < 0;
  return square.map((row, i) =>
    row.map((_, j) => {
      if (j > i) return 0;
      if (isDefinite) return factor.data[j * k + i]!;
      return i === j ? Math.sqrt(square[i]![i]!) : 0;
    }),
  );
}
