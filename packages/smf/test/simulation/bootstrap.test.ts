import { readCsv } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { mixedlm } from "../../src/mixedlm.ts";
import { MixedLMParams } from "../../src/model/params.ts";
import { type BootstrapOptions, type BootstrappedFit, bootstrap } from "../../src/simulation/bootstrap.ts";
import { distributionOf } from "../../src/simulation/distribution.ts";

const BATCHES = 6;
const EACH = 5;
const dyestuff = mixedlm("Yield ~ 1", readCsv(loadData("dyestuff")), "Batch");

function fitOf(ratio: number, scale: number): BootstrappedFit {
  const params_object = MixedLMParams.from_components({ fe_params: [1500], cov_re: [[ratio]] });
  return { model: dyestuff, params_object, scale, reml: true, isConstrained: false };
}

/** REML by hand: a balanced one-way layout has its estimates in closed form, from mean squares. */
function byMeanSquares(y: Float64Array): { mean: number; ratio: number; scale: number } {
  const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
  const means = Array.from({ length: BATCHES }, (_, b) => {
    return y.slice(b * EACH, (b + 1) * EACH).reduce((sum, v) => sum + v, 0) / EACH;
  });
  const between = means.reduce((sum, m) => sum + EACH * (m - mean) ** 2, 0);
  const within = y.reduce((sum, v, i) => sum + (v - means[Math.floor(i / EACH)]!) ** 2, 0);
  const [MSB, MSW] = [between / (BATCHES - 1), within / (BATCHES * (EACH - 1))];
  if (MSB > MSW) return { mean, ratio: (MSB / MSW - 1) / EACH, scale: MSW };
  return { mean, ratio: 0, scale: (between + within) / (y.length - 1) };
}

describe("a bootstrap", () => {
  test("fits each response that is drawn, as mean squares do by hand; zero variances among them", async () => {
    const { results, mean, std, failed, reasons, seed } = await bootstrap(fitOf(0.3, 2400), { nrep: 60, seed: 7 });
    const draws = distributionOf(dyestuff, [1500, 0.3], 2400).rvs(60, { seed: 7 }) as Float64Array[];
    const wanted = draws.map(byMeanSquares);
    expect(wanted.filter(({ ratio }) => ratio === 0).length).toBeGreaterThan(0);
    for (const [r, { mean: own, ratio }] of wanted.entries()) {
      const [intercept, variance] = results.values[r] as [number, number];
      expect(Math.abs(intercept - own)).toBeLessThan(1e-9 * own);
      expect(Math.abs(variance - ratio)).toBeLessThan(1e-7 * Math.max(1, ratio));
    }
    const ratios = wanted.map(({ ratio }) => ratio);
    const average = ratios.reduce((sum, v) => sum + v, 0) / 60;
    const deviation = Math.sqrt(ratios.reduce((sum, v) => sum + (v - average) ** 2, 0) / 60);
    expect(mean.get("Batch Var")).toBeCloseTo(average, 6);
    expect(std.get("Batch Var")).toBeCloseTo(deviation, 6);
    expect(mean.index).toEqual(["Intercept", "Batch Var"]);
    expect(results.index).toHaveLength(60);
    expect({ failed, reasons, seed }).toEqual({ failed: 0, reasons: {}, seed: 7 });
  });

  test("in units of the data has variances as they are, and the residual variance", async () => {
    const { results } = await bootstrap(fitOf(0.7, 2400), { nrep: 5, seed: 1, units: "data" });
    const draws = distributionOf(dyestuff, [1500, 0.7], 2400).rvs(5, { seed: 1 }) as Float64Array[];
    expect(results.columns).toEqual(["Intercept", "Batch Var", "scale"]);
    for (const [r, { ratio, scale }] of draws.map(byMeanSquares).entries()) {
      expect(Math.abs(results.get(r, "Batch Var") - ratio * scale)).toBeLessThan(1e-5 * scale);
      expect(Math.abs(results.get(r, "scale") - scale)).toBeLessThan(1e-7 * scale);
    }
  });

  test("by maximum likelihood divides by the number of batches", async () => {
    const { results } = await bootstrap(fitOf(2, 2400), { nrep: 3, seed: 1, units: "data", reml: false });
    const draws = distributionOf(dyestuff, [1500, 2], 2400).rvs(3, { seed: 1 }) as Float64Array[];
    for (const [r, { ratio, scale }] of draws.map(byMeanSquares).entries()) {
      const between = (1 + EACH * ratio) * scale;
      const variance = ((BATCHES - 1) / BATCHES) * between - scale;
      expect(Math.abs(results.get(r, "Batch Var") - variance / EACH)).toBeLessThan(1e-5 * scale);
    }
  });

  test("is the same with the same seed, and longer ones begin like shorter ones", async () => {
    const [a, b, longer, other] = await Promise.all(
      [
        { nrep: 4, seed: "x" },
        { nrep: 4, seed: "x" },
        { nrep: 6, seed: "x" },
        { nrep: 4, seed: "y" },
      ].map((options) => bootstrap(fitOf(0.5, 1), options)),
    );
    expect(b!.results.values).toEqual(a!.results.values);
    expect(longer!.results.values.slice(0, 4)).toEqual(a!.results.values);
    expect(other!.results.values).not.toEqual(a!.results.values);
  });

  test("without a seed tells which one it took", async () => {
    const first = await bootstrap(fitOf(0.5, 1), { nrep: 2 });
    const again = await bootstrap(fitOf(0.5, 1), { nrep: 2, seed: first.seed });
    expect(again.results.values).toEqual(first.results.values);
  });

  test("counts the responses that cannot be fitted, with the reason, and hides none", async () => {
    // without residual variance every response is the same constant
    const { failed, reasons, results, mean, std } = await bootstrap(fitOf(0.5, 0), { nrep: 3, seed: 1 });
    expect(failed).toBe(3);
    expect(reasons).toEqual({ "constant-response": 3 });
    expect(results.values.flat().every(Number.isNaN)).toBe(true);
    expect([...mean, ...std].every(Number.isNaN)).toBe(true);
  });

  test("takes statsmodels' arguments", async () => {
    const { results } = await bootstrap(fitOf(0.5, 1), { nrep: 2, method: "nm", disp: 0, store: 1, seed: 1 });
    expect(results.index).toEqual([0, 1]);
  });
});

