// Gradient and exact Hessian in the parameters, against differences of the criterion and of the gradient; the criterion is
// held to the dense one in random-structures.test.ts. For every structure, by both engines, inside and on the boundary.
import type { CovarianceStructure } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { objective } from "../../src/criterion/objective.ts";
import { parameterDerivatives } from "../../src/criterion/parameter-derivatives.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { lambdaOf, parameterStarts } from "../../src/parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES } from "../../src/parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../../src/parameters/covariance-terms.ts";
import { momentStart } from "../../src/search/moment-start.ts";
import { search } from "../../src/search/search.ts";
import { SHAPES, testModel, uniform } from "../models.ts";
import { bothForms, enginesOf, type TestModel } from "../written-model.ts";

/** Two crossed factors: three random columns of a structure on the first, an intercept on the second. */
function structuredModel(covariance: CovarianceStructure, seed: number): TestModel {
  const random = uniform(seed);
  const n = 70;
  const codes = [9, 5].map((levels) => Int32Array.from({ length: n }, () => Math.floor(levels * random())));
  const effects = [9, 5].map((levels) => Array.from({ length: levels }, () => [1, 2, 3].map(() => 3 * random() - 1.5)));
  const Z = Array.from({ length: n }, () => [1, 2 * random() - 1, 2 * random() - 1]);
  const X = Z.map((z) => [1, z[1], random()]);
  const y = Z.map((z, i) => {
    const random1 = z.reduce((sum, value, j) => sum + value * effects[0][codes[0][i]][j], 0);
    return random1 + effects[1][codes[1][i]][0] + 2 * random() + X[i][2];
  });
  return bothForms({
    y,
    X,
    groups: [
      { levels: 9, codes: codes[0] },
      { levels: 5, codes: codes[1] },
    ],
    effects: [
      { group: 0, covariance, Z },
      { group: 1, covariance: "us", Z: Z.map(() => [1]) },
    ],
    components: [],
  });
}

const structures: readonly CovarianceStructure[] = ["us", "diag", "homdiag", "cs", "homcs", "ar1"];

const cases: [name: string, engine: Engine][] = [
  ...Object.entries(SHAPES).map(([name, shape]): [string, Engine] => [name, enginesOf(testModel(shape)).blocks()]),
  ...structures.flatMap((covariance, i): [string, Engine][] => {
    const engines = enginesOf(structuredModel(covariance, 31 + i));
    return [
      [`${covariance}, crossed with intercepts, in blocks`, engines.blocks()],
      [`${covariance}, crossed with intercepts, by a Schur complement`, engines.dense()],
    ];
  }),
];

