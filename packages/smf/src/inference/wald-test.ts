// Linear hypotheses together: one quadratic form in what they miss, compared with F or chi-square. Which restrictions
// are independent is found from the restrictions themselves, in units of standard errors; their covariance is then
// factored, never replaced by a pseudo-inverse that would drop what does not fit.
import { axpyInPlace, choleskyFactorInPlace, dot, lowerSolveInPlace, norm2 } from "@mixedlm/linalg";
import { checkOptions } from "../model/options.ts";
import { JointContrastResults } from "./contrast-results.ts";
import { type ContrastWarning, rankWarning, scalarWarning, varianceWarnings } from "./contrast-warnings.ts";
import { bilinear, covarianceRows, type Estimated, type MatrixLike, type MatrixRows, rowsOf } from "./estimated.ts";
import { contradiction, noCovariance, noRestriction, singularRestrictions } from "./inference-errors.ts";
import { type LinearRestrictions, linearRestrictions, type Restrictions } from "./restrictions.ts";
import { combination } from "./t-test.ts";

/** What can be changed about an F test. */
export interface FTestOptions {
  /** Covariance of all parameters, or of the fixed effects, in the place of the fit's own. */
  readonly cov_p?: MatrixLike | null;
  /** Inverse of the covariance of the restrictions, a row for each; used as it is. */
  readonly invcov?: MatrixLike | null;
}

/** What can be changed about a Wald test. */
export interface WaldTestOptions extends FTestOptions {
  /** Whether to use F rather than chi-square. Default: as the fit's `use_t`. */
  readonly use_f?: boolean | null;
  /** Number of restrictions to count, in the place of the independent ones. */
  readonly df_constraints?: number | null;
  /** How the statistic prints: as a number (true), or as statsmodels' array of one number (false and left out). */
  readonly scalar?: boolean | null;
}

const F_OPTIONS = { cov_p: "anything", invcov: "anything" } as const;
const OPTIONS = { ...F_OPTIONS, use_f: "flag", df_constraints: "count-or-null", scalar: "flag" } as const;

/**
 * Tests linear hypotheses R params = q together.
 *
 * Restrictions that follow from those before them are left out, and not counted; a warning says so. With `scalar` left
 * out a warning says what statsmodels' does; the numbers are plain numbers either way. Of variance parameters a warning
 * says what the test is worth.
 *
 * @param r_matrix - as for `tTest`.
 * @throws {@link SmfError} `contradiction` for hypotheses that cannot be true together (statsmodels drops what does not
 *   fit); `no-covariance` when a parameter is involved whose variance is NaN, `singular-covariance` when independent
 *   restrictions have none of their own; otherwise as `tTest`.
 * @see statsmodels 0.13.5, `LikelihoodModelResults.wald_test`.
 */
export function waldTest(
  estimated: Estimated,
  r_matrix: Restrictions,
  options: WaldTestOptions = {},
): JointContrastResults {
  checkOptions("wald_test", options, OPTIONS);
  const remarks = typeof options.scalar === "boolean" ? [] : [scalarWarning()];
  return jointTest("wald_test", estimated, r_matrix, options, remarks);
}

/**
 * Tests linear hypotheses together by F.
 *
 * @throws as {@link waldTest}
 */
export function fTest(estimated: Estimated, r_matrix: Restrictions, options: FTestOptions = {}): JointContrastResults {
  checkOptions("f_test", options, F_OPTIONS);
  return jointTest("f_test", estimated, r_matrix, { ...options, use_f: true, scalar: true }, []);
}

function jointTest(
  call: string,
  estimated: Estimated,
  r_matrix: Restrictions,
  options: WaldTestOptions,
  remarks: readonly ContrastWarning[],
): JointContrastResults {
  const restrictions = linearRestrictions(call, estimated, r_matrix);
  const { value, rank } = quadraticForm(call, estimated, restrictions, options);
  const count = restrictions.rows.length;
  const df_num = options.df_constraints ?? rank;
  const use_f = options.use_f ?? estimated.use_t;
  return new JointContrastResults({
    statistic: use_f ? value / df_num : value,
    df_num,
    df_resid: use_f ? estimated.df_resid : null,
    scalar: options.scalar ?? false,
    warnings: [
      ...(rank < count ? [rankWarning(count, rank)] : []),
      ...remarks,
      ...varianceWarnings(estimated, restrictions.rows),
    ],
  });
}

