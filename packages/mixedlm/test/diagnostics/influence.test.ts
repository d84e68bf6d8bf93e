// Exact deletion against lme4: every model refitted without the rows and polished to about 1e-8 of theta; Cook's distances
// and dfbetas by lme4's methods for such records.
import { describe, expect, test } from "vitest";
import { FitError, influence, lmm } from "../../src/index.ts";
import { positions } from "../engine-fits.ts";
import { marginalModel } from "../marginal-models.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

interface RecordedInfluence {
  readonly model: string;
  readonly by: string;
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly beta: readonly (readonly number[])[];
  readonly dfbetas: readonly (readonly number[])[];
  readonly cooks: readonly number[];
  readonly covRatio: readonly number[];
  readonly covTrace: readonly number[];
  readonly sigma: readonly number[];
}

const { cases } = loadNative<{ cases: readonly RecordedInfluence[] }>("influence");

describe.each(cases)("$model by $by", (recorded) => {
  test("refits without rows are lme4's", () => {
    const fit = nativeFit(recorded.model);
    const own = influence(fit, { by: recorded.by, refit: "exact" });
    expect(own.failures).toEqual([]);
    const order = positions(fit.names, recorded.names);
    const m = own.labels.length;
    expect(m).toBe(recorded.labels.length);
    let worst = 0;
    const see = (a: number, b: number, unit: number): void => {
      worst = Math.max(worst, Math.abs(a - b) / unit);
    };
    own.labels.forEach((label, i) => {
      const at = recorded.by === "row" ? i : recorded.labels.indexOf(String(label));
      order.forEach((r, j) => {
        see(own.beta[i]![j]!, recorded.beta[at]![r]!, fit.stdError[j]!);
        see(own.dfbetas[i]![j]!, -recorded.dfbetas[at]![r]!, 1);
      });
      // lme4's own factor
      const factor = (m - fit.p) / m;
      see(own.cooksDistance[i]! * factor, recorded.cooks[at]!, Math.max(1, Math.abs(recorded.cooks[at]!)));
      see(own.covRatio[i]!, recorded.covRatio[at]!, recorded.covRatio[at]!);
      see(own.covTrace[i]!, recorded.covTrace[at]!, fit.p);
      see(own.sigma[i]!, recorded.sigma[at]!, recorded.sigma[at]!);
    });
    // that of lme4's polished optima
    expect(worst).toBeLessThan(1e-7);
  });
});

const WEIGHTED = "slopes, nested groups, weights and an offset";

