// Fitted values and residuals against X beta + Z b written out densely, and the numbers of the rows they belong to.
import { buildDesign, designRows, type RandomRows } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { isPlainCase, isRecordedError, listCases, loadCase } from "../../../../tools/fixtures/load.ts";
import { accurateMoments, estimatesAt, fitMoments, fittedAt, fittedRows, lmm } from "../../src/index.ts";
import { lowerRoot } from "../../src/parameters/triangular-root.ts";
import { groupEffects } from "../fit-parts.ts";
import { dataset, type FittedModel, fitModel, fitted } from "../model-cache.ts";

const cases: [dataset: string, name: string][] = [
  ["sleepstudy", "slope-reml"],
  ["sleepstudy", "vc-slope-ml"],
  ["pastes", "cask-reml"],
  ["penicillin", "crossed-ml"],
  ["machines", "unstructured-cells-reml"],
  ["dietox", "feed-missing-dropped-reml"],
];

test.each(cases)("%s %s: fitted values are X beta + Z b", (data, name) => {
  const model = fitted(data, name);
  const dense = denseFitted(model);
  const { fit, design, table } = model;
  const ours = fittedAt(design, table, fit.blocks, fit.beta, fit.estimates.b);
  expect([...ours.rows]).toEqual([...dense.rows]);
  ours.fitted.forEach((value, i) => {
    expect(Math.abs(value - dense.fitted[i]!)).toBeLessThanOrEqual(1e-12 * Math.abs(dense.fitted[i]!));
  });
});

describe("against statsmodels", () => {
  const recorded = listCases().filter(({ dataset: data, case: name }) => {
    const recorded = loadCase(data, name);
    const isColumn = recorded.arguments.groups_as !== "ones";
    return isColumn && isPlainCase(recorded) && recorded.optimum.within && !isRecordedError(recorded.fittedvalues);
  });

  test.each(recorded)(
    "$dataset $case: at statsmodels' estimates the fitted values are statsmodels'",
    ({ dataset, case: name }) => {
      const { design, table, fit } = fitted(dataset, name);
      const { fittedvalues, resid, cov_re, vcomp, scale } = loadCase(dataset, name);
      if (isRecordedError(fittedvalues) || isRecordedError(resid)) throw new Error("no fitted values recorded");
      const k = cov_re.values.length;
      const psi = Float64Array.from(cov_re.values.flat(), (value) => value! / scale);
      const tau = vcomp.map((value) => Float64Array.of(Math.sqrt(value / scale)));
      const lambda = k === 0 ? tau : [lowerRoot(psi, k), ...tau];
      const { beta, b } = estimatesAt(fit.engine, lambda, fit.reml)!;
      const { rows, y, fitted: ours } = fittedAt(design, table, fit.blocks, beta, b);
      const place = new Map(Array.from(rows, (row, i) => [row, i]));
      fittedvalues.rows.forEach((row, i) => {
        const at = place.get(row)!;
        expect(Math.abs(ours[at]! - fittedvalues.values[i]!)).toBeLessThanOrEqual(1e-6 * fit.sigma);
        expect(Math.abs(y[at]! - ours[at]! - resid.values[i]!)).toBeLessThanOrEqual(1e-6 * fit.sigma);
      });
    },
  );
});

describe("rows that are left out", () => {
  const table = {
    y: [2, 1, Number.NaN, 3, 6, 5, 9, 7, 8, 4],
    x: [1, 2, 3, 4, 5, Number.NaN, 7, 8, 10, 9],
    g: ["a", "a", "a", "b", "b", "b", "c", "c", "c", null],
  };
  const { fit, design } = fitModel(table, { formula: "y ~ x", group: "g", missing: "drop" });
  const kept = [0, 1, 3, 4, 6, 7, 8];

  test("keep their numbers free", () => {
    const ours = fittedAt(design, table, fit.blocks, fit.beta, fit.estimates.b);
    expect([...ours.rows]).toEqual(kept);
    expect([...ours.y]).toEqual(kept.map((row) => table.y[row]));
  });

  test("residuals of an intercept's model sum to zero over all rows", () => {
    const plain = { y: [2, 1, 4, 3, 6, 5, 9, 7, 8], g: ["a", "a", "a", "b", "b", "b", "c", "c", "c"] };
    const model = fitModel(plain, { formula: "y ~ 1", group: "g" });
    const flat = estimatesAt(model.fit.engine, [new Float64Array(1)], true)!;
    const { y, fitted: ours } = fittedAt(model.design, plain, model.fit.blocks, flat.beta, flat.b);
    expect(y.reduce((sum, value, i) => sum + value - ours[i]!, 0)).toBeCloseTo(0, 12);
  });
});

