import {
  fromRows,
  luFactor,
  luSolve,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  svdFactor,
} from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { type Fit, fromJSON, lmm } from "../../src/index.ts";
import { fitRows } from "../../src/rows/model-rows.ts";
import { fTable, type TermTest } from "../../src/term-tests/f-table.ts";
import { type SumsOfSquares, termHypotheses } from "../../src/term-tests/term-hypotheses.ts";
import { positions, tableOf } from "../engine-fits.ts";
import { nativeFit } from "../native-fits.ts";
import { hasSameColumns, RECORDED_TERMS, type RecordedTerm, termFit } from "./term-cases.ts";

/** Sine of the largest angle between two spaces of rows, which must have the same dimension. */
function angle(a: readonly (readonly number[])[], b: readonly (readonly number[])[], units: readonly number[]): number {
  const basis = (rows: readonly (readonly number[])[]) => {
    const data = Float64Array.from(rows.flatMap((row) => row.map((value, j) => value * units[j]!)));
    return svdFactor(matrix(units.length, rows.length, data)).U;
  };
  const [A, B] = [basis(a), basis(b)];
  const cosines = matrix(A.ncol, B.ncol);
  for (let j = 0; j < B.ncol; j++)
    for (let i = 0; i < A.ncol; i++)
      for (let k = 0; k < A.nrow; k++)
        cosines.data[j * A.ncol + i] =
          cosines.data[j * A.ncol + i]! + A.data[i * A.nrow + k]! * B.data[j * B.nrow + k]!;
  const { s } = svdFactor(cosines);
  return Math.sqrt(Math.max(0, 1 - s[s.length - 1]! ** 2));
}

/**
 * Relative differences from lmerTest: both are at the optimum to some 1e-9 of theta; its hypotheses of type III are rounded
 * to 7 digits (`zapsmall`), its degrees of freedom come from Richardson's differences.
 */
const TOLERANCE = { statistic: 3e-7, df: 2e-7, kenwardRogerDf: 5e-8 };

const near = (ours: number | null, theirs: number, tolerance: number): void =>
  expect(Math.abs(ours! / theirs - 1)).toBeLessThan(tolerance);

describe.each(RECORDED_TERMS.map((own) => [own.name, own] as const))("F tests of %s", (name, recorded) => {
  const { columns, tables, kenwardRoger } = recorded;
  const fit = termFit(name);
  const types = Object.keys(tables) as ("I" | "II" | "III")[];
  const compare = (rows: readonly TermTest[], theirs: readonly RecordedTerm[]): void => {
    expect(rows.map(({ numDf }) => numDf)).toEqual(theirs.map(({ numDf }) => numDf));
    for (const [t, { statistic, sumOfSquares, meanSquare, numDf }] of rows.entries()) {
      near(statistic, theirs[t]!.statistic, TOLERANCE.statistic);
      near(sumOfSquares, theirs[t]!.sumOfSquares, TOLERANCE.statistic);
      near(meanSquare, sumOfSquares! / numDf, 1e-14);
    }
  };

  test.each(types)("are lmerTest's of type %s", (type) => {
    const { rows } = fTable(fit, { type });
    compare(rows, tables[type]!);
    // other columns give other rows for the same hypothesis, on which Satterthwaite's degrees of freedom depend
    if (name === "ratpups-cells-only") return;
    for (const [t, { denDf, pValue }] of rows.entries()) {
      near(denDf, tables[type]![t]!.denDf, TOLERANCE.df);
      // the logarithm of a tail as far out as 1e-200 magnifies the statistic's tolerance; below 1e-300 both are 0
      expect(Math.log(pValue! + 1e-300)).toBeCloseTo(Math.log(tables[type]![t]!.pValue + 1e-300), 3);
    }
  });

  // pbkrtest 0.5.2 leaves weights out
  if (name !== "ome-weighted")
    test("are lmerTest's by Kenward and Roger", () => {
      const { rows } = fTable(fit, { ddf: "kenward-roger" });
      compare(rows, kenwardRoger);
      for (const [t, { denDf }] of rows.entries()) near(denDf, kenwardRoger[t]!.denDf, TOLERANCE.kenwardRogerDf);
    });

  test.each(hasSameColumns(name) ? types : [])("are of lmerTest's hypotheses of type %s", (type) => {
    const order = positions(fit.names, columns);
    for (const [t, { L }] of termHypotheses(fit, { type }).entries()) {
      const theirs = tables[type]![t]!.L.map((row) => order.map((j) => row[j]!));
      // lmerTest sets entries below 1e-6 to zero
      expect(angle(L, theirs, fit.stdError)).toBeLessThan(3e-6);
    }
  });
});