describe.each(cases)("%s", (_, engine) => {
  const { products } = engine;
  const { terms } = products;
  const size = parameterStarts(terms)[terms.length];
  const at = (par: Float64Array) => engine.factorise(lambdaOf(terms, par))!;
  const derivatives = (par: Float64Array, reml: boolean) => parameterDerivatives(engine, par, at(par), reml, true);
  const value = (par: Float64Array, reml: boolean): number => objective(products, at(par), reml);

  /** Points around the optimum, with positive variances. */
  const pointsOf = (reml: boolean): Float64Array[] => {
    const { parameters } = search(engine, reml, momentStart(engine, "y").parameters);
    const scales = new Set(scalePlaces(terms));
    return [1, 2, 3].map((seed) => {
      const next = uniform(seed);
      return parameters.map((t, i) => (scales.has(i) ? t + 0.01 + 0.02 * next() : t + 0.02 * next()));
    });
  };

  test.each([true, false])("the gradient is the slope of the criterion (reml %s)", (reml) => {
    for (const par of pointsOf(reml)) {
      const { gradient } = derivatives(par, reml);
      const slopes = central(par, (there) => [value(there, reml)]).map(([d]) => d);
      slopes.forEach((slope, t) => {
        expect(Math.abs(gradient[t] - slope)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(slope)));
      });
    }
  });

  test.each([true, false])(
    "the Hessian is the slope of the gradient where it is positive definite (reml %s)",
    (reml) => {
      let compared = 0;
      for (const par of pointsOf(reml)) {
        const { hessian } = derivatives(par, reml);
        const slopes = central(par, (there) => derivatives(there, reml).gradient);
        if (!positiveDefinite(slopes)) continue;
        compared += 1;
        slopes.forEach((row, j) => {
          row.forEach((slope, i) => {
            const scale = Math.sqrt(hessian.data[i * (size + 1)] * hessian.data[j * (size + 1)]);
            expect(Math.abs(hessian.data[j * size + i] - slope)).toBeLessThanOrEqual(1e-7 * scale);
            expect(hessian.data[j * size + i]).toBeCloseTo(hessian.data[i * size + j], 10);
          });
        });
      }
      expect(compared).toBeGreaterThan(0);
    },
  );

  test.each([true, false])("the score of each variance is the one-sided slope at zero (reml %s)", (reml) => {
    // all covariances are zero; correlations, where a structure has one, are not at their bounds
    const zero = Float64Array.from({ length: size }, (_, i) => (angles(terms).has(i) ? 0.7 : 0));
    const { gradient, score } = derivatives(zero, reml);
    expect([...gradient].every((g) => g === 0)).toBe(true);
    const starts = parameterStarts(terms);
    terms.forEach(({ structure, size: s }, t) => {
      for (let k = starts[t]; k < starts[t + 1]; k++) {
        if (angles(terms).has(k)) continue;
        // Psi at a unit value of the parameter alone: its share in the score is the slope in the square
        const unit = COVARIANCE_STRUCTURES[structure].lambda(
          zero.map((v, i) => (i === k ? 1 : v)).subarray(starts[t], starts[t + 1]),
          s,
        );
        let slope = 0;
        for (let m = 0; m < s; m++)
          for (let j = 0; j < s; j++)
            for (let i = 0; i < s; i++) slope += score[t][j * s + i] * unit[m * s + i] * unit[m * s + j];
        const step = (h: number): number =>
          value(
            zero.map((v, i) => (i === k ? Math.sqrt(h) : v)),
            reml,
          );
        // from above only: Richardson's rule on one-sided differences
        const d = (h: number): number => (step(h) - step(0)) / h;
        const h = 1e-5;
        const wanted = (8 * d(h / 4) - 6 * d(h / 2) + d(h)) / 3;
        expect(Math.abs(slope - wanted)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(wanted)));
      }
    });
  });

  test.each([true, false])("derivatives hold where one variance is zero (reml %s)", (reml) => {
    const [first] = pointsOf(reml);
    for (const place of scalePlaces(terms)) {
      const par = first.map((v, i) => (i === place ? 0 : v));
      const { gradient, hessian } = derivatives(par, reml);
      central(par, (there) => [value(there, reml)]).forEach(([slope], t) => {
        expect(Math.abs(gradient[t] - slope)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(slope)));
      });
      const slopes = central(par, (there) => derivatives(there, reml).gradient);
      if (!positiveDefinite(slopes)) continue;
      slopes.forEach((row, j) => {
        row.forEach((slope, i) => {
          const scale = Math.sqrt(hessian.data[i * (size + 1)] * hessian.data[j * (size + 1)]);
          expect(Math.abs(hessian.data[j * size + i] - slope)).toBeLessThanOrEqual(1e-7 * (1 + scale));
        });
      });
    }
  });
});

/** Places of parameters that are angles. */
function angles(terms: readonly CovarianceTerm[]): Set<number> {
  const starts = parameterStarts(terms);
  return new Set(terms.flatMap(({ structure }, t) => (structure === "us" ? [] : [starts[t + 1] - 1])));
}

/** Places of parameters that make a variance: the diagonals of unstructured terms, standard deviations of the others. */
function scalePlaces(terms: readonly CovarianceTerm[]): number[] {
  const starts = parameterStarts(terms);
  return terms.flatMap(({ structure, size }, t) => {
    if (structure !== "us") return Array.from({ length: starts[t + 1] - starts[t] - 1 }, (_, k) => starts[t] + k);
    let place = starts[t];
    return Array.from({ length: size }, (_, column) => {
      const own = place;
      place += size - column;
      return own;
    });
  });
}

/** Derivatives of f in each entry, by central differences of fourth order. */
function central(par: Float64Array, f: (par: Float64Array) => ArrayLike<number>): number[][] {
  const h = 1e-3;
  const moved = (j: number, by: number) => Array.from(f(par.map((t, i) => (i === j ? t + by : t))));
  return Array.from(par, (_, j) => {
    const [a, b, c, d] = [moved(j, h), moved(j, -h), moved(j, 2 * h), moved(j, -2 * h)];
    return a.map((value, i) => (8 * (value - b[i]) - (c[i] - d[i])) / (12 * h));
  });
}

function positiveDefinite(A: readonly (readonly number[])[]): boolean {
  const L = A.map((row) => row.map(() => 0));
  for (let i = 0; i < A.length; i++)
    for (let j = 0; j <= i; j++) {
      const rest = A[i][j] - L[i].slice(0, j).reduce((sum, value, m) => sum + value * L[j][m], 0);
      if (i === j && !(rest > 0)) return false;
      L[i][j] = i === j ? Math.sqrt(rest) : rest / L[j][j];
    }
  return true;
}