test("tables of more than one chunk are read to the end", () => {
  const n = 150_000;
  const g = Array.from({ length: n }, (_, i) => i % 7);
  const y = g.map((level, i) => level + ((i * 7919) % 101) / 50);
  const { fit, design, table } = fitModel({ y, g }, { formula: "y ~ 1", group: "g" });
  const ours = fittedAt(design, table, fit.blocks, fit.beta, fit.estimates.b);
  expect(ours.fitted).toHaveLength(n);
  const [b] = fit.estimates.b;
  for (const i of [0, 65_535, 65_536, 131_072, n - 1]) expect(ours.fitted[i]).toBeCloseTo(fit.beta[0] + b[i % 7], 12);
});

test("the data of a fit are a data set's rows", () => {
  const { design, fit } = fitted("sleepstudy", "slope-reml");
  const { fitted: ours } = fittedAt(design, dataset("sleepstudy"), fit.blocks, fit.beta, fit.estimates.b);
  expect(ours).toHaveLength(180);
});

describe("of a fit and a table", () => {
  const table = {
    y: [2, 1, 4, 3, 6, 5, 9, 7, 8, 12, 10, 11],
    x: [1, 2, 3, 4, 5, 6, 7, 8, 10, 9, 12, 11],
    twice: [2, 4, 6, 8, 10, 12, 14, 16, 20, 18, 24, 22],
    g: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"],
  };
  const formula = "y ~ x + twice + (1 | g)";
  const design = buildDesign(parseMixedFormula(formula), table);
  const ofMoments = fitMoments(accurateMoments(design, table, "drop"), { dependent: "drop" });

  test("a fit of moments, which has no rows, has fitted values of the rows it came from, columns left out or not", () => {
    const { names, dropped, beta } = ofMoments;
    expect([names, dropped]).toEqual([["Intercept", "x"], ["twice"]]);
    const { rows, y, fitted: ours } = fittedRows(ofMoments, table);
    expect([[...rows], [...y]]).toEqual([table.y.map((_, row) => row), table.y]);
    const [ranef] = ofMoments.ranef();
    ours.forEach((value, i) => {
      const byHand = beta[0]! + beta[1]! * table.x[i]! + ranef!.of(table.g[i]!)![0]!;
      expect(value).toBeCloseTo(byHand, 12);
    });
  });

  test("rows of known groups that the fit has not seen have fitted values, unknown groups are an error", () => {
    const fit = lmm("y ~ x + (1 | g)", table);
    const { fitted: ours } = fittedRows(fit, { y: [0], x: [100], g: ["c"] });
    expect(ours[0]).toBeCloseTo(fit.beta[0]! + 100 * fit.beta[1]! + fit.ranef()[0]!.of("c")![0]!, 10);
    expect(() => fittedRows(fit, { y: [0], x: [1], g: ["z"] })).toThrow(
      expect.objectContaining({ code: "unseen-group" }),
    );
  });

  test("a design in place of a fit is an error that says so", () => {
    expect(() => fittedRows(design as never, table)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
  });
});

/** X beta + Z b, every product written out. */
function denseFitted({ design, table, fit }: FittedModel): { rows: Int32Array; fitted: number[] } {
  const { n, rows, X, codes, randomEffects, components } = designRows(design, table);
  const { p } = fit;
  const k = design.randomEffects[0]?.names.length ?? 0;
  const effects = design.groups[0].levels.map((_, g) => groupEffects(fit, g));
  const fittedValues = Array.from({ length: n }, (_, i) => {
    const g = codes[0][i];
    const b = effects[g];
    const z = new Array<number>(b.length).fill(0);
    const place = (entries: RandomRows, start: number): void => {
      for (const { column, value } of entries) {
        const j = typeof column === "number" ? column : column[i]!;
        if (j >= 0) z[start + j] = value?.[i] ?? 1;
      }
    };
    place(randomEffects[0] ?? [], 0);
    let offset = k;
    components.forEach((entries, c) => {
      place(entries, offset);
      offset += design.components[c]!.names[g]!.length;
    });
    let value = z.reduce((sum, entry, j) => sum + entry * b[j]!, 0);
    for (let j = 0; j < p; j++) value += X[j * n + i]! * fit.beta[j]!;
    return value;
  });
  return { rows, fitted: fittedValues };
}