const ratpups = tableOf("ratpups");
/** Statistics of a table, by term. */
const statistics = (fit: Fit, type: SumsOfSquares): number[] =>
  fTable(fit, { type, ddf: "normal" }).rows.map(({ statistic }) => statistic!);

describe("hypotheses of type III", () => {
  test("do not depend on the coding of contrasts, nor on the order of terms", () => {
    const plain = statistics(termFit("ratpups"), "III");
    const codings = ["Sum", "Helmert", "Poly", "Diff", "Treatment(2)"];
    for (const coding of codings) {
      const other = lmm(`weight ~ C(Treatment, ${coding}) * C(sex, Diff) + Lsize + (1 | Litter)`, ratpups);
      for (const [t, own] of statistics(other, "III").entries()) near(own, plain[t]!, 1e-7);
    }
    const turned = lmm("weight ~ Lsize + sex:Treatment + sex + Treatment + (1 | Litter)", ratpups);
    const byName = new Map(fTable(turned, { ddf: "normal" }).rows.map(({ term, statistic }) => [term, statistic]));
    const [treatment, sex, size, both] = plain;
    for (const [term, own] of [
      ["Treatment", treatment],
      ["sex", sex],
      ["Lsize", size],
      ["sex:Treatment", both],
    ] as const)
      near(byName.get(term)!, own!, 1e-7);
  });

  test("of a complete design are that unweighted means of cells are equal", () => {
    const [treatment, sex] = termHypotheses(termFit("ratpups"));
    // columns: Intercept, Treatment[T.High], Treatment[T.Low], sex[T.Male], both products, Lsize
    expect(treatment!.L).toEqual([
      [0, 1, 0, 0, 0.5, 0, 0],
      [0, 0, 1, 0, 0, 0.5, 0],
    ]);
    expect(sex!.L[0]!.map((value) => Math.round(value * 3e10) / 1e10)).toEqual([0, 0, 0, 3, 1, 1, 0]);
  });

  test("of terms without an intercept and without full rank do not depend on which column was left out", () => {
    const [a] = termHypotheses(lmm("weight ~ 0 + Treatment + sex + Lsize + (1 | Litter)", ratpups));
    const [b] = termHypotheses(lmm("weight ~ 0 + sex + Treatment + Lsize + (1 | Litter)", ratpups)).slice(1);
    // Goodnight's definition: with indicators for both, only differences are free of the other factor
    expect([a!.L.length, b!.L.length]).toEqual([2, 2]);
    const own = statistics(lmm("weight ~ Treatment + sex + Lsize + (1 | Litter)", ratpups), "III");
    near(statistics(lmm("weight ~ 0 + Treatment + sex + Lsize + (1 | Litter)", ratpups), "III")[0]!, own[0]!, 1e-7);
  });

  test("take a factor of several numeric columns as numbers: categories are not averaged over them", () => {
    const data = tableOf("dietox");
    const together = lmm("Weight ~ Cu * poly(Time, 2) + (1 | Pig)", data);
    // the same space, written column by column
    const apart = lmm("Weight ~ Cu * (center(Time) + I((Time - 6.5) ** 2)) + (1 | Pig)", data);
    expect(fTable(together).rows.map(({ numDf }) => numDf)).toEqual([2, 2, 4]);
    const [cu, poly] = termHypotheses(together);
    expect(cu!.L).toEqual([
      [0, 1, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 1, 0, 0, 0, 0, 0, 0],
    ]);
    expect(poly!.L.map((row) => row.filter((value) => value !== 0).length)).toEqual([3, 3]);
    // the product of the highest degree is the same test in both
    const last = fTable(apart, { ddf: "normal" }).rows;
    const joint = wald(
      apart,
      termHypotheses(apart)
        .slice(3)
        .flatMap(({ L }) => L),
    );
    near(statistics(together, "III")[2]!, joint, 1e-7);
    expect(last.length).toBe(5);
  });

  test("are refused where a category's contrasts do not tell its levels apart and terms need them", () => {
    const fit = lmm("weight ~ 0 + C(Treatment, [[-1], [0], [1]]) + sex + (1 | Litter)", ratpups);
    expect(() => termHypotheses(fit)).toThrow(expect.objectContaining({ code: "no-type-iii" }));
    expect(termHypotheses(fit, { type: "I" }).map(({ L }) => L.length)).toEqual([1, 1]);
    const trend = lmm("weight ~ C(Treatment, [[-1], [0], [1]]) + sex + (1 | Litter)", ratpups);
    expect(fTable(trend).rows.map(({ numDf }) => numDf)).toEqual([1, 1]);
  });
});

