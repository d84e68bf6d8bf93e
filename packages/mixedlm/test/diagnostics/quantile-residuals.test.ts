// Simulated residuals against the probabilities that they approach when the model is right.
import { describe, expect, test } from "vitest";
import { normalCdf, quantileResiduals, residuals } from "../../src/index.ts";
import { nativeFit } from "../native-fits.ts";

describe("quantile residuals", () => {
  test("approach the normal probability of the marginal residuals", () => {
    const fit = nativeFit("sleepstudy");
    const exact = residuals(fit, { level: "marginal", type: "scaled" }).map((value) => normalCdf(value));
    const replicates = 4000;
    const simulated = quantileResiduals(fit, { replicates, seed: 5 });
    // four standard errors of a share of `replicates` draws, and the width of a rank
    for (const [i, p] of exact.entries())
      expect(Math.abs(simulated[i]! - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / replicates) + 1 / replicates);
  });

  test("held random effects: the probability of the conditional ones", () => {
    const fit = nativeFit("penicillin");
    const exact = residuals(fit, { type: "scaled" }).map((value) => normalCdf(value));
    const simulated = quantileResiduals(fit, { replicates: 2000, seed: 2, conditional: true });
    for (const [i, p] of exact.entries())
      expect(Math.abs(simulated[i]! - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / 2000) + 1 / 2000);
  });

  test("are strictly between 0 and 1, repeat with their seed, and stop when they are told to", () => {
    const fit = nativeFit("ergostool");
    const own = quantileResiduals(fit, { replicates: 20, seed: 9 });
    expect(own.every((value) => value > 0 && value < 1)).toBe(true);
    expect(quantileResiduals(fit, { replicates: 20, seed: 9 })).toEqual(own);
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }): void => {
      if (done === 3) controller.abort(new Error("enough"));
    };
    expect(() => quantileResiduals(fit, { signal: controller.signal, onProgress })).toThrow("enough");
  });
});
