// What must not matter: units and origins of the columns, the order of rows, the names and order of groups, the chunks
// in which rows arrive. Each property compares two fits of ours, so it needs no engine to be right beside it.
import { buildDesign } from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import { accumulateChunks } from "@mixedlm/moments";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Fit, fitMoments } from "../src/index.ts";
import { covRe, groupEffects } from "./fit-parts.ts";
import { type FittedModel, fitModel } from "./model-cache.ts";
import { type Grouped, simulate } from "./simulate.ts";

const SLOPES = { formula: "y ~ x", group: "g", reFormula: "~x" };

/** Unbalanced tables with groups of one row among larger ones, and variances from zero to large. */
const tables = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 6, maxLength: 14 }),
    between: fc.constantFrom(0, 0.3, 1, 5, 40),
    slopes: fc.constantFrom(0, 0.2, 1, 4),
  })
  // enough rows to tell three variances from the residual
  .filter(({ sizes }) => sizes.filter((n) => n >= 3).length >= 5)
  .map(simulate);

const powers = fc.integer({ min: -6, max: 6 }).map((e) => 10 ** e);

function holds<T extends unknown[]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  property: (...args: T) => void,
) {
  fc.assert(fc.property(...(arbitraries as [fc.Arbitrary<T[0]>]), property as never), { seed: 20260803, numRuns: 50 });
}

describe.each([true, false])("units and origins (reml %s)", (reml) => {
  const fit = (table: Grouped): Fit => fitModel(table, SLOPES, { reml }).fit;

  test("multiplying the response multiplies what is in its units", () => {
    holds([tables, powers], (table, s) => {
      const a = fit(table);
      const b = fit({ ...table, y: table.y.map((y) => s * y) });
      same(b.theta, a.theta, 1e-7);
      same(tValues(b), tValues(a), 1e-8);
      expect(b.sigma / s / a.sigma).toBeCloseTo(1, 8);
      sameCovariance(scaled(covRe(b).data, [1 / s, 1 / s]), covRe(a).data);
      const nu = reml ? a.n - 2 : a.n;
      expect(b.logLik + nu * Math.log(s)).toBeCloseTo(a.logLik, 7);
    });
  });

  test("multiplying a covariate, fixed and random alike, divides its slope", () => {
    holds([tables, powers], (table, s) => {
      const a = fit(table);
      const b = fit({ ...table, x: table.x.map((x) => s * x) });
      same(tValues(b), tValues(a), 1e-8);
      expect((b.beta[1]! * s) / a.stdError[1]!).toBeCloseTo(a.beta[1]! / a.stdError[1]!, 7);
      sameCovariance(scaled(covRe(b).data, [1, s]), covRe(a).data);
      expect(b.logLik + (reml ? Math.log(s) : 0)).toBeCloseTo(a.logLik, 7);
      expect(b.status.kind).toBe(a.status.kind);
    });
  });

  test("shifting the response shifts the intercept", () => {
    holds([tables, fc.constantFrom(-1e6, -37, 1e3, 1e6)], (table, c) => {
      const a = fit(table);
      const b = fit({ ...table, y: table.y.map((y) => y + c) });
      // the data themselves lose digits: y + c is rounded to 1e-10
      expect((b.beta[0]! - c - a.beta[0]!) / a.stdError[0]!).toBeCloseTo(0, 7);
      expect(tValues(b)[1]).toBeCloseTo(tValues(a)[1]!, 7);
      sameCovariance(covRe(b).data, covRe(a).data, 1e-6);
      expect(b.logLik).toBeCloseTo(a.logLik, 6);
    });
  });

  test("shifting a covariate, fixed and random alike, moves the origin of intercepts", () => {
    holds([tables, fc.constantFrom(-1000, -3, 100, 2000)], (table, c) => {
      const a = fit(table);
      const b = fit({ ...table, x: table.x.map((x) => x + c) });
      expect((b.beta[0]! + c * b.beta[1]! - a.beta[0]!) / a.stdError[0]!).toBeCloseTo(0, 7);
      expect(tValues(b)[1]).toBeCloseTo(tValues(a)[1]!, 7);
      expect(b.logLik).toBeCloseTo(a.logLik, 6);
      expect(b.sigma / a.sigma).toBeCloseTo(1, 7);
      // cov of (b0 + c b1, b1) in the shifted columns is cov of (b0, b1) in the given ones
      const [v00, v01, , v11] = covRe(b).data as unknown as [number, number, number, number];
      const back = [v00 + 2 * c * v01 + c * c * v11, v01 + c * v11, v01 + c * v11, v11];
      // v00 holds c^2 v11 and loses the digits of c^2
      sameCovariance(back, covRe(a).data, 1e-6, c * c * 1e-15 * v11);
    });
  });
});

