// The functions of tools/fixtures/optimize.py once more, with the same order of operations, and the reader of
// fixtures/optimize: problems with their objective, and SciPy's runs on them.
import { readFileSync } from "node:fs";
import type { Objective } from "../src/index.ts";

type Vector = ArrayLike<number>;
type Evaluated = readonly [value: number, gradient: number[]];
type TestFunction = (x: number[], data: never) => Evaluated;

function rosenbrock(x: number[]): Evaluated {
  let value = 0;
  const gradient = x.map(() => 0);
  for (let i = 0; i < x.length - 1; i++) {
    const curve = x[i + 1] - x[i] * x[i];
    const gap = 1 - x[i];
    value += 100 * curve * curve + gap * gap;
    gradient[i] += -400 * curve * x[i] - 2 * gap;
    gradient[i + 1] += 200 * curve;
  }
  return [value, gradient];
}

function scaledRosenbrock(x: number[], scale: number): Evaluated {
  const [value, gradient] = rosenbrock(x);
  return [scale * value, gradient.map((entry) => scale * entry)];
}

function quadratic(x: number[], { A, b }: { A: number[][]; b: number[] }): Evaluated {
  const Ax = A.map((row) => sum(row, (entry, i) => entry * x[i]));
  return [sum(x, (entry, i) => (0.5 * Ax[i] - b[i]) * entry), Ax.map((entry, i) => entry - b[i])];
}

function beale([u, v]: number[]): Evaluated {
  let value = 0;
  let power = 1;
  const gradient = [0, 0];
  [1.5, 2.25, 2.625].forEach((target, k) => {
    const before = power;
    power *= v;
    const residual = target - u * (1 - power);
    value += residual * residual;
    gradient[0] += -2 * residual * (1 - power);
    gradient[1] += 2 * residual * u * (k + 1) * before;
  });
  return [value, gradient];
}

function himmelblau([u, v]: number[]): Evaluated {
  const a = u * u + v - 11;
  const b = u + v * v - 7;
  return [a * a + b * b, [4 * a * u + 2 * b, 2 * a + 4 * b * v]];
}

function powellSingular(x: number[]): Evaluated {
  const a = x[0] + 10 * x[1];
  const b = x[2] - x[3];
  const c = x[1] - 2 * x[2];
  const d = x[0] - x[3];
  const c3 = 4 * c * c * c;
  const d3 = 40 * d * d * d;
  return [
    a * a + 5 * b * b + c * c * c * c + 10 * d * d * d * d,
    [2 * a + d3, 20 * a + c3, 10 * b - 2 * c3, -10 * b - d3],
  ];
}

function wood(x: number[]): Evaluated {
  const a = x[1] - x[0] * x[0];
  const b = x[3] - x[2] * x[2];
  const c = 1 - x[0];
  const d = 1 - x[2];
  const e = x[1] + x[3] - 2;
  const f = x[1] - x[3];
  return [
    100 * a * a + c * c + 90 * b * b + d * d + 10 * e * e + 0.1 * f * f,
    [-400 * a * x[0] - 2 * c, 200 * a + 20 * e + 0.2 * f, -360 * b * x[2] - 2 * d, 180 * b + 20 * e - 0.2 * f],
  ];
}

function brownBadlyScaled([u, v]: number[]): Evaluated {
  const a = u - 1e6;
  const b = v - 2e-6;
  const c = u * v - 2;
  return [a * a + b * b + c * c, [2 * a + 2 * c * v, 2 * b + 2 * c * u]];
}

function logistic(x: number[], { X, y }: { X: number[][]; y: number[] }): Evaluated {
  let value = 0;
  const gradient = x.map(() => 0);
  X.forEach((row, k) => {
    const eta = sum(row, (entry, i) => entry * x[i]);
    value += Math.log(1 + Math.exp(eta)) - y[k] * eta;
    const excess = 1 / (1 + Math.exp(-eta)) - y[k];
    row.forEach((entry, i) => {
      gradient[i] += excess * entry;
    });
  });
  return [value / y.length, gradient.map((entry) => entry / y.length)];
}

function logBarrier(x: number[], outside: string): Evaluated {
  if (x.some((entry) => !(entry > 0))) return [Number(outside), x.map(() => Number.NaN)];
  return [sum(x, (entry, i) => (i + 1) * entry - Math.log(entry)), x.map((entry, i) => i + 1 - 1 / entry)];
}

