// Standard deviations and correlations by name are theta, and back.
import { describe, expect, test } from "vitest";
import { lmm } from "../../src/index.ts";
import { modelParameters, parameterValues } from "../../src/results/parameter-names.ts";
import { thetaOfParameters } from "../../src/simulation/theta-of-parameters.ts";
import { NATIVE_MODELS, nativeFit } from "../native-fits.ts";
import { simulate } from "../simulate.ts";

const table = simulate({ seed: 5, sizes: new Array<number>(30).fill(5), between: 1, slopes: 0.7 });
const STRUCTURED = ["us", "cs", "homcs", "ar1", "diag", "homdiag"].map(
  (kind) => [kind, () => lmm(`y ~ x + ${kind === "us" ? "" : kind}(1 + x | g)`, table)] as const,
);

describe("theta is what its standard deviations and correlations say", () => {
  for (const [name, fitted] of [
    ...NATIVE_MODELS.map(({ name }) => [name, () => nativeFit(name)] as const),
    ...STRUCTURED,
  ])
    test(name, () => {
      const fit = fitted();
      const { terms } = fit.engine.products;
      const parameters = modelParameters(fit);
      const values = parameterValues(parameters, terms, fit);
      // where a standard deviation is 0 any correlation will do
      const named = Object.fromEntries(
        parameters.map((own, i) => [own.name, Number.isNaN(values[i]) ? 0.5 : values[i]!]),
      );
      const theta = thetaOfParameters(parameters, terms, named);
      expect(theta).toHaveLength(fit.theta.length);
      // at a perfect correlation the root of a rounding error is 1e-8
      const size = Math.max(...fit.theta.map(Math.abs));
      theta.forEach((value, k) => {
        expect(Math.abs(value - fit.theta[k]!)).toBeLessThan(1e-7 * size + 1e-300);
      });
    });

  test("correlations that no variables have are refused", () => {
    const fit = nativeFit("machines-us");
    const parameters = modelParameters(fit);
    const values = Object.fromEntries(parameters.map(({ name, kind }) => [name, kind === "correlation" ? -0.9 : 1]));
    expect(() => thetaOfParameters(parameters, fit.engine.products.terms, values)).toThrow(
      expect.objectContaining({ code: "impossible-correlations" }),
    );
  });

  test("a shared correlation below what its structure can have is refused by its name", () => {
    const fit = lmm("y ~ x + cs(1 + x + I(x ** 2) | g)", table);
    const parameters = modelParameters(fit);
    const values = (rho: number) =>
      Object.fromEntries(parameters.map(({ name, kind }) => [name, kind === "correlation" ? rho : 1]));
    const theta = (rho: number) => thetaOfParameters(parameters, fit.engine.products.terms, values(rho));
    expect(theta(-0.5)).toEqual([1, 1, 1, -0.5]);
    expect(() => theta(-0.51)).toThrow(expect.objectContaining({ code: "power-parameter" }));
    expect(() => theta(-0.51)).toThrow(/rho\(.*-0\.51; expected a number from -0\.5 to 1/);
  });
});