describe("order and names", () => {
  test("the order of rows does not matter", () => {
    holds([tables, fc.infiniteStream(fc.nat())], (table, stream) => {
      const keys = table.y.map(() => stream.next().value as number);
      const order = table.y.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
      sameFit(fitModel(permuted(table, order), SLOPES), fitModel(table, SLOPES));
    });
  });

  test("the names of groups do not matter", () => {
    holds([tables], (table) => {
      const names = new Map([...new Set(table.g)].map((g, i) => [g, `level ${(7 * i) % 97}`]));
      const relabelled = { ...table, g: table.g.map((g) => names.get(g)!) };
      const [a, b] = [fitModel(table, SLOPES), fitModel(relabelled, SLOPES)];
      sameFit(b, a, (level) => names.get(level)!);
    });
  });

  test("a group named __proto__ is a group", () => {
    const table = simulate({ seed: 5, sizes: [4, 5, 6, 3, 4], between: 2 });
    const odd = { ...table, g: table.g.map((g) => (g === "g2" ? "__proto__" : g)) };
    sameFit(fitModel(odd, SLOPES), fitModel(table, SLOPES), (level) => (level === "g2" ? "__proto__" : level));
  });
});

describe("chunks", () => {
  test("moments of chunks give the fit of the whole table", () => {
    holds([tables, fc.integer({ min: 1, max: 20 })], (table, size) => {
      const design = buildDesign(parseModel({ ...SLOPES, group: columnFactor("g") }), table);
      const chunks = Array.from({ length: Math.ceil(table.y.length / size) }, (_, c) =>
        permuted(table, table.y.map((__, i) => i).slice(c * size, (c + 1) * size)),
      );
      const whole = fitModel(table, SLOPES);
      const moments = accumulateChunks(design, chunks);
      sameFit({ ...whole, moments, fit: fitMoments(moments) }, whole);
    });
  });
});