function rootDisc([u, v]: number[]): Evaluated {
  const a = u - 0.3;
  const b = v + 0.2;
  const inside = 1 - a * a - b * b;
  if (!(inside > 0)) return [Number.NaN, [Number.NaN, Number.NaN]];
  const root = Math.sqrt(inside);
  return [-root, [a / root, b / root]];
}

function quartic(x: number[]): Evaluated {
  return [sum(x, (e) => e * e * e * e), x.map((e) => 4 * e * e * e)];
}

function doubleWell(x: number[]): Evaluated {
  return [sum(x, (e) => e * e * e * e - e * e), x.map((e) => 4 * e * e * e - 2 * e)];
}

function constant(x: number[]): Evaluated {
  return [3, x.map(() => 0)];
}

function linear(x: number[], slopes: number[]): Evaluated {
  return [sum(slopes, (a, i) => a * x[i]), slopes];
}

function absolute(x: number[], weights: number[]): Evaluated {
  return [sum(weights, (w, i) => w * Math.abs(x[i])), weights.map((w, i) => w * Math.sign(x[i]))];
}

function wrongGradient(x: number[]): Evaluated {
  const [value, gradient] = himmelblau(x);
  return [value, gradient.map((entry) => -entry)];
}

function sixHump([u, v]: number[]): Evaluated {
  const a = u * u;
  const b = v * v;
  return [
    (4 - 2.1 * a + (a * a) / 3) * a + u * v + (4 * b - 4) * b,
    [(8 - 8.4 * a + 2 * a * a) * u + v, u + (16 * b - 8) * v],
  ];
}

function normalLikelihood([mean, logSd]: number[], data: number[]): Evaluated {
  const n = data.length;
  const s = Math.exp(-2 * logSd);
  const squares = sum(data, (entry) => (entry - mean) * (entry - mean));
  const pull = sum(data, (entry) => entry - mean);
  return [logSd + (0.5 * s * squares) / n, [(-s * pull) / n, 1 - (s * squares) / n]];
}

interface OneWay {
  readonly groups: number;
  readonly size: number;
  readonly within: number;
  readonly between: number;
}

function oneWay([root]: number[], { groups, size, within, between }: OneWay): Evaluated {
  const n = groups * size;
  const inflation = 1 + size * root * root;
  const rss = within + between / inflation;
  const value = (0.5 * (groups * Math.log(inflation) + n * Math.log(rss))) / n;
  const slope = (0.5 * (groups / inflation - (n * between) / (inflation * inflation) / rss)) / n;
  return [value, [slope * size * 2 * root]];
}

interface Slopes {
  readonly A: number[][];
  readonly spread: number[][];
  readonly within: number;
  readonly groups: number;
  readonly n: number;
}

function randomSlope([l00, l10, l11]: number[], { A, spread, within, groups, n }: Slopes): Evaluated {
  const [[a, b], [, d]] = A;
  const [[s00, s10], [, s11]] = spread;
  const inverse = a * d - b * b;
  const v00 = l00 * l00 + d / inverse;
  const v10 = l10 * l00 - b / inverse;
  const v11 = l10 * l10 + l11 * l11 + a / inverse;
  const det = v00 * v11 - v10 * v10;
  const w00 = v11 / det;
  const w10 = -v10 / det;
  const w11 = v00 / det;
  const rss = within + w00 * s00 + 2 * w10 * s10 + w11 * s11;
  const value = (0.5 * (groups * Math.log(det * inverse) + n * Math.log(rss))) / n;
  const t00 = w00 * s00 + w10 * s10;
  const t01 = w00 * s10 + w10 * s11;
  const t10 = w10 * s00 + w11 * s10;
  const t11 = w10 * s10 + w11 * s11;
  const g00 = groups * w00 - (n * (t00 * w00 + t01 * w10)) / rss;
  const g10 = groups * w10 - (n * (t10 * w00 + t11 * w10)) / rss;
  const g11 = groups * w11 - (n * (t10 * w10 + t11 * w11)) / rss;
  return [value, [(g00 * l00 + g10 * l10) / n, (g10 * l00 + g11 * l10) / n, (g11 * l11) / n]];
}

function exponential(x: number[], rates: number[]): Evaluated {
  if (rates.some((a, i) => a * x[i] > 700)) return [Number.POSITIVE_INFINITY, x.map(() => Number.POSITIVE_INFINITY)];
  return [sum(rates, (a, i) => Math.exp(a * x[i]) - x[i]), rates.map((a, i) => a * Math.exp(a * x[i]) - 1)];
}

