// Shares of variance, inflation factors and principal components against performance, car and lme4; shrinkage against least
// squares in each level.
import { randomGenerator } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import type { TermShrinkage } from "../../src/index.ts";
import {
  fromJSON,
  intraclassCorrelation,
  lmm,
  randomEffectsPca,
  rSquared,
  shrinkage,
  toJSON,
  varianceInflation,
} from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";
import { loadNative, NATIVE_MODELS, nativeFit } from "../native-fits.ts";

interface DiagnosticsRecord {
  name: string;
  pca: Record<string, { sdev: number[]; rotation: number[][] }>;
  inflation: { terms: string[]; gvif: number[]; df: number[] } | [];
  shares?: {
    marginal: number;
    conditional: number;
    adjusted: number;
    unadjusted: number;
    groups: string[];
    by_group: number[];
  };
}

const records = loadNative<Record<string, DiagnosticsRecord>>("diagnostics");
// the estimates agree to some 1e-8 of themselves, and shares are smooth functions of them
const SAME = 1e-6;
/** `b:a` of lme4 is `a:b` here where the formula says so. */
const plainGroup = (group: string): string => group.split(":").sort().join(":");

describe("R² and intraclass correlations", () => {
  // performance takes the residual variance of weight 1 in weighted models, and of two terms on one factor only the first
  const left = ["ome-weighted", "sleepstudy-uncorrelated"];
  const names = NATIVE_MODELS.map(({ name }) => name);
  const shared = names.filter((name) => records[name]!.shares && !left.includes(name));

  test("are compared on ten models and more", () => expect(shared.length).toBeGreaterThan(10));

  test.each(shared)("%s: as performance gives them", (name) => {
    const fit = nativeFit(name);
    const theirs = records[name]!.shares!;
    const ours = { ...rSquared(fit), ...intraclassCorrelation(fit) };
    for (const key of ["marginal", "conditional", "adjusted", "unadjusted"] as const)
      expect(Math.abs(ours[key] - theirs[key]), key).toBeLessThan(SAME);
    if (fit.terms.some(({ names }) => names.length > 1 || names[0] !== "Intercept")) return;
    for (const { group, correlation } of ours.groups) {
      const at = theirs.groups.map(plainGroup).indexOf(plainGroup(group));
      expect(Math.abs(correlation - theirs.by_group[at]!)).toBeLessThan(SAME);
    }
  });

  test("with row weights the residual variance is the mean over the rows, and the rest is as performance has it", () => {
    const fit = nativeFit("ome-weighted");
    const theirs = records["ome-weighted"]!.shares!;
    const inverse = Array.from(tableOf("ome").array("Trials") as ArrayLike<number>, (w) => 1 / w);
    const residual = (fit.sigma ** 2 * inverse.reduce((sum, v) => sum + v, 0)) / inverse.length;
    // performance's variances of fixed and random part, from its shares of a total with sigma^2
    const total = fit.sigma ** 2 / (1 - theirs.conditional);
    const [fixed, random] = [theirs.marginal * total, (theirs.conditional - theirs.marginal) * total];
    const { marginal, conditional } = rSquared(fit);
    expect(Math.abs(marginal - fixed / (fixed + random + residual))).toBeLessThan(SAME);
    expect(Math.abs(conditional - (fixed + random) / (fixed + random + residual))).toBeLessThan(SAME);
    expect(Math.abs(intraclassCorrelation(fit).adjusted - random / (random + residual))).toBeLessThan(SAME);
  });

  test("the unit of the weights does not matter, also with slopes and dependent columns", () => {
    const { uniform, normal } = randomGenerator(3);
    const x = Array.from({ length: 240 }, () => 1990 + 30 * uniform());
    const g = x.map((_, i) => i % 20);
    const w = x.map(() => 0.2 + 3 * uniform());
    const b = Array.from({ length: 20 }, () => [normal(), 0.1 * normal()] as const);
    const y = x.map((v, i) => 0.3 * v + b[g[i]!]![0] + b[g[i]!]![1] * (v - 2005) + normal() / Math.sqrt(w[i]!));
    for (const formula of ["y ~ x + (1 | g)", "y ~ x + (x | g)", "y ~ x + I(x ** 2) + (1 | g)"]) {
      const shares = (by: number) => {
        const fit = lmm(formula, { x, g, y, w: w.map((v) => by * v) }, { weights: "w" });
        return { ...rSquared(fit), adjusted: intraclassCorrelation(fit).adjusted };
      };
      const [one, ten] = [shares(1), shares(10)];
      for (const key of ["marginal", "conditional", "adjusted"] as const)
        expect(Math.abs(one[key] - ten[key]), `${formula} ${key}`).toBeLessThan(1e-7);
    }
  });

  test("of a fit with weights and no rows are refused", () => {
    const read = fromJSON(toJSON(nativeFit("ome-weighted")));
    expect(() => rSquared(read)).toThrow(expect.objectContaining({ code: "no-table" }));
    expect(rSquared(fromJSON(toJSON(nativeFit("sleepstudy"))))).toEqual(rSquared(nativeFit("sleepstudy")));
  });

  test("with slopes the origin of a predictor does not matter", () => {
    const rows = Array.from({ length: 60 }, (_, i) => i);
    const x = rows.map((i) => ((i * 37) % 61) / 64);
    const g = rows.map((i) => i % 6);
    const y = rows.map((i) => 2 * x[i]! + Math.sin(3 * g[i]!) + 3 * Math.cos(2 * g[i]!) * x[i]! + Math.cos(5.3 * i));
    const near = lmm("y ~ x + (x | g)", { y, x, g });
    const far = lmm("y ~ x + (x | g)", { y, x: x.map((v) => v + 2 ** 20), g });
    expect(Math.abs(rSquared(far).conditional - rSquared(near).conditional)).toBeLessThan(1e-8);
    expect(Math.abs(intraclassCorrelation(far).adjusted - intraclassCorrelation(near).adjusted)).toBeLessThan(1e-8);
  });

  test("of two terms on one factor count both, averaged over the rows", () => {
    const fit = nativeFit("sleepstudy-uncorrelated");
    const days = Array.from(tableOf("sleepstudy").array("Days") as ArrayLike<number>);
    const [intercept, slope] = fit.terms.map(({ covariance }) => covariance[0]![0]!);
    const random = days.reduce((sum, x) => sum + intercept! + slope! * x * x, 0) / days.length;
    const residual = fit.sigma ** 2;
    const fixed = (fit.beta[1]! ** 2 * days.reduce((sum, x) => sum + (x - 4.5) ** 2, 0)) / (days.length - 1);
    expect(rSquared(fit).conditional).toBeCloseTo((fixed + random) / (fixed + random + residual), 12);
    expect(intraclassCorrelation(fit).adjusted).toBeCloseTo(random / (random + residual), 12);
  });

  test("do not change with units and origins of the data", () => {
    const data = tableOf("orthodont");
    const age = Array.from(data.array("age") as ArrayLike<number>, (v) => 1e5 + v * 1e3);
    const distance = Array.from(data.array("distance") as ArrayLike<number>, (v) => 1e6 + v / 1e3);
    const columns = { age, distance, Subject: data.array("Subject"), Sex: data.array("Sex") } as const;
    const moved = lmm("distance ~ age * Sex + (age | Subject)", columns as never);
    const fit = nativeFit("orthodont");
    expect(Math.abs(rSquared(moved).conditional - rSquared(fit).conditional)).toBeLessThan(1e-7);
    expect(Math.abs(rSquared(moved).marginal - rSquared(fit).marginal)).toBeLessThan(1e-7);
  });

  test("with columns of X that nearly depend on each other, the fixed part's variance is that of the fitted values", () => {
    const { uniform, normal } = randomGenerator(7);
    const x = Array.from({ length: 200 }, () => 1990 + 30 * uniform());
    const g = x.map((_, i) => i % 20);
    const b = Array.from({ length: 20 }, normal);
    const y = x.map((v, i) => 0.02 * (v - 2005) ** 2 + b[g[i]!]! + normal());
    const fit = lmm("y ~ x + I(x ** 2) + (1 | g)", { x, g, y });
    const effects = fit.ranef()[0]!.values;
    const fixed = fit.fitted.map((value, i) => value - effects[g[i]!]![0]!);
    const mean = fixed.reduce((sum, v) => sum + v, 0) / 200;
    const variance = fixed.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 199;
    const total = variance + fit.terms[0]!.covariance[0]![0]! + fit.sigma ** 2;
    expect(Math.abs(rSquared(fit).marginal - variance / total)).toBeLessThan(1e-8);
  });
});