describe("hostile origins and units", () => {
  const table = simulate({ seed: 77, sizes: [12, 3, 8, 1, 15, 6, 9, 1, 11, 4], between: 2, slopes: 0.7 });

  test("a response of 1e9 with unit variance gives the fit of the response less 1e9", () => {
    const far = { ...table, y: table.y.map((y) => y + 1e9) };
    // what the doubles hold: the comparison is with the same rounded numbers
    const near = { ...table, y: far.y.map((y) => y - 1e9) };
    const [a, b] = [fitModel(near, SLOPES).fit, fitModel(far, SLOPES).fit];
    expect(b.objective).toBeCloseTo(a.objective, 8);
    same(b.theta, a.theta, 1e-8);
    expect(b.beta[1]! / a.beta[1]!).toBeCloseTo(1, 9);
    expect((b.beta[0]! - 1e9 - a.beta[0]!) / a.stdError[0]!).toBeCloseTo(0, 6);
  });

  test("a calendar year as covariate and random slope gives the fit of the centred year", () => {
    const year = table.x.map((_, i) => 2000 + ((7 * i) % 21));
    const y = table.y.map((value, i) => value + 0.3 * (year[i]! - 2010) * (1 + (table.g[i]!.length % 2)));
    const formula = { formula: "y ~ x", group: "g", reFormula: "~x" };
    const raw = fitModel({ y, x: year, g: table.g }, formula).fit;
    const centred = fitModel({ y, x: year.map((x) => x - 2010), g: table.g }, formula).fit;
    expect(raw.objective).toBeCloseTo(centred.objective, 8);
    expect(raw.beta[1]! / centred.beta[1]!).toBeCloseTo(1, 9);
    expect(raw.stdError[1]! / centred.stdError[1]!).toBeCloseTo(1, 9);
    expect(covRe(raw).data[3]! / covRe(centred).data[3]!).toBeCloseTo(1, 8);
    expect(raw.beta[0]! + 2010 * raw.beta[1]!).toBeCloseTo(centred.beta[0]!, 7);
  });

  test("a response of 1e9 with a coding that has the intercept in its span only", () => {
    const half = table.x.map((x) => (x > 3 ? "high" : "low"));
    const far = table.y.map((y) => y + 1e9);
    const near = far.map((y) => y - 1e9);
    const formula = { formula: "y ~ 0 + h", group: "g" };
    const a = fitModel({ y: near, h: half, g: table.g }, formula).fit;
    const b = fitModel({ y: far, h: half, g: table.g }, formula).fit;
    expect(b.objective).toBeCloseTo(a.objective, 7);
    expect(b.sigma / a.sigma).toBeCloseTo(1, 8);
  });

  test("a year and its square as random columns give the fit of the centred year and its square", () => {
    const year = table.x.map((_, i) => 2000 + ((7 * i) % 21));
    const y = table.y.map((v, i) => v + 0.3 * (year[i]! - 2010) + 0.02 * (i % 5) * (year[i]! - 2010) ** 2);
    const squares = { formula: "y ~ x + I(x ** 2)", group: "g", reFormula: "~x + I(x ** 2)" };
    const raw = fitModel({ y, x: year, g: table.g }, squares).fit;
    const centred = fitModel({ y, x: year.map((x) => x - 2010), g: table.g }, squares).fit;
    expect(raw.objective).toBeCloseTo(centred.objective, 6);
    expect(raw.sigma / centred.sigma).toBeCloseTo(1, 7);
    expect(tValues(raw)[2]! / tValues(centred)[2]!).toBeCloseTo(1, 7);
    expect(raw.status.kind).toBe(centred.status.kind);
    expect(raw.warnings.map(({ code }) => code)).toEqual(centred.warnings.map(({ code }) => code));
    expect(raw.warnings.map(({ code }) => code)).not.toContain("unidentified-components");
  });

  test("days or seconds: t values agree", () => {
    const seconds = { ...table, x: table.x.map((x) => 86400 * x) };
    const [a, b] = [fitModel(table, SLOPES).fit, fitModel(seconds, SLOPES).fit];
    same(tValues(b), tValues(a), 1e-10);
  });

  test("groups of one row: they inform the fixed effects, and are fitted without NaN", () => {
    const { fit, design, moments } = fitModel(table, SLOPES);
    const singles = design.groups[0].levels.flatMap((_, g) => (moments.factors[0].weight[g] === 1 ? [g] : []));
    expect(singles).toHaveLength(2);
    for (const g of singles) {
      const b = groupEffects(fit, g);
      expect(b.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
    }
    const without = table.g
      .map((g) => design.groups[0].levels.indexOf(g))
      .flatMap((g, i) => (singles.includes(g) ? [] : [i]));
    const fewer = fitModel(permuted(table, without), SLOPES).fit;
    expect(Math.abs(fit.beta[0]! - fewer.beta[0]!)).toBeGreaterThan(1e-4);
  });
});

function permuted(table: Grouped, order: readonly number[]): Grouped {
  return { y: order.map((i) => table.y[i]!), x: order.map((i) => table.x[i]!), g: order.map((i) => table.g[i]!) };
}

function tValues({ beta, stdError }: Fit): number[] {
  return Array.from(beta, (value, j) => value / stdError[j]!);
}

/** Entries agree relative to max(1, |expected|). */
function same(values: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(values.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(values[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i]!)));
}

/** Two 2 x 2 covariance matrices agree entry by entry in units of the standard deviations. */
function sameCovariance(values: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-7, noise = 0): void {
  for (let i = 0; i < 2; i++)
    for (let j = 0; j < 2; j++) {
      const unit = Math.sqrt(expected[i * 3]! * expected[j * 3]!);
      const difference = Math.abs(values[2 * j + i]! - expected[2 * j + i]!);
      expect(difference).toBeLessThanOrEqual(tolerance * unit + noise);
    }
}

function scaled(covariance: ArrayLike<number>, by: readonly [number, number]): number[] {
  return Array.from(covariance, (value, at) => value * by[at % 2]! * by[Math.floor(at / 2)]!);
}

/** Two fits of the same rows are the same to 1e-9, group by group. */
function sameFit(b: FittedModel, a: FittedModel, rename: (level: string) => string = (level) => level): void {
  expect(b.fit.objective).toBeCloseTo(a.fit.objective, 9);
  same(b.fit.theta, a.fit.theta, 1e-8);
  same(tValues(b.fit), tValues(a.fit), 1e-9);
  expect(b.fit.sigma / a.fit.sigma).toBeCloseTo(1, 9);
  a.design.groups[0].levels.forEach((level, g) => {
    const other = b.design.groups[0].levels.indexOf(rename(String(level)));
    const unit = a.fit.sigma;
    same(
      groupEffects(b.fit, other).map((value) => value / unit),
      groupEffects(a.fit, g).map((value) => value / unit),
      1e-8,
    );
  });
}