function sum<T>(items: readonly T[], term: (item: T, index: number) => number): number {
  return items.reduce((total, item, index) => total + term(item, index), 0);
}

const FUNCTIONS = new Map<string, TestFunction>([
  ["rosenbrock", rosenbrock],
  ["scaled_rosenbrock", scaledRosenbrock],
  ["quadratic", quadratic],
  ["beale", beale],
  ["himmelblau", himmelblau],
  ["powell_singular", powellSingular],
  ["wood", wood],
  ["brown_badly_scaled", brownBadlyScaled],
  ["logistic", logistic],
  ["log_barrier", logBarrier],
  ["root_disc", rootDisc],
  ["quartic", quartic],
  ["double_well", doubleWell],
  ["constant", constant],
  ["linear", linear],
  ["absolute", absolute],
  ["wrong_gradient", wrongGradient],
  ["six_hump", sixHump],
  ["normal_likelihood", normalLikelihood],
  ["one_way", oneWay],
  ["exponential", exponential],
  ["random_slope", randomSlope],
]);

/** SciPy's names; those of methods with and without gradients. */
interface Options {
  readonly gtol?: number;
  readonly maxiter?: number;
  readonly maxfun?: number;
  readonly xtol?: number;
  readonly ftol?: number;
}

/** A test problem: what the fixture says and the objective made of it. */
export interface Problem {
  readonly name: string;
  readonly x0: number[];
  readonly data: unknown;
  readonly options: Options;
  readonly objective: Objective;
}

/** One run of SciPy; numbers that are not finite are text. */
export interface ScipyRun {
  readonly path: (number | string)[][];
  readonly values: (number | string)[];
  readonly evaluations: { readonly values: number; readonly gradients: number };
  /** 0 converged, 1 iterations used up, 2 line search failed, 3 NaN; 1 and 2 are used-up values and iterations without gradients. */
  readonly flag: number;
  readonly message?: string;
  /** Where the run ended, if the path does not say. */
  readonly x?: (number | string)[];
  readonly lowest?: number | string;
  readonly inverseHessian?: number[][];
  readonly directions?: number[][];
  readonly uniforms?: number[];
  readonly failures?: number;
  /** What rounding noise does to SciPy's own run: how far each iterate moves, and the ranges of its counts and flags. */
  readonly noisy: {
    readonly spread: (number | string)[];
    readonly iterations: [number, number];
    readonly values: [number, number];
    readonly gradients: [number, number];
    readonly flags: number[];
    readonly x?: number | string;
    readonly inverseHessian?: number | string;
    readonly directions?: number | string;
  };
}

const FIXTURES = new URL("../../../fixtures/optimize/", import.meta.url);

/** A run with other options than its problem has. */
export interface OptionRun extends ScipyRun {
  readonly problem: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export function problems(file = "problems.json"): Problem[] {
  const entries = JSON.parse(readFileSync(new URL(file, FIXTURES), "utf8"));
  return entries.map((entry: Problem & { function: string; data: never }) => {
    const evaluate = FUNCTIONS.get(entry.function)!;
    return {
      ...entry,
      objective: {
        value: (x: Vector) => evaluate(Array.from(x), entry.data)[0],
        gradient: (x: Vector) => Float64Array.from(evaluate(Array.from(x), entry.data)[1]),
      },
    };
  });
}

export function problem(name: string): Problem {
  return problems().find((entry) => entry.name === name)!;
}

/** The problems of methods without gradients. */
export function directProblems(): Problem[] {
  return problems("direct-problems.json");
}

/** SciPy's run of a method on every problem, by name. */
export function scipyRuns(method: string): Map<string, ScipyRun> {
  return new Map(Object.entries(readRuns(method)));
}

/** SciPy's runs of a gradient method with its further options. */
export function optionRuns(method: string): OptionRun[] {
  const runs: (OptionRun & { method: string })[] = readRuns("options");
  return runs.filter((run) => run.method === method);
}

/** SciPy's runs of basin hopping. */
export function hopRuns(): OptionRun[] {
  return readRuns("basin-hopping");
}

function readRuns<T>(file: string): T {
  const path = new URL(`expected/scipy-1.10.1/${file}.json`, FIXTURES);
  return JSON.parse(readFileSync(path, "utf8")).runs;
}
