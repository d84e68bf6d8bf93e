// Residuals against lme4 and against the dense marginal variances.
import { randomGenerator } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { lmm, residuals } from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";
import { loadNative, NATIVE_MODELS, nativeFit } from "../native-fits.ts";

interface ResidualsRecord {
  response: number[];
  pearson: number[];
  scaled: number[];
  studentized: number[];
}

const records = loadNative<Record<string, ResidualsRecord>>("diagnostics");

test.each(NATIVE_MODELS.map(({ name }) => name))("%s: every type as lme4 gives it", (name) => {
  const fit = nativeFit(name);
  for (const type of ["response", "pearson", "scaled", "studentized"] as const) {
    const ours = residuals(fit, { type });
    expect(ours.length).toBe(fit.n);
    const unit = type === "response" || type === "pearson" ? fit.sigma : 1;
    for (const [i, value] of records[name]![type].entries())
      expect(Math.abs(ours[i]! - value), `${type} ${i}`).toBeLessThan(2e-6 * unit * (1 + Math.abs(value / unit)));
  }
});

describe("marginal residuals", () => {
  test("are those of X beta, in units of the root of z'Sigma z + sigma^2 / w", () => {
    const fit = nativeFit("sleepstudy");
    const data = tableOf("sleepstudy");
    const days = Array.from(data.array("Days") as ArrayLike<number>);
    const y = Array.from(data.array("Reaction") as ArrayLike<number>);
    const S = fit.terms[0]!.covariance;
    const plain = residuals(fit, { level: "marginal" });
    const scaled = residuals(fit, { level: "marginal", type: "scaled" });
    for (const [i, x] of days.entries()) {
      const own = y[i]! - fit.beta[0]! - fit.beta[1]! * x;
      const variance = S[0]![0]! + 2 * x * S[0]![1]! + x * x * S[1]![1]! + fit.sigma ** 2;
      expect(plain[i]).toBeCloseTo(own, 8);
      expect(scaled[i]).toBeCloseTo(own / Math.sqrt(variance), 10);
    }
  });

  test("with weights and an offset", () => {
    const { uniform, normal } = randomGenerator(3);
    const g = Array.from({ length: 60 }, (_, i) => i % 12);
    const w = g.map(() => 1 + Math.floor(4 * uniform()));
    const o = g.map(() => 10 * uniform());
    const b = Array.from({ length: 12 }, () => 2 * normal());
    const y = g.map((l, i) => 5 + o[i]! + b[l]! + normal() / Math.sqrt(w[i]!));
    const fit = lmm("y ~ 1 + (1 | g)", { y, g, w, o }, { weights: "w", offset: "o" });
    const between = fit.terms[0]!.covariance[0]![0]!;
    const scaled = residuals(fit, { level: "marginal", type: "scaled" });
    const pearson = residuals(fit, { level: "marginal", type: "pearson" });
    for (const [i, value] of y.entries()) {
      const own = value - o[i]! - fit.beta[0]!;
      expect(scaled[i]).toBeCloseTo(own / Math.sqrt(between + fit.sigma ** 2 / w[i]!), 10);
      expect(pearson[i]).toBeCloseTo(own * Math.sqrt(w[i]!), 10);
    }
  });

  test("are not studentized, as leverages are not theirs", () => {
    const call = () => residuals(nativeFit("dyestuff"), { level: "marginal", type: "studentized" });
    expect(call).toThrow(expect.objectContaining({ code: "residual-type" }));
  });
});
