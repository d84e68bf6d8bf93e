// Draws of `simulate`: means, variances and covariances of many of them against the model's own, V = sum Z Sigma Z' + sigma^2 / w,
// written out from the columns of the data. Seeds are fixed; bounds are five standard errors of the Monte Carlo estimate.
import { toTable } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { fromJSON, lmm, predict, simulate, toJSON } from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";
import { uniform } from "../models.ts";
import { NATIVE_MODELS, nativeFit } from "../native-fits.ts";

const REPLICATES = 2000;
const FIVE = 5;

/** What a model's random terms are: the columns that group, and those that have effects ("" for the constant). */
const models: [name: string, terms: { by: string[]; columns: string[] }[], weights: string | null][] = [
  ["sleepstudy", [{ by: ["Subject"], columns: ["", "Days"] }], null],
  ["cake-slope", [{ by: ["recipe", "replicate"], columns: ["", "temp"] }], null],
  [
    "penicillin",
    [
      { by: ["plate"], columns: [""] },
      { by: ["sample"], columns: [""] },
    ],
    null,
  ],
  [
    "pastes",
    [
      { by: ["cask", "batch"], columns: [""] },
      { by: ["batch"], columns: [""] },
    ],
    null,
  ],
  ["dyestuff2", [{ by: ["Batch"], columns: [""] }], null],
  ["ome-weighted", [{ by: ["ID"], columns: [""] }], "Trials"],
];

describe.each(models)("%s", (name, terms, weights) => {
  const fit = nativeFit(name);
  const table = toTable(tableOf(NATIVE_MODELS.find((own) => own.name === name)!.dataset));
  const value = (column: string, row: number): number | string => {
    const own = table.column(column);
    return own.kind === "category" ? String(own.levels[own.codes[row]!]) : (own.values[row] as number);
  };
  const label = (by: string[], row: number): string => by.map((column) => value(column, row)).join(":");
  const groups = terms.map(({ by }) => fit.rows.map((row) => label(by, row)));
  const z = terms.map(({ columns }) =>
    fit.rows.map((row) => columns.map((column) => (column === "" ? 1 : (value(column, row) as number)))),
  );
  const residual = fit.rows.map((row) => fit.sigma ** 2 / (weights === null ? 1 : (value(weights, row) as number)));
  /** Variance of the sum of c_i y_i, with the random effects drawn. */
  const variance = (c: readonly number[], isDrawn: boolean): number => {
    let sum = c.reduce((total, own, i) => total + own * own * residual[i]!, 0);
    terms.forEach(({ by }, t) => {
      // fit.terms are in the order of the formula; those of one factor are found by their name
      const term = fit.terms.find(({ group }) => group.split(":").sort().join() === [...by].sort().join())!;
      const sums = new Map<string, number[]>();
      c.forEach((own, i) => {
        const total = sums.get(groups[t]![i]!) ?? z[t]![i]!.map(() => 0);
        sums.set(
          groups[t]![i]!,
          total.map((v, k) => v + own * z[t]![i]![k]!),
        );
      });
      for (const own of isDrawn ? sums.values() : [])
        own.forEach((a, i) => {
          own.forEach((b, j) => {
            sum += a * b * term.covariance[i]![j]!;
          });
        });
    });
    return sum;
  };
  const random = uniform(7);
  // single rows, the first rows, all rows, and sums of random signs
  const contrasts = [
    ...[0, 1, 2, fit.n - 1].map((k) => fit.rows.map((_, i) => (i === k ? 1 : 0))),
    fit.rows.map((_, i) => (i < 4 ? 1 : 0)),
    fit.rows.map(() => 1),
    ...Array.from({ length: 4 }, () => fit.rows.map(() => (random() < 0.5 ? 1 : -1))),
  ];

  test.each([false, true])(
    "means and variances of sums of responses are the model's: conditional %s",
    (conditional) => {
      const draws = simulate(fit, { replicates: REPLICATES, seed: 20, conditional });
      const level = conditional ? "conditional" : "population";
      const mean = predict(fit, null, { level, interval: "none" }).predicted;
      for (const c of contrasts) {
        const expected = variance(c, !conditional);
        const sums = draws.map((y) => c.reduce((sum, own, i) => sum + own * (y[i]! - mean[i]!), 0));
        const average = sums.reduce((sum, own) => sum + own, 0) / REPLICATES;
        const square = sums.reduce((sum, own) => sum + own * own, 0) / REPLICATES;
        expect(Math.abs(average)).toBeLessThan(FIVE * Math.sqrt(expected / REPLICATES));
        expect(Math.abs(square / expected - 1)).toBeLessThan(FIVE * Math.sqrt(2 / REPLICATES));
      }
    },
  );
});

test("equal seeds give equal draws, and a longer run begins with a shorter one", () => {
  const fit = nativeFit("sleepstudy");
  const [first, second] = simulate(fit, { replicates: 2, seed: 3 });
  expect(simulate(fit, { seed: 3 })[0]).toEqual(first);
  expect(second).not.toEqual(first);
  expect(simulate(fit, { seed: 4 })[0]).not.toEqual(first);
  expect(simulate(fit)[0]).toEqual(simulate(fit, { seed: 0 })[0]);
});

