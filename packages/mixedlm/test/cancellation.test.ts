// Stopping a call: before it, and from its own callback at the first, a middle and the last time. What stops it comes out, no
// callback follows, and the fit answers afterwards as one that was never stopped.
import { expect, test } from "vitest";
import * as mixedlm from "../src/index.ts";

// twelve groups of four rows, two factors that cross
const group = Array.from({ length: 48 }, (_, i) => i >> 2);
const x = group.map((_, i) => i % 4);
const other = group.map((g, i) => `h${(i + g) % 3}`);
const wave = (i: number): number => ((i * 7919) % 101) / 50;
const table = {
  x,
  g: group.map((g) => `g${g}`),
  h: other,
  y: x.map((v, i) => 2 * v + wave(i) + 3 * wave(group[i] + 40)),
};

const formula: string = "y ~ x + (1 | g)";
const larger: string = "y ~ x + (x | g)";
const fresh = (text = formula, reml = true): mixedlm.Fit => mixedlm.lmm(text, table, { reml });

/** Of as many rows in each group the exact test is an F test, and nothing is drawn. */
const unbalanced = mixedlm.lmm(formula, { x: x.slice(1), g: table.g.slice(1), y: table.y.slice(1) });

interface Watched {
  readonly onProgress?: ((progress: object) => void) | undefined;
  readonly signal?: { readonly aborted: boolean; readonly reason?: unknown } | undefined;
}

/** Every function that can be stopped, as a call on a fit. */
const CALLS: readonly (readonly [name: string, call: (fit: mixedlm.Fit, options: Watched) => unknown])[] = [
  ["lmm", (_, options) => mixedlm.lmm(larger, table, options)],
  ["fitMoments", (fit, options) => mixedlm.fitMoments(mixedlm.accurateMoments(fit.design, table, "drop"), options)],
  ["refit", (fit, options) => mixedlm.refit(fit, { reml: false, ...options })],
  ["anova", (fit, options) => mixedlm.anova(fit, fresh(larger), options)],
  ["varianceTests", (fit, options) => mixedlm.varianceTests(fit, options)],
  ["exactVarianceTest", (_, options) => mixedlm.exactVarianceTest(unbalanced, { replicates: 200, ...options })],
  ["profile", (fit, options) => mixedlm.profile(fit, { points: 2, ...options })],
  ["profileIntervals", (fit, options) => mixedlm.profileIntervals(fit, options)],
  [
    "confidenceIntervals",
    (fit, options) => mixedlm.confidenceIntervals(fit, { method: "bootstrap", replicates: 6, ...options }),
  ],
  ["bootstrap", (fit, options) => mixedlm.bootstrap(fit, { replicates: 6, ...options })],
  ["power", (fit, options) => mixedlm.power(fit, { test: "x", replicates: 6, ...options })],
  ["simulate", (fit, options) => mixedlm.simulate(fit, { replicates: 6, ...options })],
  ["quantileResiduals", (fit, options) => mixedlm.quantileResiduals(fit, { replicates: 6, ...options })],
  ["influence", (fit, options) => mixedlm.influence(fit, { by: "g", refit: "exact", ...options })],
  [
    "tidy",
    (fit, options) => mixedlm.tidy(fit, { effects: "ranPars", confInt: true, confMethod: "profile", ...options }),
  ],
];

const json = (value: unknown): string => JSON.stringify(value);
const REASONS: readonly unknown[] = [new Error("enough"), "enough", undefined, null, 0];

/** What a call throws, in a box, as it may be undefined; null when it throws nothing. */
function thrown(call: () => unknown): { readonly reason: unknown } | null {
  try {
    call();
    return null;
  } catch (reason) {
    return { reason };
  }
}

test.each(CALLS)("%s throws the reason of a signal that was aborted before, and calls nothing", (_, call) => {
  const fit = fresh();
  const before = json(fit);
  for (const reason of REASONS) {
    let calls = 0;
    const watched = { signal: { aborted: true, reason }, onProgress: () => calls++ };
    expect(thrown(() => call(fit, watched))).toEqual({ reason });
    expect(calls).toBe(0);
  }
  expect(json(fit)).toBe(before);
});

test.each(CALLS)("%s that is aborted or thrown out of at any call leaves nothing behind", (_, call) => {
  const expected = json(call(fresh(), {}));
  const fit = fresh();
  const before = json(fit);
  let total = 0;
  expect(json(call(fresh(), { onProgress: () => total++ }))).toBe(expected);
  expect(total).toBeGreaterThan(0);
  for (const at of new Set([1, Math.ceil(total / 2), total - 1, total]))
    for (const isThrown of [false, true]) {
      if (at < 1) continue;
      const controller = new AbortController();
      const reason = new Error("enough");
      let calls = 0;
      const onProgress = (): void => {
        calls += 1;
        if (calls < at) return;
        if (isThrown) throw reason;
        controller.abort(reason);
      };
      const outcome = thrown(() => call(fit, { onProgress, signal: controller.signal }));
      expect(calls).toBe(at);
      // once the last piece is done there may be nothing left to stop
      if (outcome === null) expect([at, isThrown]).toEqual([total, false]);
      else expect(outcome.reason).toBe(reason);
    }
  expect(json(fit)).toBe(before);
  expect(json(call(fit, {}))).toBe(expected);
});

test.each(CALLS)("%s is not disturbed by the same call from within its callback", (_, call) => {
  const expected = json(call(fresh(), {}));
  const fit = fresh();
  let inner: string | null = null;
  const onProgress = (): void => {
    // all three look at other points of the same engine
    inner ??= json(call(fit, {}));
    fit.ranef();
    mixedlm.robustInference(fit);
  };
  expect(json(call(fit, { onProgress }))).toBe(expected);
  expect(inner).toBe(expected);
});

test("a bootstrap statistic that throws ends the bootstrap with its error", () => {
  const fit = fresh();
  const expected = json(mixedlm.bootstrap(fresh(), { replicates: 4 }));
  const fault = new Error("own");
  const statistic = ({ number }: mixedlm.Replicate): Record<string, number> => {
    if (number === 2) throw fault;
    return { own: 1 };
  };
  expect(thrown(() => mixedlm.bootstrap(fit, { replicates: 4, statistic }))?.reason).toBe(fault);
  expect(json(mixedlm.bootstrap(fit, { replicates: 4 }))).toBe(expected);
});

test("marginal means and contrasts throw the reason of a signal that was aborted before", () => {
  const fit = mixedlm.lmm("y ~ h + (1 | g)" as string, table);
  const means = json(mixedlm.marginalMeans(fit, "h"));
  const signal = { aborted: true, reason: "enough" };
  expect(thrown(() => mixedlm.marginalMeans(fit, "h", { signal }))).toEqual({ reason: "enough" });
  const given = mixedlm.marginalMeans(fit, "h");
  expect(thrown(() => mixedlm.meanContrasts(given, "pairwise", { signal }))).toEqual({ reason: "enough" });
  expect(json(mixedlm.marginalMeans(fit, "h"))).toBe(means);
});
