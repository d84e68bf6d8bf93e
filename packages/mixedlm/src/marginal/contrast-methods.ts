// A method by name and the labels of means -> contrasts: coefficients and labels, named and ordered as in emmeans, and
// the adjustment that goes with them.
import { isArrayLike, recordEntries } from "@mixedlm/formula";
import { everyEntry } from "../calls/option-checks.ts";
import type { Adjustment } from "../inference/adjusted-p-values.ts";
import { unknownContrastMethod, wrongCoefficients } from "./marginal-errors.ts";

/** Methods of contrasts by name. */
export type ContrastMethodName =
  | "pairwise"
  | "revpairwise"
  | "trt.vs.ctrl"
  | "trt.vs.ctrl1"
  | "trt.vs.ctrlk"
  | "poly"
  | "consec"
  | "mean_chg"
  | "eff"
  | "del.eff"
  | "helmert";

/** A method, or coefficients by label: `{"late - early": [-1, 0, 1]}`. */
export type ContrastMethod = ContrastMethodName | Readonly<Record<string, readonly number[]>>;

/** A contrast of means: one coefficient for each. */
export interface Contrast {
  readonly label: string;
  readonly coefficients: readonly number[];
}

interface Method {
  readonly adjust: Adjustment;
  readonly make: (labels: readonly string[], refs: readonly number[]) => Contrast[];
}

/** Highest degree of polynomial contrasts. */
const DEGREES = ["linear", "quadratic", "cubic", "quartic", "degree 5", "degree 6"] as const;

const METHODS: Readonly<Record<ContrastMethodName, Method>> = {
  pairwise: { adjust: "tukey", make: (labels) => pairs(labels, (i, j) => [i, j]) },
  revpairwise: { adjust: "tukey", make: (labels) => reversePairs(labels) },
  "trt.vs.ctrl": { adjust: "mvt", make: againstControl },
  "trt.vs.ctrl1": { adjust: "mvt", make: (labels) => againstControl(labels, [0]) },
  "trt.vs.ctrlk": { adjust: "mvt", make: (labels) => againstControl(labels, [labels.length - 1]) },
  poly: { adjust: "none", make: polynomials },
  consec: { adjust: "mvt", make: (labels) => pairs(labels, (i, j) => (j === i + 1 ? [j, i] : null)) },
  mean_chg: { adjust: "mvt", make: changes },
  eff: { adjust: "fdr", make: effects },
  "del.eff": { adjust: "fdr", make: (labels) => effects(labels).map(ofTheOthers) },
  helmert: { adjust: "none", make: helmert },
};

/** Contrasts, and what is particular about them. */
export interface ContrastSet {
  readonly contrasts: readonly Contrast[];
  readonly name: string;
  /** The adjustment that is taken unless another is asked for. */
  readonly adjust: Adjustment;
  /** All differences of pairs, for which Tukey's adjustment is exact in balanced data. */
  readonly isPairs: boolean;
}

/**
 * Makes the contrasts of a set of means.
 *
 * @param refs - positions of the means that are the control in `trt.vs.ctrl`; several are averaged.
 * @param method - see {@link checkContrastMethod}.
 * @throws {@link FitError} `contrast-coefficients`.
 */
export function contrastSet(method: ContrastMethod, labels: readonly string[], refs: readonly number[]): ContrastSet {
  if (typeof method === "object") {
    return { contrasts: custom(method, labels), name: "custom", adjust: "none", isPairs: false };
  }
  const { adjust, make } = METHODS[method];
  return {
    contrasts: make(labels, refs),
    name: method,
    adjust,
    isPairs: method === "pairwise" || method === "revpairwise",
  };
}

/** @throws {@link FitError} `contrast-method` for what is no method. */
export function checkContrastMethod(method: unknown): void {
  const isByLabel = (recordEntries(method) ?? []).length > 0;
  const isName = typeof method === "string" && Object.hasOwn(METHODS, method);
  if (!isByLabel && !isName) throw unknownContrastMethod(method, Object.keys(METHODS));
}

function custom(rows: Readonly<Record<string, readonly number[]>>, labels: readonly string[]): Contrast[] {
  return (recordEntries(rows) ?? []).map(([label, own]) => {
    const isRight = isArrayLike(own) && own.length === labels.length && everyEntry(own, Number.isFinite);
    if (!isRight) throw wrongCoefficients(label, own, labels);
    return { label, coefficients: Array.from(own as ArrayLike<number>) };
  });
}

