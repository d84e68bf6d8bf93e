// Seeded random numbers, and the few random models with one grouping factor that several tests share.
import { bothForms, type TestModel } from "./written-model.ts";

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
  /** Random-effects columns, the intercept first. */
  readonly k: number;
  /** Levels of one indicator component inside each group, 0 for none. */
  readonly levels: number;
  /** Adds a component that is a slope. */
  readonly slope: boolean;
  readonly seed: number;
}

/** Shapes that derivatives and likelihoods are tested on. */
export const SHAPES: Readonly<Record<string, ModelShape>> = {
  "random intercept": { groups: 6, rowsPerGroup: 4, k: 1, levels: 0, slope: false, seed: 1 },
  "intercept and slope": { groups: 7, rowsPerGroup: 5, k: 2, levels: 0, slope: false, seed: 2 },
  "three random columns": { groups: 8, rowsPerGroup: 6, k: 3, levels: 0, slope: false, seed: 3 },
  "intercept and nested component": { groups: 5, rowsPerGroup: 6, k: 1, levels: 3, slope: false, seed: 4 },
  "components only": { groups: 5, rowsPerGroup: 6, k: 0, levels: 3, slope: true, seed: 5 },
  "slope, component and component slope": { groups: 6, rowsPerGroup: 7, k: 2, levels: 2, slope: true, seed: 6 },
};

/** Makes a model with two fixed covariates. */
export function testModel({ groups, rowsPerGroup, k, levels, slope, seed }: ModelShape): TestModel {
  const random = uniform(seed);
  const sizes = Array.from({ length: groups }, () => rowsPerGroup + Math.floor(random() * 3));
  const n = sizes.reduce((a, b) => a + b, 0);
  const codes = new Int32Array(n);
  const X: number[][] = [];
  const y: number[] = [];
  const Z: number[][] = [];
  const level = new Int32Array(n);
  const slopes = new Float64Array(n);
  let i = 0;
  for (let g = 0; g < groups; g++) {
    const effect = 2 * random() - 1;
    for (let r = 0; r < sizes[g]; r++, i++) {
      codes[i] = g;
      X.push([1, random() * 3 + 5, random() - 0.5]);
      Z.push(Array.from({ length: k }, (_, j) => (j === 0 ? 1 : random() * 2 + j)));
      level[i] = r % Math.max(levels, 1);
      slopes[i] = random() * 4;
      y.push(3 + 0.5 * X[i][1] + 2 * effect + effect * level[i] + 0.8 * random() + 10);
    }
  }
  const width = (columns: number): number[] => new Array<number>(groups).fill(columns);
  return bothForms({
    y,
    X,
    groups: [{ levels: groups, codes }],
    effects: k === 0 ? [] : [{ group: 0, covariance: "us", Z }],
    components: [
      ...(levels > 0 ? [{ group: 0, columns: width(levels), entries: [{ column: level, value: null }] }] : []),
      ...(slope ? [{ group: 0, columns: width(1), entries: [{ column: 0, value: slopes }] }] : []),
    ],
  });
}