describe("variance inflation", () => {
  test("of a term beside columns that nearly agree is that beside others that span the same", () => {
    const rows = Array.from({ length: 90 }, (_, i) => {
      const [x, e] = [Math.sin(5 * i), Math.cos(i * i)];
      return {
        x,
        e,
        near: x + 2 ** -16 * e,
        third: Math.sin(3 * i) + 0.3 * x - 0.2 * e,
        g: i % 9,
        y: Math.sin(i * i * i),
      };
    });
    const gvif = (formula: string, term: string): number =>
      varianceInflation(lmm(formula, rows)).rows.find((row) => row.term === term)!.gvif;
    const [own, wanted] = ["near", "e"].map((other) => gvif(`y ~ x + ${other} + third + (1 | g)`, "third"));
    expect(wanted).toBeGreaterThan(1.02);
    expect(Math.abs(own! / wanted! - 1)).toBeLessThan(1e-8);
    expect(gvif("y ~ x + near + third + (1 | g)", "near")).toBeGreaterThan(2 ** 30);
    expect(varianceInflation(lmm("y ~ 1 + (1 | g)", rows)).rows).toEqual([]);
  });

  const shared = NATIVE_MODELS.filter(({ name }) => !Array.isArray(records[name]!.inflation)).map(({ name }) => name);

  test("is compared on five models and more", () => expect(shared.length).toBeGreaterThan(5));

  test.each(shared)("%s: as car gives it", (name) => {
    const theirs = records[name]!.inflation as { terms: string[]; gvif: number[]; df: number[] };
    const parts = (term: string): string => term.split(":").sort().join(":");
    const ours = varianceInflation(nativeFit(name)).rows;
    expect(ours.map(({ term }) => parts(term)).sort()).toEqual(theirs.terms.map(parts).sort());
    for (const { term, gvif, df, perStdError } of ours) {
      const at = theirs.terms.map(parts).indexOf(parts(term));
      expect(df).toBe(theirs.df[at]);
      expect(Math.abs(gvif / theirs.gvif[at]! - 1)).toBeLessThan(1e-6);
      expect(perStdError).toBeCloseTo(gvif ** (0.5 / df), 12);
    }
  });
});