/** The F statistic of combinations, by its definition. */
function wald({ beta, vcov }: Fit, L: readonly (readonly number[])[]): number {
  const rows = fromRows(L.map((row) => [...row]));
  const V = multiplyByTransposed(multiply(rows, vcov), rows);
  const value = multiply(rows, matrix(beta.length, 1, Float64Array.from(beta)));
  const solved = luSolve(luFactor(V), value);
  return value.data.reduce((sum, v, i) => sum + v * solved.data[i]!, 0) / L.length;
}

describe("hypotheses of type I and II", () => {
  test("are of what terms add to the weighted least-squares fit of those before them", () => {
    const fit = nativeFit("ome-weighted");
    const { X, weights } = fitRows(fit);
    const XX = X.data.slice();
    for (let at = 0; at < XX.length; at++) XX[at] = XX[at]! * weights![at % X.nrow]!;
    const G = multiplyTransposed(X, matrix(X.nrow, X.ncol, XX));
    // Loud was written first, and stands after the category
    expect(fit.names.slice(0, 3)).toEqual(["Intercept", "Noise[T.incoherent]", "Loud"]);
    const [loud, noise] = termHypotheses(fit, { type: "I" });
    const residual = (own: number, before: readonly number[]): number[] => {
      const B = matrix(before.length, before.length);
      const c = matrix(before.length, 1);
      for (const [a, i] of before.entries()) {
        c.data[a] = G.data[own * 4 + i]!;
        for (const [b, j] of before.entries()) B.data[b * before.length + a] = G.data[j * 4 + i]!;
      }
      const share = luSolve(luFactor(B), c).data;
      const row = [0, 1, 2, 3].map(
        (j) => G.data[j * 4 + own]! - before.reduce((s, i, a) => s + share[a]! * G.data[j * 4 + i]!, 0),
      );
      return row.map((value) => value / row[own]!);
    };
    for (const [j, value] of residual(2, [0]).entries()) expect(loud!.L[0]![j]).toBeCloseTo(value, 8);
    for (const [j, value] of residual(1, [0, 2]).entries()) expect(noise!.L[0]![j]).toBeCloseTo(value, 8);
  });

  test("of type II without an intercept do not depend on which level another category leaves out", () => {
    // by model comparison: without Treatment the rest still has an indicator for each sex
    const own = statistics(lmm("weight ~ Treatment + sex + Lsize + (1 | Litter)", ratpups), "II");
    for (const fixed of ["0 + Treatment + sex + Lsize", "0 + sex + Treatment + Lsize"]) {
      const fit = lmm(`weight ~ ${fixed} + (1 | Litter)`, ratpups);
      const treatment = termHypotheses(fit, { type: "II" }).findIndex(({ term }) => term === "Treatment");
      expect(termHypotheses(fit, { type: "II" })[treatment]!.L).toHaveLength(2);
      near(statistics(fit, "II")[treatment]!, own[0]!, 1e-7);
    }
  });

  test("of a balanced design are those of type III, in the order of the formula", () => {
    const rows = fTable(nativeFit("oats"), { type: "I", ddf: "normal" }).rows;
    expect(rows.map(({ term }) => term)).toEqual(["factor(nitro)", "Variety", "factor(nitro):Variety"]);
    // a balanced design: all types are one
    for (const type of ["II", "III"] as const)
      for (const [t, own] of statistics(nativeFit("oats"), type).entries()) near(own, rows[t]!.statistic!, 1e-9);
  });
});

