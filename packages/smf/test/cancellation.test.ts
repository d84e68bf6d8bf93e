// Stopping the calls of statsmodels' names that take a signal: before they begin, and from the first, the middle and the
// last call of their callback. The reason comes out, no callback follows, and model and result are as they were.
import { describe, expect, test } from "vitest";
import { type FitOptions, L2, type MixedLM, MixedLMParams, mixedlm, type ProfileOptions } from "../src/index.ts";
import type { MixedLMResults } from "../src/results/results.ts";

const g = Array.from({ length: 24 }, (_, i) => i >> 2);
const x = g.map((_, i) => i % 4);
const y = x.map((v, i) => v + ((i * 7919) % 101) / 50 + ((g[i]! * 31) % 7));
const fresh = (): MixedLMResults => mixedlm("y ~ x", { x, g, y }, "g").fit();
const OPTIONS = { nrep: 6, seed: 1 } as const;

const state = (result: MixedLMResults): string => `${result.summary()}${result.save()}${result.bootstrap_results}`;
const drawn = async (result: MixedLMResults): Promise<string> =>
  String((await result.bootstrap({ ...OPTIONS, store: false })).results);

/** What a promise is rejected with, in a box; null when it is not. */
async function rejection(work: Promise<unknown>): Promise<{ readonly reason: unknown } | null> {
  try {
    await work;
    return null;
  } catch (reason) {
    return { reason };
  }
}

test.each([[new Error("enough")], ["enough"], [undefined], [null]])(
  "a signal that was aborted before rejects with its reason, %s, and nothing is called",
  async (reason) => {
    const result = fresh();
    const before = state(result);
    let calls = 0;
    const options = { ...OPTIONS, signal: { aborted: true, reason }, onProgress: () => calls++ };
    expect(await rejection(result.bootstrap(options))).toEqual({ reason });
    expect(calls).toBe(0);
    expect(state(result)).toBe(before);
  },
);

test.each([1, 3, 6])("aborted, or thrown out of, at call %i of its callback it leaves nothing behind", async (at) => {
  const expected = await drawn(fresh());
  for (const isThrown of [false, true]) {
    const result = fresh();
    const before = state(result);
    const controller = new AbortController();
    const reason = new Error("enough");
    let calls = 0;
    const onProgress = (): void => {
      calls += 1;
      if (calls < at) return;
      if (isThrown) throw reason;
      controller.abort(reason);
    };
    const work = result.bootstrap({ ...OPTIONS, onProgress, signal: controller.signal });
    expect((await rejection(work))?.reason).toBe(reason);
    expect(calls).toBe(at);
    expect(state(result)).toBe(before);
    expect(await drawn(result)).toBe(expected);
  }
});

test("two bootstraps of one result at a time, and calls from within, do not disturb each other", async () => {
  const expected = await drawn(fresh());
  const result = fresh();
  const inner: Promise<string>[] = [];
  const onProgress = (): void => {
    inner.push(drawn(result));
    result.profile_re(0, "re", { num_low: 1, num_high: 1, dist_low: 0.1, dist_high: 0.1 });
    expect(result.random_effects.size).toBe(6);
  };
  const outer = await result.bootstrap({ ...OPTIONS, onProgress });
  expect(String(outer.results)).toBe(expected);
  expect(new Set(await Promise.all(inner))).toEqual(new Set([expected]));
});

/** What a call watches and heeds. */
type Watched = Pick<FitOptions, "onProgress" | "signal"> & Pick<ProfileOptions, "onProgress">;

const model = (): MixedLM => mixedlm("y ~ x", { x, g, y }, "g", { re_formula: "~x" });
const POINTS = { num_low: 2, num_high: 3, dist_low: 0.01, dist_high: 0.1 } as const;
const DIAGONAL = MixedLMParams.from_components({
  fe_params: [1, 1],
  cov_re: [
    [1, 0],
    [0, 1],
  ],
});

/** Synchronous calls on a model, and what they answer in one text. */
const CALLS: readonly (readonly [string, (own: MixedLM, watched: Watched) => string])[] = [
  ["fit", (own, watched) => own.fit(watched).save()],
  ["a fit along Powell's path", (own, watched) => own.fit({ ...watched, method: "powell" }).save()],
  ["a fit with a mask", (own, watched) => own.fit({ ...watched, free: DIAGONAL }).save()],
  ["a penalised fit", (own, watched) => own.fit({ ...watched, fe_pen: new L2() }).save()],
  ["fit_regularized", (own, watched) => own.fit_regularized({ ...watched, alpha: 1 }).save()],
  ["profile_re", (own, watched) => JSON.stringify(own.fit().profile_re(0, "re", { ...POINTS, ...watched }))],
];

describe.each(CALLS)("%s", (_, call) => {
  test("watched gives what it gives unwatched, and counts from 1", () => {
    const told: unknown[] = [];
    const onProgress = (one: number | { readonly evaluation: number; readonly objective: number }): void => {
      told.push(typeof one === "number" ? one : one.evaluation);
      if (typeof one !== "number") expect(Number.isNaN(one.objective)).toBe(false);
    };
    expect(call(model(), { onProgress, signal: { aborted: false } })).toBe(call(model(), {}));
    expect(told).toEqual(told.map((_own, i) => i + 1));
    expect(told.length).toBeGreaterThan(3);
  });

  test.each([[new Error("enough")], ["enough"], [undefined]])("aborted before throws its reason, %s", (reason) => {
    let calls = 0;
    const watched = { onProgress: () => calls++, signal: { aborted: true, reason } };
    expect(reasonOf(() => call(model(), watched))).toEqual({ reason });
    expect(calls).toBe(0);
  });

  test("aborted, or thrown out of, at the first, middle and last call leaves nothing behind", () => {
    const expected = call(model(), {});
    let total = 0;
    call(model(), { onProgress: () => total++ });
    for (const at of [1, total >> 1, total])
      for (const isThrown of [false, true]) {
        const own = model();
        const controller = new AbortController();
        const reason = new Error("enough");
        let calls = 0;
        const onProgress = (): void => {
          calls += 1;
          if (calls < at) return;
          if (isThrown) throw reason;
          controller.abort(reason);
        };
        expect(reasonOf(() => call(own, { onProgress, signal: controller.signal }))).toEqual({ reason });
        expect(calls).toBe(at);
        expect(call(own, {})).toBe(expected);
      }
  });

  test("a signal whose own clock runs out ends the call without a callback", () => {
    let looks = 0;
    const signal = {
      get aborted() {
        looks += 1;
        return looks > 3;
      },
      reason: "late",
    };
    expect(reasonOf(() => call(model(), { signal }))).toEqual({ reason: "late" });
  });
});

/** What a call throws, in a box; null when it does not. */
function reasonOf(call: () => unknown): { readonly reason: unknown } | null {
  try {
    call();
    return null;
  } catch (reason) {
    return { reason };
  }
}