test("draw k depends on the seed and k alone", () => {
  const fit = nativeFit("sleepstudy");
  const run = simulate(fit, { replicates: 12, seed: 3 });
  expect(simulate(fit, { first: 9, replicates: 2, seed: 3 })).toEqual(run.slice(9, 11));
});

describe("new data", () => {
  const fit = lmm("y ~ x + (1 | a/b)", nested());
  const row = {
    x: [1, 1, 1, 1, 1, Number.NaN],
    a: ["A", "A", "new", "new", "other", "A"],
    b: ["1", "1", "1", "2", "1", "1"],
  };
  const covariance = (draws: readonly Float64Array[], i: number, j: number): number => {
    const mean = (k: number): number => draws.reduce((sum, y) => sum + y[k]!, 0) / draws.length;
    const [left, right] = [mean(i), mean(j)];
    return draws.reduce((sum, y) => sum + (y[i]! - left) * (y[j]! - right), 0) / draws.length;
  };
  const inner = fit.terms.find(({ group }) => group.includes(":"))!.covariance[0]![0]!;
  const outer = fit.terms.find(({ group }) => !group.includes(":"))!.covariance[0]![0]!;
  const total = outer + inner + fit.sigma ** 2;
  const close = (ours: number, theirs: number): void => {
    // the standard error of a covariance is at most root 2 times the variance over the root of the number
    expect(Math.abs(ours - theirs)).toBeLessThan((FIVE * Math.SQRT2 * total) / Math.sqrt(REPLICATES));
  };

  test("rows of one new group share its effect, those of two do not", () => {
    const draws = simulate(fit, { replicates: REPLICATES, seed: 5, newData: row });
    close(covariance(draws, 2, 2), total);
    close(covariance(draws, 2, 3), outer);
    close(covariance(draws, 2, 4), 0);
    close(covariance(draws, 0, 1), outer + inner);
    expect(draws[0]![5]).toBeNaN();
  });

  test("of the new groups -Infinity and Infinity are draws of two groups", () => {
    const numbered = lmm("y ~ x + (1 | a)", { ...nested(), a: nested().a.map((a) => a.codePointAt(0) as number) });
    const draw = (a: readonly number[]) => simulate(numbered, { newData: { x: [1, 1, 1], a }, seed: 2 })[0];
    const infinity = Number.POSITIVE_INFINITY;
    expect(draw([-infinity, infinity, infinity])).toEqual(draw([1e6, 2e6, 2e6]));
  });

  test("conditional draws hold what is known of a group, and draw what is not", () => {
    const draws = simulate(fit, { replicates: REPLICATES, seed: 6, newData: row, conditional: true });
    close(covariance(draws, 0, 1), 0);
    close(covariance(draws, 0, 0), fit.sigma ** 2);
    close(covariance(draws, 2, 3), outer);
    const known = predict(fit, { x: [1], a: ["A"], b: ["1"] }).predicted[0]!;
    const mean = draws.reduce((sum, y) => sum + y[0]!, 0) / REPLICATES;
    expect(Math.abs(mean - known)).toBeLessThan((FIVE * fit.sigma) / Math.sqrt(REPLICATES));
  });

  test("can be drawn from a model file, the same numbers", () => {
    const read = fromJSON(JSON.stringify(toJSON(fit)));
    const ours = simulate(read, { newData: row })[0]!;
    const theirs = simulate(fit, { newData: row })[0]!;
    ours.slice(0, 5).forEach((value, i) => {
      expect(Math.abs(value - theirs[i]!)).toBeLessThan(1e-10 * Math.abs(value));
    });
    expect(() => simulate(read)).toThrow(expect.objectContaining({ code: "no-table" }));
  });
});

test("a signal ends a simulation with its reason, and progress is told after each draw", () => {
  const fit = nativeFit("dyestuff");
  const seen: number[] = [];
  const controller = new AbortController();
  const run = (): unknown =>
    simulate(fit, {
      ...{ replicates: 10, signal: controller.signal },
      onProgress({ done, total }) {
        seen.push(done, total);
        if (done === 3) controller.abort(new Error("enough"));
      },
    });
  expect(run).toThrow("enough");
  expect(seen).toEqual([1, 10, 2, 10, 3, 10]);
  expect(() => simulate(fit, { replicates: 0 })).toThrow(expect.objectContaining({ code: "option-type" }));
  expect(() => simulate(fit, { seeds: 1 } as never)).toThrow(/seed/);
});

/** Three rows in each of four b inside each of eight a, both with effects. */
function nested(): { y: number[]; x: number[]; a: string[]; b: string[] } {
  const next = uniform(11);
  const out = { y: [] as number[], x: [] as number[], a: [] as string[], b: [] as string[] };
  for (let a = 0; a < 8; a++) {
    const outer = 6 * next();
    for (let b = 1; b <= 4; b++) {
      const inner = 4 * next();
      for (let k = 0; k < 3; k++) {
        const x = next();
        out.x.push(x);
        out.y.push(2 * x + outer + inner + 2 * next());
        out.a.push("ABCDEFGH"[a]!);
        out.b.push(String(b));
      }
    }
  }
  return out;
}