describe("a table of F tests", () => {
  test("does not change with the units of covariates, nor with a year in place of a time", () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({
      g: i % 6,
      a: "xyz"[(i * 7) % 3],
      t: (i * 37) % 11,
      y: ((i * 17) % 13) + (i % 6) * 2 + ((i * 37) % 11) * 0.5,
    }));
    const plain = lmm("y ~ a * t + (1 | g)", rows);
    for (const [unit, origin] of [
      [1e6, 0],
      [1e-6, 0],
      [1, 2000],
      [1e3, 1e7],
    ] as const) {
      const other = lmm(
        "y ~ a * t + (1 | g)",
        rows.map((row) => ({ ...row, t: unit * row.t + origin })),
      );
      for (const type of ["I", "II", "III"] as const) {
        const [a, t, both] = statistics(plain, type);
        const own = statistics(other, type);
        // beside the product, the effect of `a` is that at 0
        if (origin === 0 || type === "I") near(own[0]!, a!, 1e-6);
        near(own[1]!, t!, 1e-6);
        near(own[2]!, both!, 1e-6);
      }
    }
  });

  test("of type I does not change with the units of covariates that are multiplied", () => {
    const rows = Array.from({ length: 80 }, (_, i) => ({
      ...{ g: i % 8, a: "xyz"[(i * 7) % 3], s: (i * 37) % 11, t: (i * 23) % 13 },
      y: ((i * 29) % 17) + (i % 8),
    }));
    const of = (u: number, v: number): number[] =>
      statistics(
        lmm(
          "y ~ a * s * t + (1 | g)",
          rows.map((row) => ({ ...row, s: u * row.s, t: v * row.t })),
        ),
        "I",
      );
    const plain = of(1, 1);
    for (const [u, v] of [
      [1e-6, 1e6],
      [1e5, 1e-7],
    ] as const)
      for (const [t, own] of of(u, v).entries()) near(own, plain[t]!, 1e-6);
  });

  test("says which terms have nothing left to explain", () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      g: i % 5,
      a: "pqrs"[i % 4],
      b: i % 4 < 2 ? "u" : "v",
      y: (i * 29) % 17,
    }));
    const { rows: terms, notes } = fTable(lmm("y ~ a + b + (1 | g)", rows));
    expect(terms.map(({ numDf, statistic }) => [numDf, statistic === null])).toEqual([
      [2, false],
      [0, true],
    ]);
    expect(notes[0]).toMatch(/^b: other terms hold all that it could explain/);
  });

  test("is the same from a model file, which has no rows", () => {
    const fit = termFit("cake-cells");
    const again = fromJSON(JSON.stringify(fit));
    for (const type of ["I", "II", "III"] as const)
      expect(fTable(again, { type }).rows).toEqual(fTable(fit, { type }).rows);
  });

  test("finds columns that were left out again where moments are of combinations of the others", () => {
    const rows = Array.from({ length: 72 }, (_, i) => ({
      g: i % 6,
      a: "xyz"[i % 3],
      b: (i >> 1) % 2 === 0 ? "u" : "v",
      t: 2000 + ((i * 37) % 12),
      y: ((i * i * 17) % 13) + (i % 6) + ((i * 37) % 12) * 0.5,
    })).filter(({ a, b }) => a !== "y" || b !== "v");
    const near2000 = lmm("y ~ a * b + t + I(t ** 2) + (1 | g)", rows);
    const plain = lmm(
      "y ~ a * b + t + I(t ** 2) + (1 | g)",
      rows.map((row) => ({ ...row, t: row.t - 2005 })),
    );
    expect(near2000.dropped.length).toBe(1);
    const own = fTable(near2000, { ddf: "normal" }).rows;
    const expected = fTable(plain, { ddf: "normal" }).rows;
    for (const term of ["a", "b", "a:b", "I(t ** 2)"])
      near(
        own.find((row) => row.term === term)!.statistic!,
        expected.find((row) => row.term === term)!.statistic!,
        1e-6,
      );
    expect(() => fTable(fromJSON(JSON.stringify(near2000)))).toThrow(
      expect.objectContaining({ code: "aliased-without-rows" }),
    );
  });

  test("of something else than a fit, or with an option that is none, is refused", () => {
    expect(() => fTable({} as Fit)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
    expect(() => fTable(nativeFit("oats"), { tpye: "II" } as never)).toThrow(
      expect.objectContaining({ code: "unknown-option" }),
    );
    expect(() => fTable(nativeFit("oats"), { type: "IV" as never })).toThrow(
      expect.objectContaining({ code: "option-type" }),
    );
    const half = { method: "x", df: () => 1, fTest: () => ({}) };
    expect(() => fTable(nativeFit("oats"), { ddf: half as never })).toThrow(
      /or what `robustInference` or `fixedInference` returned/,
    );
  });
});
