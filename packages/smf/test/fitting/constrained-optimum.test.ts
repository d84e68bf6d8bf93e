// A penalty that outweighs the data: the criterion has no maximum, and nothing may claim one.
import { expect, test } from "vitest";
import { MixedLMParams, mixedlm, PSD } from "../../src/index.ts";

// five groups: under REML the likelihood falls by (5 - 1) / 2 a unit of log variance, the penalty adds its weight
const groups = [3, -2, 8, 1, -6];
const table = {
  y: groups.flatMap((level, g) => [0, 1, 2, 3].map((i) => level + Math.sin(7 * g + 3 * i))),
  g: groups.flatMap((_, g) => [g, g, g, g]),
};

test("a penalty heavier than what the groups say has no optimum, and the fit says so", () => {
  const { converged, warnings } = mixedlm("y ~ 1", table, "g").fit({ cov_pen: new PSD(2.5) });
  expect(converged).toBe(false);
  expect(warnings.find(({ code }) => code === "no-optimum")?.message).toContain("a smaller weight would not");
});

test("a lighter one has, where the slope of the likelihood is minus the weight", () => {
  const model = mixedlm("y ~ 1", table, "g");
  const weight = 1.5;
  const result = model.fit({ cov_pen: new PSD(weight), gtol: 1e-9, method: "bfgs" });
  expect(result.converged).toBe(true);
  const ratio = result.cov_re_unscaled.values[0]![0] as number;
  // balanced groups of 4: V has 1 + 4 ratio on the mean; profiled REML in closed form
  const mean = table.y.reduce((a, b) => a + b, 0) / 20;
  const means = groups.map((_, g) => table.y.slice(4 * g, 4 * g + 4).reduce((a, b) => a + b, 0) / 4);
  const between = means.reduce((sum, m) => sum + 4 * (m - mean) ** 2, 0);
  const within = table.y.reduce((sum, y, i) => sum + (y - means[Math.floor(i / 4)]!) ** 2, 0);
  const factor = 1 + 4 * ratio;
  const slope = -(4 * 4) / (2 * factor) + (19 / 2) * ((4 * between) / factor ** 2 / (within + between / factor));
  expect(slope + weight / ratio).toBeCloseTo(0, 4);
});

test("a variance that is held at zero under a penalty that forbids it is no optimum", () => {
  const held = MixedLMParams.from_components({ fe_params: [1], cov_re: [[0]] });
  const options = { cov_pen: new PSD(1), free: held, start_params: held };
  const { converged, llf, warnings } = mixedlm("y ~ 1", table, "g").fit(options);
  expect([converged, llf]).toEqual([false, Number.NEGATIVE_INFINITY]);
  expect(warnings.map(({ code }) => code)).toContain("no-optimum");
  expect(warnings.map(({ message }) => message).join()).not.toContain("of the optimum");
});

test("minimize takes SciPy's names of methods", () => {
  const model = mixedlm("y ~ 1", table, "g");
  const methods = ["L-BFGS-B", "Powell", "Nelder-Mead", "CG"].map((min_method) => {
    const result = model.fit({ method: "minimize", min_method, full_output: true });
    expect(result.llf).toBeCloseTo(model.fit().llf, 4);
    return result.hist![0]!.fcalls;
  });
  expect(new Set(methods).size).toBeGreaterThan(2);
});