/** `a - b` for pairs i < j, as chosen by `order`. */
function pairs(labels: readonly string[], order: (i: number, j: number) => [number, number] | null): Contrast[] {
  const found: Contrast[] = [];
  for (let i = 0; i < labels.length; i++)
    for (let j = i + 1; j < labels.length; j++) {
      const own = order(i, j);
      if (own !== null) found.push(difference(labels, own[0], own[1]));
    }
  return found;
}

function reversePairs(labels: readonly string[]): Contrast[] {
  return labels.flatMap((_, j) => labels.slice(0, j).map((__, i) => difference(labels, j, i)));
}

function difference(labels: readonly string[], a: number, b: number): Contrast {
  return {
    label: `${labels[a]} - ${labels[b]}`,
    coefficients: labels.map((_, k) => Number(k === a) - Number(k === b)),
  };
}

function againstControl(labels: readonly string[], refs: readonly number[]): Contrast[] {
  const name = refs.length === 1 ? labels[refs[0]] : `avg(${refs.map((k) => labels[k]).join(",")})`;
  const share = (k: number): number => (refs.includes(k) ? 1 / refs.length : 0);
  return labels.flatMap((label, i) =>
    refs.includes(i)
      ? []
      : [{ label: `${label} - ${name}`, coefficients: labels.map((_, k) => Number(k === i) - share(k)) }],
  );
}

/** Means from the next on, less those up to here. */
function changes(labels: readonly string[]): Contrast[] {
  const k = labels.length;
  return labels.slice(1).map((label, i) => ({
    label: `${labels[i]}|${label}`,
    coefficients: labels.map((_, m) => (m <= i ? -1 / (i + 1) : 1 / (k - i - 1))),
  }));
}

function effects(labels: readonly string[]): Contrast[] {
  const k = labels.length;
  return labels.map((label, i) => ({
    label: `${label} effect`,
    coefficients: labels.map((_, m) => Number(m === i) - 1 / k),
  }));
}

/** The difference from the mean of the others in place of that from the mean of all. */
function ofTheOthers({ label, coefficients }: Contrast): Contrast {
  // a single mean has no others, and is no different from itself
  const own = Math.max(...coefficients) || 1;
  return { label, coefficients: coefficients.map((c) => c / own) };
}

/** Each mean less that of those after it. */
function helmert(labels: readonly string[]): Contrast[] {
  const k = labels.length;
  return labels.slice(0, -1).map((label, i) => ({
    label: `${label} - ${i === k - 2 ? labels[k - 1] : `avg(${labels.slice(i + 1).join(",")})`}`,
    coefficients: labels.map((_, m) => (m < i ? 0 : m === i ? 1 : -1 / (k - 1 - i))),
  }));
}

/**
 * Orthogonal polynomials of equally spaced levels, as the smallest whole numbers: Chebyshev's discrete polynomials,
 * worked out in whole numbers. See Abramowitz & Stegun, 22.17.
 */
function polynomials(labels: readonly string[]): Contrast[] {
  const k = labels.length;
  return DEGREES.slice(0, Math.max(0, Math.min(DEGREES.length, k - 1))).map((label, d) => {
    const values = labels.map((_, x) => chebyshev(d + 1, x, k));
    const divisor = values.reduce(greatestCommonDivisor, 0n);
    return { label, coefficients: values.map((value) => Number(value / divisor)) };
  });
}

/** Sum over m of (-1)^(n - m) (N - 1 - m over n - m) (n + m over n) (x over m). */
function chebyshev(n: number, x: number, N: number): bigint {
  let sum = 0n;
  for (let m = 0; m <= n; m++) {
    const term = binomialCoefficient(N - 1 - m, n - m) * binomialCoefficient(n + m, n) * binomialCoefficient(x, m);
    sum += (n - m) % 2 === 0 ? term : -term;
  }
  return sum;
}

function binomialCoefficient(n: number, k: number): bigint {
  if (k > n) return 0n;
  let value = 1n;
  for (let i = 0; i < k; i++) value = (value * BigInt(n - i)) / BigInt(i + 1);
  return value;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}