describe("a bootstrap that is watched", () => {
  test("tells after each fit how far it is", async () => {
    const seen: number[][] = [];
    const onProgress = (done: number, total: number): void => void seen.push([done, total]);
    await bootstrap(fitOf(0.5, 1), { nrep: 3, seed: 1, onProgress });
    expect(seen).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  test("throws the reason of a signal before it starts, and between fits", async () => {
    const stopped = AbortSignal.abort("not now");
    await expect(bootstrap(fitOf(0.5, 1), { signal: stopped })).rejects.toBe("not now");
    const controller = new AbortController();
    let fits = 0;
    const onProgress = (): void => {
      fits += 1;
      if (fits === 2) controller.abort("enough");
    };
    const running = bootstrap(fitOf(0.5, 1), { seed: 1, onProgress, signal: controller.signal });
    await expect(running).rejects.toBe("enough");
    expect(fits).toBe(2);
  });

  test("gives the event loop a turn, so that it can be stopped from outside", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("from a timer"), 0);
    const running = bootstrap(fitOf(0.5, 1), { nrep: 1e7, seed: 1, signal: controller.signal });
    await expect(running).rejects.toBe("from a timer");
  });

  test("passes on what its listener throws", async () => {
    const fault = new Error("listener");
    const onProgress = (): void => {
      throw fault;
    };
    await expect(bootstrap(fitOf(0.5, 1), { seed: 1, onProgress })).rejects.toBe(fault);
  });
});

test.each([
  ["a penalised fit", { ...fitOf(0.5, 1), isConstrained: true }, {}, "constrained-fit"],
  ["no response at all", fitOf(0.5, 1), { nrep: 0 }, "option-type"],
  ["other units", fitOf(0.5, 1), { units: "sd" }, "option-type"],
  ["an unknown option", fitOf(0.5, 1), { reps: 10 }, "unknown-option"],
] as const)("a bootstrap of %s is refused", async (_, fit, options, code) => {
  const running = bootstrap(fit, options as BootstrapOptions);
  await expect(running).rejects.toThrow(expect.objectContaining({ name: "SmfError", code }));
});