describe("influence", () => {
  test.each(["one-step", "exact"] as const)(
    "what is free of units does not depend on those of a predictor: %s",
    (refit) => {
      const plain = influence(marginalModel(WEIGHTED).fit, { by: "u", refit });
      for (const scale of [1e-6, 1e6]) {
        const own = influence(marginalModel(WEIGHTED, scale).fit, { by: "u", refit });
        for (const name of ["cooksDistance", "covRatio", "sigma"] as const)
          for (const [d, value] of own[name].entries()) expect(value / plain[name][d]!).toBeCloseTo(1, 5);
        for (const [d, [, slope]] of own.dfbetas.entries()) expect(slope).toBeCloseTo(plain.dfbetas[d]![1]!, 5);
      }
    },
  );

  test("a predictor that is far from zero loses no digits", () => {
    const { days, y, g } = years();
    const near = lmm("y ~ x + (1 | g)", { y, g, x: days });
    const far = lmm("y ~ x + (1 | g)", { y, g, x: days.map((day) => 1e6 + day) });
    for (const by of ["row", "g"]) {
      const [a, b] = [influence(near, { by }), influence(far, { by })];
      for (const [d, value] of a.cooksDistance.entries())
        expect(Math.abs(b.cooksDistance[d]! - value)).toBeLessThan(1e-7);
      for (const [d, [, slope]] of a.dfbetas.entries()) expect(b.dfbetas[d]![1]).toBeCloseTo(slope!, 6);
    }
  });

  test("groups a million residual deviations apart: the mean of the others' means, weighted by closed form", () => {
    const g = Array.from({ length: 30 }, (_, i) => (i < 24 ? i % 6 : 6));
    const y = g.map((own, i) => 1e6 * Math.cos(5 * own) + Math.sin(3.3 * i));
    const fit = lmm("y ~ 1 + (1 | g)", { y, g });
    const theta2 = fit.theta[0]! ** 2;
    const mean = (rows: readonly number[]): number => {
      const groups = new Map<number, number[]>();
      for (const i of rows) groups.set(g[i]!, [...(groups.get(g[i]!) ?? []), y[i]!]);
      let [sum, weights] = [0, 0];
      for (const own of groups.values()) {
        const weight = 1 / (theta2 + 1 / own.length);
        sum += weight * (own.reduce((total, value) => total + value, 0) / own.length);
        weights += weight;
      }
      return sum / weights;
    };
    const all = g.map((_, i) => i);
    for (const by of ["g", "row"]) {
      const own = influence(fit, { by });
      own.beta.forEach(([beta], d) => {
        const left = all.filter((i) => (by === "row" ? i !== d : g[i] !== own.labels[d]));
        expect(Math.abs(beta! - mean(left))).toBeLessThan(1e-9 * fit.stdError[0]!);
      });
    }
  });

  test("a refit held at its start is the one-step deletion: theta of all rows where that is at its boundary in both", () => {
    const fit = nativeFit("dyestuff2");
    const [once, again] = [influence(fit, { by: "Batch" }), influence(fit, { by: "Batch", refit: "exact" })];
    const still = again.theta.flatMap(([theta], d) => (theta === 0 ? [d] : []));
    expect(still.length).toBeGreaterThan(3);
    for (const d of still) {
      expect(again.beta[d]![0]).toBeCloseTo(once.beta[d]![0]!, 12);
      expect(again.sigma[d]).toBeCloseTo(once.sigma[d]!, 12);
      expect(again.cooksDistance[d]).toBeCloseTo(once.cooksDistance[d]!, 12);
    }
  });

  test.each(["one-step", "exact"] as const)(
    "deletions that leave nothing to estimate an effect are counted: %s",
    (refit) => {
      const g = Array.from({ length: 24 }, (_, i) => i % 6);
      const y = g.map((own, i) => own + Math.cos(2.1 * i));
      const only = g.map((own, i) => (own === 2 ? 1 + (i % 2) : 0));
      const fit = lmm("y ~ only + (1 | g)", { y, g, only });
      const own = influence(fit, { by: "g", refit });
      expect(own.failures.map(({ index, label, code }) => [index, label, code])).toEqual([[2, 2, "rank-deficient"]]);
      expect(own.cooksDistance.map(Number.isNaN)).toEqual([false, false, true, false, false, false]);
      expect(own.beta[2]).toEqual([Number.NaN, Number.NaN]);
      const single = lmm("y ~ only + (1 | g)", { y, g, only: g.map((_, i) => (i === 7 ? 1 : 0)) });
      const rows = influence(single, { refit });
      expect(rows.failures.map(({ index, code }) => [index, code])).toEqual([[7, "rank-deficient"]]);
    },
  );

  test("a refit of a factor that one level is left of is a failure", () => {
    const g = Array.from({ length: 20 }, (_, i) => i % 2);
    const y = g.map((own, i) => own + Math.cos(2.1 * i));
    const own = influence(lmm("y ~ 1 + (1 | g)", { y, g }), { by: "g", refit: "exact" });
    expect(own.failures.map(({ code }) => code)).toEqual(["one-group", "one-group"]);
  });

  test("a model without fixed effects has nothing to be moved", () => {
    const g = Array.from({ length: 20 }, (_, i) => i % 5);
    const fit = lmm("y ~ 0 + (1 | g)", { g, y: g.map((own, i) => own - 2 + Math.cos(3 * i)) });
    for (const own of [influence(fit), influence(fit, { by: "g" }), influence(fit, { by: "g", refit: "exact" })]) {
      expect(own.failures).toEqual([]);
      expect(new Set(own.cooksDistance)).toEqual(new Set([0]));
      expect(own.sigma.every((value) => value > 0)).toBe(true);
    }
  });

  test("rows that lack a value are no deletions: labels are row numbers of the table", () => {
    const g = Array.from({ length: 20 }, (_, i) => i % 4);
    const x = g.map((_, i) => (i === 3 || i === 11 ? Number.NaN : Math.sin(i)));
    const y = g.map((own, i) => own + Math.cos(2.1 * i));
    const own = influence(lmm("y ~ x + (1 | g)", { y, g, x }));
    expect(own.labels).toEqual(g.map((_, i) => i).filter((i) => i !== 3 && i !== 11));
    expect(own.failures).toEqual([]);
  });

  test("progress is told after each deletion, and a signal stops before the next", () => {
    const fit = nativeFit("sleepstudy");
    const seen: number[] = [];
    const signal = { aborted: false, reason: new Error("enough") };
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      expect(total).toBe(18);
      seen.push(done);
      if (done === 3) signal.aborted = true;
    };
    expect(() => influence(fit, { by: "Subject", refit: "exact", signal, onProgress })).toThrow("enough");
    expect(seen).toEqual([1, 2, 3]);
  });

  test("the record is frozen, and wrong calls are refused", () => {
    const fit = nativeFit("dyestuff");
    const own = influence(fit, { by: "Batch" });
    expect([own, own.beta, own.beta[0], own.cooksDistance, own.failures, own.theta[0]].every(Object.isFrozen)).toBe(
      true,
    );
    const thrown = (call: () => unknown): unknown => {
      try {
        return call();
      } catch (error) {
        return error;
      }
    };
    const wrong = thrown(() => influence(fit, { by: "batch" }));
    expect(wrong).toBeInstanceOf(FitError);
    expect(wrong).toMatchObject({ code: "unknown-class", data: { option: "by", candidates: ["Batch"] } });
    expect(thrown(() => influence(fit, { refit: "twice" as never }))).toMatchObject({ code: "option-type" });
    expect(thrown(() => influence({} as never))).toMatchObject({ code: "not-a-fit" });
  });
});