describe("principal components of the random effects", () => {
  test.each(NATIVE_MODELS.map(({ name }) => name))("%s: as lme4's rePCA", (name) => {
    const theirs = records[name]!.pca;
    for (const { group, stdDev, loadings, cumulative } of randomEffectsPca(nativeFit(name)).rows) {
      const own = theirs[Object.keys(theirs).find((key) => plainGroup(key) === plainGroup(group))!]!;
      const largest = Math.max(...own.sdev, 1e-300);
      for (const [c, sd] of stdDev.entries()) {
        expect(Math.abs(sd - own.sdev[c]!)).toBeLessThan(2e-6 * largest);
        if (sd < 1e-3 * largest) continue;
        const sign = Math.sign(loadings.reduce((sum, row, i) => sum + row[c]! * own.rotation[i]![c]!, 0));
        for (const [i, row] of loadings.entries())
          expect(Math.abs(row[c]! - sign * own.rotation[i]![c]!)).toBeLessThan(1e-4);
      }
      expect(largest > 1e-299 ? cumulative.at(-1) : 0).toBeCloseTo(largest > 1e-299 ? 1 : 0, 12);
    }
  });

  test("of correlations do not change with units", () => {
    const [plain] = randomEffectsPca(nativeFit("sleepstudy"), { scale: "correlation" }).rows;
    const rho = nativeFit("sleepstudy").terms[0]!.correlation[0]![1]!;
    expect(plain!.stdDev[0]! ** 2).toBeCloseTo(1 + rho, 12);
    expect(plain!.stdDev[1]! ** 2).toBeCloseTo(1 - rho, 12);
  });
});

