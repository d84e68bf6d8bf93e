// Random models for tests: columns in memory, and the same columns as dense matrices for the oracle.
import type { DesignRows } from "@mixedlm/design";
import { accumulateRows, blockLayout, type Moments } from "@mixedlm/moments";
import type { DenseModel } from "./oracle.ts";

/** Seeded uniform numbers in [0, 1): Mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface ModelShape {
  readonly groups: number;
  readonly rowsPerGroup: number;
  /** Random-effects columns: intercept first unless `noIntercept`. */
  readonly k: number;
  /** Levels of one indicator component inside each group, 0 for none. */
  readonly levels: number;
  /** Adds a component that is a slope. */
  readonly slope: boolean;
  readonly seed: number;
}

export interface TestModel {
  readonly moments: Moments;
  readonly dense: DenseModel;
  readonly names: string[];
  /** Relative covariance of all random effects from Psi (k x k) and component variances. */
  relative(psi: readonly (readonly number[])[], gamma: readonly number[]): number[][];
  readonly components: number;
  readonly k: number;
}

/** Makes a model with two fixed covariates. */
export function testModel({ groups, rowsPerGroup, k, levels, slope, seed }: ModelShape): TestModel {
  const random = uniform(seed);
  const sizes = Array.from({ length: groups }, () => rowsPerGroup + Math.floor(random() * 3));
  const n = sizes.reduce((a, b) => a + b, 0);
  const codes = new Int32Array(n);
  const X: number[][] = [];
  const y: number[] = [];
  const z: number[][] = [];
  const level = new Int32Array(n);
  const slopes = new Float64Array(n);
  let i = 0;
  for (let g = 0; g < groups; g++) {
    const effect = 2 * random() - 1;
    for (let r = 0; r < sizes[g]!; r++, i++) {
      codes[i] = g;
      X.push([1, random() * 3 + 5, random() - 0.5]);
      z.push(Array.from({ length: k }, (_, j) => (j === 0 ? 1 : random() * 2 + j)));
      level[i] = r % Math.max(levels, 1);
      slopes[i] = random() * 4;
      y.push(3 + 0.5 * X[i]![1]! + 2 * effect + effect * level[i]! + 0.8 * random() + 10);
    }
  }
  const widths = [
    ...(levels > 0 ? [new Int32Array(groups).fill(levels)] : []),
    ...(slope ? [new Int32Array(groups).fill(1)] : []),
  ];
  const p = 3;
  const rows: DesignRows = {
    n,
    rows: Int32Array.from({ length: n }, (_, r) => r),
    y: Float64Array.from(y),
    X: Float64Array.from({ length: n * p }, (_, at) => X[at % n]![Math.floor(at / n)]!),
    codes,
    randomEffects: Array.from({ length: k }, (_, j) => ({
      column: j,
      value: Float64Array.from(z, (row) => row[j]!),
    })),
    components: [
      ...(levels > 0 ? [[{ column: level, value: null }]] : []),
      ...(slope ? [[{ column: new Int32Array(n), value: slopes }]] : []),
    ],
  };
  const moments = accumulateRows(blockLayout(p, k, widths, groups), rows);
  const perGroup = k + widths.reduce((sum, w) => sum + w[0]!, 0);
  const Z = y.map((_, r) => {
    const row = new Array<number>(groups * perGroup).fill(0);
    const start = codes[r]! * perGroup;
    for (let j = 0; j < k; j++) row[start + j] = z[r]![j]!;
    if (levels > 0) row[start + k + level[r]!] = 1;
    if (slope) row[start + perGroup - 1] = slopes[r]!;
    return row;
  });
  const relative = (psi: readonly (readonly number[])[], gamma: readonly number[]): number[][] => {
    const G = Array.from({ length: groups * perGroup }, () => new Array<number>(groups * perGroup).fill(0));
    for (let g = 0; g < groups; g++) {
      const start = g * perGroup;
      for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) G[start + a]![start + b] = psi[a]![b]!;
      for (let l = 0; l < levels; l++) G[start + k + l]![start + k + l] = gamma[0]!;
      if (slope) G[start + perGroup - 1]![start + perGroup - 1] = gamma[gamma.length - 1]!;
    }
    return G;
  };
  return { moments, dense: { y, X, Z }, names: ["Intercept", "x1", "x2"], relative, components: widths.length, k };
}