function years() {
  const g = Array.from({ length: 40 }, (_, i) => i % 8);
  const days = g.map((_, i) => (i * 7) % 21);
  const y = g.map((own, i) => own + 0.2 * days[i]! + Math.cos(2.1 * i));
  return { g, days, y };
}

test("a deletion names the fixed effects that it leaves without an estimate, and no others", () => {
  const rows = Array.from({ length: 40 }, (_, i) => i);
  const [g, h] = [rows.map((i) => Math.floor(i / 5)), rows.map((i) => i % 6)];
  const x = rows.map((i) => ((i * 13) % 17) / 17);
  const [single, cluster] = [rows.map((i) => (i === 7 ? 1 : 0)), rows.map((i) => (i >= 35 ? x[i]! : 0))];
  const y = rows.map((i) => 2 * x[i]! + Math.sin(3 * g[i]!) + Math.cos(5.3 * i));
  const fit = lmm("y ~ x + single + cluster + (1 | g)", { y, x, g, h, single, cluster });
  for (const [by, label, name] of [
    ["row", 7, "single"],
    ["g", 7, "cluster"],
    ["h", 1, "single"],
  ] as const) {
    const { failures } = influence(fit, { by });
    const own = failures.find((failure) => failure.label === label)!;
    expect(own.code).toBe("rank-deficient");
    expect(own.message).toBe(`without these rows \`${name}\` cannot be estimated`);
  }
});

test("prints those first that move the fixed effects most", () => {
  const own = influence(nativeFit("sleepstudy"), { by: "Subject" });
  const most = own.labels[own.cooksDistance.indexOf(Math.max(...own.cooksDistance))];
  const lines = String(own).split("\n");
  expect(lines[0]).toBe("Influence of each level of Subject, one-step");
  expect(lines[2]!.trim().split(" ")[0]).toBe(String(most));
  expect(lines.at(-1)).toBe("the 10 of 18 that count most");
  expect(JSON.parse(JSON.stringify(own)).cooksDistance).toEqual(own.cooksDistance);
});