/** (Rb - q)' V^-1 (Rb - q) with V = RCR', over the independent restrictions, and how many these are. */
function quadraticForm(
  call: string,
  estimated: Estimated,
  { rows, q }: LinearRestrictions,
  { cov_p, invcov }: FTestOptions,
): { value: number; rank: number } {
  if (invcov !== null && invcov !== undefined) {
    const missed = Float64Array.from(rows, (row, i) => combination(row, estimated.params) - q[i]!);
    const value = bilinear(missed, rowsOf(invcov, "invcov", [rows.length]), missed);
    return { value, rank: rows.length };
  }
  const C = covarianceRows(estimated, cov_p);
  refuseMissing(call, estimated.names, C, rows);
  const basis = independent(rows, q, C);
  const J = basis.length;
  if (J === 0) throw noRestriction(call);
  const V = new Float64Array(J * J);
  for (let j = 0; j < J; j++) for (let i = j; i < J; i++) V[i + j * J] = bilinear(basis[i]!.row, C, basis[j]!.row);
  const failed = choleskyFactorInPlace(V, J);
  if (failed >= 0) throw singularRestrictions(call, basis[failed]!.at);
  const missed = Float64Array.from(basis, ({ row, value }) => combination(row, estimated.params) - value);
  lowerSolveInPlace(V, J, missed);
  return { value: dot(missed, missed), rank: J };
}

/** Refuses parameters whose variance is NaN, where a restriction involves them. */
function refuseMissing(call: string, names: readonly string[], C: MatrixRows, rows: readonly Float64Array[]): void {
  const isInvolved = (j: number): boolean => rows.some((row) => row[j] !== 0);
  const missing = names.filter((_, j) => isInvolved(j) && Number.isNaN(C[j]![j]));
  if (missing.length > 0) throw noCovariance(call, missing);
}

// what is left of a restriction after those before it are taken out, relative to its size: below, it is rounding
const INDEPENDENT = 1e-8;
const AGREES = 1e-7;

/** A restriction that says what none before it says. */
interface Direction {
  /** Position of the restriction that it is left of. */
  readonly at: number;
  readonly row: Float64Array;
  readonly value: number;
}

/**
 * The same hypotheses by restrictions that are orthogonal in units of standard errors: Gram-Schmidt, done twice, with
 * the hypothesis' value carried along. Their covariance is as good as that of the parameters, whatever the user's rows.
 *
 * @throws {@link SmfError} `contradiction`
 */
function independent(rows: readonly Float64Array[], q: Float64Array, C: MatrixRows): Direction[] {
  // of a covariance that is none a diagonal may be negative: its size counts still
  const units = C.map((row, j) => Math.sqrt(Math.abs(row[j]!)) || 1);
  const basis: Direction[] = [];
  rows.forEach((row, at) => {
    const scaled = row.map((r, j) => r * units[j]!);
    const size = norm2(scaled);
    if (size === 0 && q[at] === 0) return;
    if (size === 0) throw contradiction(at);
    const rest = scaled.map((r) => r / size);
    let value = q[at]! / size;
    let magnitude = Math.abs(value);
    for (const known of [...basis, ...basis]) {
      const part = dot(rest, known.row);
      axpyInPlace(-part, known.row, rest);
      value -= part * known.value;
      magnitude += Math.abs(part * known.value);
    }
    const left = norm2(rest);
    if (left >= INDEPENDENT) basis.push({ at, row: rest.map((r) => r / left), value: value / left });
    else if (Math.abs(value) > AGREES * magnitude) throw contradiction(at);
  });
  return basis.map(({ at, row, value }) => ({ at, row: row.map((r, j) => r / units[j]!), value }));
}
