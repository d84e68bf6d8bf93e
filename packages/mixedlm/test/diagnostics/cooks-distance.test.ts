// Against lme4's cooks.distance at its polished optimum, theta to about 1e-8.
import { describe, expect, test } from "vitest";
import { cooksDistance, lmm } from "../../src/index.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

const { cases } = loadNative<{ cases: readonly { readonly model: string; readonly cooks: readonly number[] }[] }>(
  "cooks-distance",
);

describe("cooksDistance", () => {
  test.each(cases)("is lme4's for each row: $model", ({ model, cooks }) => {
    const own = cooksDistance(nativeFit(model));
    expect(own.length).toBe(cooks.length);
    const largest = Math.max(...cooks);
    for (const [i, value] of own.entries()) expect(Math.abs(value - cooks[i]!)).toBeLessThan(1e-6 * largest);
  });

  test("a row that the model follows whatever its response is has an infinite distance", () => {
    const g = Array.from({ length: 12 }, (_, i) => i % 4);
    const y = g.map((own, i) => own + Math.cos(2.1 * i));
    const only = g.map((_, i) => (i === 5 ? 1 : 0));
    const own = cooksDistance(lmm("y ~ only + (1 | g)", { y, g, only }));
    expect(own[5]).toBe(Infinity);
    expect(own.filter((value) => Number.isFinite(value)).length).toBe(11);
  });
});