describe("shrinkage", () => {
  test("one-way: each level's own mean, and the classical reliability", () => {
    const fit = nativeFit("dyestuff");
    const [{ own, reliability, shrunken }] = shrinkage(fit).rows as [TermShrinkage];
    const ratio = fit.terms[0]!.covariance[0]![0]! / fit.sigma ** 2;
    for (const [l, row] of own.entries()) {
      expect(reliability[l]![0]).toBeCloseTo((5 * ratio) / (1 + 5 * ratio), 10);
      expect(shrunken[l]![0]).toBeCloseTo(row[0]! * reliability[l]![0]!, 8);
    }
  });

  test("sleepstudy: least squares of each subject's rows, less the population's line", () => {
    const fit = nativeFit("sleepstudy");
    const data = tableOf("sleepstudy");
    const [days, y, subject] = ["Days", "Reaction", "Subject"].map((name) => Array.from(data.array(name) as number[]));
    const [{ own, levels }] = shrinkage(fit).rows as [TermShrinkage];
    for (const [l, level] of levels.entries()) {
      const rows = [...days!.keys()].filter((i) => subject![i] === level);
      const mx = rows.reduce((sum, i) => sum + days![i]!, 0) / rows.length;
      const my = rows.reduce((sum, i) => sum + y![i]!, 0) / rows.length;
      const slope =
        rows.reduce((sum, i) => sum + (days![i]! - mx) * (y![i]! - my), 0) /
        rows.reduce((sum, i) => sum + (days![i]! - mx) ** 2, 0);
      expect(own[l]![1]).toBeCloseTo(slope - fit.beta[1]!, 8);
      expect(own[l]![0]).toBeCloseTo(my - slope * mx - fit.beta[0]!, 7);
    }
  });

  test("a level whose rows do not identify its slope has none of its own", () => {
    const y = [1, 2, 4, 3, 5, 9, 2, 6, 5.5];
    const x = [0, 1, 2, 0, 1, 2, 1, 1, 1];
    const g = ["a", "a", "a", "b", "b", "b", "c", "c", "c"];
    const fit = lmm("y ~ x + (x | g)", { y, x, g });
    const [{ own }] = shrinkage(fit).rows as [TermShrinkage];
    expect(own[2]).toEqual([null, null]);
    expect(own[0]!.every((value) => value !== null)).toBe(true);
  });
});

test("all of these print as tables, are frozen, and are the same in JSON", () => {
  const fit = nativeFit("cake");
  const results = [
    rSquared(fit),
    intraclassCorrelation(fit),
    varianceInflation(fit),
    randomEffectsPca(fit),
    shrinkage(fit),
  ];
  for (const result of results) {
    expect(Object.isFrozen(result)).toBe(true);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  }
  expect(results.map((result) => String(result).split("\n")[0])).toEqual([
    "R² (Nakagawa)",
    "Intraclass correlation",
    "Generalised variance inflation factors",
    "Principal components of the random effects of recipe:replicate",
    "Shrinkage of (1 | recipe:replicate)",
  ]);
  const { gvif } = varianceInflation(fit).rows[0]!;
  expect(String(varianceInflation(fit))).toContain(gvif.toPrecision(4));
  expect(String(shrinkage(fit))).toContain("the first 20 of 45 levels");
});
