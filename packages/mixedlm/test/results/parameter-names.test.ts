// Names of parameters, and their values from beta, theta and sigma: those that a fit reports of its terms.
import { describe, expect, test } from "vitest";
import { type Fit, lmm, modelParameters } from "../../src/index.ts";
import { parameterValues } from "../../src/results/parameter-names.ts";
import { tableOf } from "../engine-fits.ts";
import { NATIVE_MODELS, nativeFit } from "../native-fits.ts";

const names = (fit: Fit): string[] => modelParameters(fit).map(({ name }) => name);
const valuesOf = (fit: Fit): Map<string, number> => {
  const values = parameterValues(modelParameters(fit), fit.engine.products.terms, fit);
  return new Map(names(fit).map((name, i) => [name, values[i]!]));
};

test("fixed effects keep their names, terms have deviations before correlations, sigma is last", () => {
  expect(names(nativeFit("sleepstudy"))).toEqual([
    "Intercept",
    "Days",
    "sd(Intercept | Subject)",
    "sd(Days | Subject)",
    "cor(Intercept, Days | Subject)",
    "sigma",
  ]);
});

test("a structured term has rho, and one standard deviation where the columns share it", () => {
  const machines = tableOf("machines");
  const of = (structure: string): string[] =>
    names(lmm(`score ~ Machine + ${structure}(0 + Machine | Worker)`, machines)).filter((name) =>
      /^(sd|rho|cor)/.test(name),
    );
  const columns = ["Machine[A]", "Machine[B]", "Machine[C]"];
  const all = columns.join(", ");
  expect(of("cs")).toEqual([...columns.map((name) => `sd(${name} | Worker)`), `rho(${all} | Worker)`]);
  expect(of("homcs")).toEqual([`sd(${all} | Worker)`, `rho(${all} | Worker)`]);
  expect(of("ar1")).toEqual([`sd(${all} | Worker)`, `rho(${all} | Worker)`]);
  expect(of("diag")).toEqual(columns.map((name) => `sd(${name} | Worker)`));
  expect(of("homdiag")).toEqual([`sd(${all} | Worker)`]);
});

test("a name that was taken before gets a number", () => {
  const y = Array.from({ length: 24 }, (_, i) => Math.sin(5 * i) + (i % 4));
  const fit = lmm("y ~ sigma + (1 | g)", { y, sigma: y.map((_, i) => Math.cos(3 * i)), g: y.map((_, i) => i % 4) });
  expect(names(fit)).toEqual(["Intercept", "sigma", "sd(Intercept | g)", "sigma #2"]);
});

describe.each(NATIVE_MODELS.map(({ name }) => name))("%s", (name) => {
  test("values are those of the fit's own terms", () => {
    const fit = nativeFit(name);
    const values = valuesOf(fit);
    expect(values.get("sigma")).toBe(fit.sigma);
    for (const [j, own] of fit.names.entries()) expect(values.get(own)).toBe(fit.beta[j]);
    for (const { names: columns, group, stdDev, correlation } of fit.terms)
      for (const [i, column] of columns.entries()) {
        expect(Math.abs(values.get(`sd(${column} | ${group})`)! - stdDev[i]!)).toBeLessThan(1e-12 * (1 + stdDev[i]!));
        for (const [j, other] of columns.entries()) {
          const value = values.get(`cor(${column}, ${other} | ${group})`);
          if (value === undefined) continue;
          const own = correlation[i]![j] ?? Number.NaN;
          if (Number.isNaN(own)) expect(value).toBeNaN();
          else expect(value).toBeCloseTo(own, 10);
        }
      }
  });
});

test("values of structured terms are the fit's standard deviations and rho", () => {
  for (const structure of ["cs", "homcs", "ar1"]) {
    const fit = lmm(`score ~ Machine + ${structure}(0 + Machine | Worker)`, tableOf("machines"));
    const [term] = fit.terms;
    const values = [...valuesOf(fit)].filter(([name]) => name.startsWith("sd("));
    for (const [i, [, value]] of values.entries()) expect(value / term!.stdDev[i]!).toBeCloseTo(1, 12);
    const rho = [...valuesOf(fit)].find(([name]) => name.startsWith("rho("));
    expect(rho![1]).toBeCloseTo(term!.rho!, 12);
  }
});

test("the correlation of a structured term exists where it has a part in the covariances", () => {
  const rho = (structure: string, sds: readonly number[]): number => {
    const fit = lmm(`score ~ Machine + ${structure}(0 + Machine | Worker)`, tableOf("machines"));
    const parameters = modelParameters(fit);
    const values = parameterValues(parameters, fit.engine.products.terms, {
      ...{ beta: fit.beta, sigma: fit.sigma },
      theta: [...sds, 0.25],
    });
    return values[parameters.findIndex(({ kind }) => kind === "correlation")]!;
  };
  expect(rho("cs", [0, 1, 2])).toBe(0.25);
  expect(rho("cs", [0, 0, 2])).toBeNaN();
  for (const structure of ["homcs", "ar1"]) {
    expect(rho(structure, [1])).toBe(0.25);
    expect(rho(structure, [0])).toBeNaN();
  }
});
