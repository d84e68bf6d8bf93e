// Random models that nobody would write down: one to three grouping factors, nested, crossed or anything between, rows
// outside all levels, levels without rows, groups of one row, random columns that repeat or vanish, several terms on one
// factor, every covariance structure, components with several entries a row, weights, offsets, no constant anywhere.
import type { CovarianceStructure, RandomRows } from "@mixedlm/design";
import type { Lambda } from "../src/engine/engine.ts";
import { COVARIANCE_STRUCTURES } from "../src/parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../src/parameters/covariance-terms.ts";
import type { WrittenComponent, WrittenEffects, WrittenModel } from "./written-model.ts";

type Random = () => number;

const STRUCTURES: readonly CovarianceStructure[] = ["us", "diag", "homdiag", "cs", "homcs", "ar1"];

/** One grouping factor, every row in a level that has rows, at most one unstructured term. */
export function oneFactorDesign(random: Random): WrittenModel {
  const levels = 1 + below(random, 6);
  const codes = Int32Array.from(
    Array.from({ length: levels }, (_, g) => new Array<number>(1 + below(random, 6)).fill(g)).flat(),
  );
  const group = { levels, codes };
  const k = below(random, 4);
  const components = Array.from({ length: k === 0 ? 1 + below(random, 2) : below(random, 3) }, () =>
    randomComponent(random, 0, group),
  );
  const effects = k === 0 ? [] : [{ group: 0, covariance: "us" as const, Z: randomColumns(random, codes.length, k) }];
  return { ...fixedPart(random, codes), groups: [group], effects, components };
}

/** Two or three grouping factors, at least one term on each, and whatever else a model can have. */
export function crossedDesign(random: Random): WrittenModel {
  const n = 24 + below(random, 20);
  const groups = randomGroups(random, n);
  const effects: WrittenEffects[] = [];
  const components: WrittenComponent[] = [];
  for (const [g, group] of groups.entries()) {
    const parts = 1 + below(random, 2);
    for (let part = 0; part < parts; part++)
      if (random() < 0.25) components.push(randomComponent(random, g, group));
      else {
        const Z = randomColumns(random, n, 1 + below(random, 3));
        effects.push({ group: g, covariance: STRUCTURES[below(random, STRUCTURES.length)], Z });
      }
  }
  return {
    ...fixedPart(random, groups[0].codes),
    weights: random() < 0.4 ? Array.from({ length: n }, () => 0.1 + 3 * random()) : undefined,
    offset: random() < 0.4 ? Array.from({ length: n }, () => 20 * random() - 5) : undefined,
    groups,
    effects,
    components,
  };
}

/** Square roots of all covariances at a random point, raw units; some variances are zero, some correlations perfect. */
export function randomPoint(random: Random, terms: readonly CovarianceTerm[]): Lambda {
  return terms.map(({ structure, size }) => {
    const scale = (): number => (random() < 0.2 ? 0 : 3 * random());
    if (structure === "us") {
      const lambda = new Float64Array(size * size);
      for (let j = 0; j < size; j++)
        for (let i = j; i < size; i++) lambda[j * size + i] = i === j ? scale() : random() - 0.5;
      return lambda;
    }
    const sds = Array.from({ length: structure === "cs" ? size : 1 }, scale);
    const angle = random() < 0.2 ? Math.PI / 2 : structure === "ar1" ? 3 * random() - 1.5 : 1.5 * random();
    return COVARIANCE_STRUCTURES[structure].lambda(Float64Array.of(...sds, angle), size);
  });
}

function below(random: Random, n: number): number {
  return Math.floor(random() * n);
}

/** X of one to three columns and y, which has level effects of the first factor. */
function fixedPart(random: Random, codes: Int32Array): Pick<WrittenModel, "X" | "y"> {
  const p = 1 + below(random, 3);
  const hasConstant = random() < 0.7;
  const X = Array.from(codes, () => Array.from({ length: p }, (_, j) => (j === 0 && hasConstant ? 1 : 2 * random())));
  return { X, y: Array.from(codes, (g) => 4 * random() + g) };
}

/** Random columns, the first often the constant. */
function randomColumns(random: Random, n: number, s: number): number[][] {
  const hasConstant = random() < 0.7;
  return Array.from({ length: n }, () =>
    Array.from({ length: s }, (_, j) =>
      j === 0 && hasConstant ? 1 : random() < 0.1 ? below(random, 2) : 3 * random(),
    ),
  );
}

/** Two or three factors: each nested in the one before it, crossed with it, or nearly one of the two. */
function randomGroups(random: Random, n: number): { levels: number; codes: Int32Array }[] {
  const count = 2 + below(random, 2);
  const groups: { levels: number; codes: Int32Array }[] = [];
  for (let f = 0; f < count; f++) {
    const levels = 2 + below(random, 5);
    const kind = random();
    const last = groups.at(-1);
    const gaps = random() < 0.3 ? 0.2 : 0;
    const inLast = 1 + below(random, 3);
    const codes = Int32Array.from({ length: n }, (_, i) => {
      if (random() < gaps) return -1;
      if (kind < 0.35 && last !== undefined)
        return last.codes[i] < 0 ? -1 : last.codes[i] * inLast + below(random, inLast);
      // one level more than rows can have
      return kind < 0.8 ? below(random, levels) : Math.floor((i * levels) / n);
    });
    const nested = kind < 0.35 && last !== undefined ? last.levels * inLast : levels;
    groups.push({ levels: nested + below(random, 2), codes });
  }
  return groups;
}

/** A component: one or two entries of each row's own columns, no column in both, or numeric ones in fixed columns. */
function randomComponent(
  random: Random,
  group: number,
  { levels, codes }: { levels: number; codes: Int32Array },
): WrittenComponent {
  const n = codes.length;
  const width = 1 + below(random, 2);
  if (random() < 0.3) {
    const entries = Array.from({ length: width }, (_, column) => ({
      column,
      value: Float64Array.from({ length: n }, () => 2 * random() - 1),
    }));
    return { group, columns: new Array<number>(levels).fill(width), entries };
  }
  const columns = Array.from({ length: levels }, () => width * (1 + below(random, 3)));
  const [gaps, indicators] = [random() < 0.3, random() < 0.6];
  const entries: RandomRows = Array.from({ length: width }, (_, entry) => {
    const column = new Int32Array(n).fill(-1);
    const value = new Float64Array(n);
    codes.forEach((g, i) => {
      if (g < 0 || (gaps && random() < 0.3)) return;
      column[i] = entry + width * below(random, columns[g] / width);
      value[i] = indicators ? 1 : 2 * random() - 1;
    });
    return { column, value: indicators && random() < 0.5 ? null : value };
  });
  return { group, columns, entries };
}
