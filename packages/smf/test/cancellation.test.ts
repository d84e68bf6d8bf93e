// Stopping a bootstrap, which is the one call of statsmodels' names that takes a signal: before it, from its callback, and
// between its draws. The reason comes out, no callback follows, and the result is as it was.
import { expect, test } from "vitest";
import { mixedlm } from "../src/index.ts";
import type { MixedLMResults } from "../src/results.ts";

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
