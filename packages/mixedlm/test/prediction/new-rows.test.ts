// Predictions of rows that the fit has not seen: which are told and how, and what is said of those that cannot be predicted.
import { DesignError } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { fromJSON, lmm, predict, simulate, toJSON } from "../../src/index.ts";
import { fixedInference } from "../../src/inference/fixed-inference.ts";
import { partsOf } from "../../src/results/fit-parts.ts";
import { tableOf } from "../engine-fits.ts";
import { nativeFit } from "../native-fits.ts";

describe("rows of new data", () => {
  const table = {
    y: [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8],
    x: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3],
    g: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"],
    h: ["u", "v", "u", "v", "u", "v", "u", "v", "u", "v", "u", "v"],
    o: [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4],
    w: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 4],
  };
  const fit = lmm("y ~ center(x) + h + offset(o) + (1 | g)", table, { weights: "w" });

  test("stand at the numbers that they have in the table, and those that lack a value are NaN and listed", () => {
    const { x, h, g, o } = table;
    const ours = predict(fit, { x: [Number.NaN, ...x], h: ["u", ...h], g: ["a", ...g], o: [0, ...o] });
    const all = predict(fit);
    expect(ours.row).toEqual(Array.from({ length: 13 }, (_, i) => i));
    expect(ours.missing).toEqual([{ row: 0, reason: "missing value" }]);
    expect(ours.predicted[0]).toBeNaN();
    expect(ours.lower![0]).toBeNaN();
    expect(ours.predicted.slice(1)).toEqual(all.predicted);
    expect(ours.stdError!.slice(1)).toEqual(all.stdError);
    expect(all.predicted).toEqual(fit.fitted);
  });

  test("are predicted one by one as together: what expressions learnt is not learnt again", () => {
    const all = predict(fit, table);
    table.x.forEach((_, i) => {
      const one = Object.fromEntries(Object.entries(table).map(([name, column]) => [name, [column[i]!]]));
      const { predicted, upper } = predict(fit, one as never);
      expect(predicted[0]).toBe(all.predicted[i]);
      expect(upper![0]).toBe(all.upper![i]);
    });
  });

  test("of no complete row at all are all missing", () => {
    const ours = predict(fit, { x: [Number.NaN], h: ["u"], g: ["a"], o: [0] });
    expect(ours.missing).toEqual([{ row: 0, reason: "missing value" }]);
    expect(ours.upper![0]).toBeNaN();
  });

  test("of a new group are refused, predicted for the population, or missing", () => {
    const row = { x: [1], h: ["u"], g: ["zz"], o: [1] };
    expect(() => predict(fit, row)).toThrow(/zz/);
    expect(() => predict(fit, row)).toThrow(DesignError);
    expect(predict(fit, row, { newLevels: "missing" }).missing).toEqual([{ row: 0, reason: "new level" }]);
    const population = predict(fit, row, { level: "population" });
    expect(predict(fit, row, { newLevels: "population" }).predicted).toEqual(population.predicted);
  });

  test("need no grouping factor at population level, and no offset may be left out", () => {
    const row = { x: [1], h: ["u"], o: [1], w: [1] };
    expect(predict(fit, row, { level: "population", interval: "prediction" }).missing).toEqual([]);
    expect(() => predict(fit, { x: [1], h: ["u"], o: [1] })).toThrow(DesignError);
    expect(() => predict(fit, { x: [1], h: ["u"], g: ["a"] })).toThrow(DesignError);
    expect(() => predict(fit, { x: [1], h: ["other"], g: ["a"], o: [1] })).toThrow(/other/);
  });

  test("have the residual variance of their weights: the table's or those given, which must be known", () => {
    const row = { x: [1, 1], h: ["u", "u"], g: ["a", "a"], o: [1, 1] };
    const mean = predict(fit, row).stdError![0]! ** 2;
    const residual = (options: object, data: object = row): number[] =>
      predict(fit, data as never, { interval: "prediction", ...options }).stdError!.map(
        (se) => (se ** 2 - mean) / fit.sigma ** 2,
      );
    const close = (ours: number[], theirs: number[]): void => {
      ours.forEach((value, i) => {
        expect(Math.abs(value - theirs[i]!)).toBeLessThan(1e-12);
      });
    };
    close(residual({}, { ...row, w: [4, 0.5] }), [0.25, 2]);
    close(residual({ weights: [4, 0.5] }), [0.25, 2]);
    expect(() => residual({})).toThrow(
      expect.objectContaining({ code: "prediction-weights", message: expect.stringContaining("no column `w`") }),
    );
    expect(() => simulate(fit, { newData: row })).toThrow(expect.objectContaining({ code: "prediction-weights" }));
    expect(() => residual({ level: "population" })).toThrow(expect.objectContaining({ code: "prediction-weights" }));
    expect(() => residual({ weights: [1] })).toThrow(expect.objectContaining({ code: "prediction-weights" }));
    expect(() => residual({ weights: [1, 0] })).toThrow(/0 for row 1/);
  });

  test("may be predicted from a model file", () => {
    const read = fromJSON(JSON.stringify(toJSON(fit)));
    const ours = predict(read, table, { interval: "prediction" });
    const theirs = predict(fit, table, { interval: "prediction" });
    ours.upper!.forEach((value, i) => {
      expect(Math.abs(value - theirs.upper![i]!)).toBeLessThan(1e-12 * Math.abs(value));
    });
    expect(() => predict(read)).toThrow(expect.objectContaining({ code: "no-table" }));
  });

  test("options that there are not are named", () => {
    expect(() => predict(fit, table, { intervall: "none" } as never)).toThrow(/interval/);
    expect(() => predict(fit, table, { ddf: "satterthwaite" })).toThrow(
      expect.objectContaining({ code: "conditional-df" }),
    );
    expect(() => predict({} as never, table)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
  });
});

describe("an offset that the fit was given as an option", () => {
  const y = [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8];
  const g = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"];
  const o = [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4];
  const named = lmm("y ~ 1 + (1 | g)", { y, g, o }, { offset: "o" });
  const given = lmm("y ~ 1 + (1 | g)", { y, g }, { offset: o });

  test("is a column of new data, or numbers for its rows", () => {
    expect(predict(named, { g, o }).predicted).toEqual(named.fitted);
    expect(predict(given, { g }, { offset: o }).predicted).toEqual(named.fitted);
    expect(predict(named, { g, o: o.map(() => 0) }, { offset: o }).predicted).toEqual(named.fitted);
  });

  test("has to be given, one for each row, and to such a fit", () => {
    const code = expect.objectContaining({ code: "prediction-offset" });
    expect(() => predict(given, { g })).toThrow(code);
    expect(() => predict(given, { g }, { offset: [1] })).toThrow(code);
    expect(() => predict(given, null, { offset: o })).toThrow(code);
    expect(() => predict(nativeFit("dyestuff"), { Batch: ["A"] }, { offset: [1] })).toThrow(code);
  });
});

test("a table may be of an interface type, rows or columns", () => {
  interface Columns {
    Batch: string[];
  }
  const columns: Columns = { Batch: ["A", "B"] };
  const rows: { Batch: string }[] = [{ Batch: "A" }, { Batch: "B" }];
  const fit = nativeFit("dyestuff");
  expect(predict(fit, rows).upper).toEqual(predict(fit, columns).upper);
  expect(simulate(fit, { newData: columns })).toEqual(simulate(fit, { newData: rows }));
});

describe("columns that were left out", () => {
  const { y, x, g } = {
    y: [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8],
    x: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3],
    g: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"],
  };
  const double = x.map((value) => 3 - 2 * value);
  const fit = lmm("y ~ x + double + (1 | g)", { y, x, double, g });

  test("are estimable where they are the same combinations, and NaN elsewhere", () => {
    expect(fit.dropped).toHaveLength(1);
    const rows = { x: [1, 1, 5], double: [1, 2, -7], g: ["a", "a", "a"] };
    const ours = predict(fit, rows);
    const plain = predict(lmm("y ~ x + (1 | g)", { y, x, g }), rows);
    expect(ours.missing).toEqual([{ row: 1, reason: "not estimable" }]);
    for (const i of [0, 2]) {
      expect(Math.abs(ours.predicted[i]! - plain.predicted[i]!)).toBeLessThan(1e-9);
      expect(Math.abs(ours.stdError![i]! - plain.stdError![i]!)).toBeLessThan(1e-9);
    }
  });

  test.each([0, 20])("are estimable where they nearly are, as in the fit's own rows; predictor about %s", (origin) => {
    // 7 digits, as a float of 32 bits has: what such a column adds is rounding error, and it is left out
    const own = x.map((value, i) => value + origin + i / 7);
    const rounded = own.map((value) => Math.fround(3 - 2 * value));
    const near = lmm("y ~ own + rounded + (1 | g)", { y, own, rounded, g });
    expect(near.dropped).toEqual(["rounded"]);
    const ours = predict(near, { own, rounded, g });
    expect(ours.missing).toEqual([]);
    expect(ours.predicted).toEqual(predict(near).predicted);
    const other = rounded.map((value, i) => (i === 2 ? value + 0.01 : value));
    expect(predict(near, { own, rounded: other, g }).missing).toEqual([{ row: 2, reason: "not estimable" }]);
  });

  test("are told from the rows where the moments hold other combinations", () => {
    // years and their squares: the moments are those of orthogonal columns
    const t = x.map((value, i) => 2000 + value + i / 4);
    const table = { y, g, t, s: t.map((value) => value * value), d: t.map((value) => 3 * value - 5000) };
    const near = lmm("y ~ t + s + d + (1 | g)", table);
    expect(partsOf(near).moments.fixed).not.toBeNull();
    expect(near.dropped).toEqual(["d"]);
    const ours = predict(near, { ...table, d: table.d.map((value, i) => (i === 3 ? value + 1 : value)) });
    expect(ours.missing).toEqual([{ row: 3, reason: "not estimable" }]);
    const read = fromJSON(JSON.stringify(toJSON(near)));
    expect(() => predict(read, table)).toThrow(expect.objectContaining({ code: "unknown-combinations" }));
  });
});

test("a new level inside a known group keeps what is known of the group", () => {
  const fit = nativeFit("pastes");
  const [inner, outer] = ["cask", "batch"].map((name) =>
    fit.terms.findIndex(({ group }) => group.split(":")[0] === name),
  );
  const known = fit.ranef()[outer!]!.of("A")![0]!;
  const data = { batch: ["A", "new"], cask: ["zz", "zz"] };
  const { predicted, stdError } = predict(fit, data, { newLevels: "population" });
  expect(Math.abs(predicted[0]! - fit.beta[0]! - known)).toBeLessThan(1e-12 * predicted[0]!);
  expect(predicted[1]).toBe(fit.beta[0]);
  // wholly new: the mean, a batch and a cask; the known batch is less uncertain, the cask is not
  const cask = fit.terms[inner!]!.covariance[0]![0]!;
  const batch = fit.terms[outer!]!.covariance[0]![0]!;
  expect(Math.abs(stdError![1]! ** 2 / (fit.stdError[0]! ** 2 + batch + cask) - 1)).toBeLessThan(1e-12);
  // of a batch with three casks of two responses each, by its mean square B = 6 batch + 2 cask + sigma^2
  const B = 6 * batch + 2 * cask + fit.sigma ** 2;
  const shrunk = batch * (1 - (6 * batch) / B) + (1 - (6 * batch) / B) ** 2 * fit.stdError[0]! ** 2;
  expect(Math.abs(stdError![0]! ** 2 / (shrunk + cask) - 1)).toBeLessThan(1e-10);
});

describe("what cannot be predicted is said", () => {
  const g = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"];
  const y = [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8];
  const x = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3];
  const fit = lmm("y ~ x + (x | g)", { y, x, g });

  test.each(["conditional", "population"] as const)("an infinite predictor, level %s", (level) => {
    const rows = { x: [1, Number.POSITIVE_INFINITY, 2], g: ["a", "a", "b"] };
    const ours = predict(fit, rows, { level, interval: "prediction" });
    expect(ours.missing).toEqual([{ row: 1, reason: "infinite value" }]);
    expect(ours.predicted.map(Number.isNaN)).toEqual([false, true, false]);
    expect(Array.from(simulate(fit, { newData: rows })[0]!, Number.isNaN)).toEqual([false, true, false]);
  });

  test("a new group, with what can be done about it", () => {
    expect(() => predict(fit, { x: [1], g: ["new"] })).toThrow(
      expect.objectContaining({ code: "unseen-group", message: expect.stringContaining('`newLevels: "population"`') }),
    );
  });

  test("options in the place of data", () => {
    expect(() => predict(fit, { level: "population" } as never)).toThrow(
      expect.objectContaining({ code: "options-as-data", message: expect.stringContaining("give null as newData") }),
    );
    const named = lmm("y ~ level + (1 | g)", { y, level: x, g });
    expect(predict(named, { level: [1, 2] }, { level: "population" }).missing).toEqual([]);
  });

  test("degrees of freedom from something that has none", () => {
    const ddf = { vcov: 1, df: 2 } as never;
    expect(() => predict(fit, null, { level: "population", ddf })).toThrow(
      expect.objectContaining({ code: "option-type" }),
    );
    const other = fixedInference(lmm("y ~ 1 + (1 | g)", { y, g }), "residual");
    expect(() => predict(fit, null, { level: "population", ddf: other })).toThrow(
      expect.objectContaining({ code: "option-type", message: expect.stringContaining("about another fit") }),
    );
  });
});

describe("labels of groups are the same when they print the same", () => {
  const fit = nativeFit("sleepstudy");
  const [number, text] = [
    { Days: [0, 3], Subject: [308, 335] },
    { Days: [0, 3], Subject: ["308", "335"] },
  ];

  test("in predictions: the subject that `ranef` finds", () => {
    const [beta, days] = fit.beta as [number, number];
    const [own, slope] = fit.ranef()[0]!.of("335") as [number, number];
    const ours = predict(fit, text, { newLevels: "population" });
    expect(Math.abs(ours.predicted[1]! - (beta + own + 3 * (days + slope)))).toBeLessThan(1e-9 * fit.sigma);
    expect(ours).toEqual(predict(fit, number));
  });

  test("in simulations", () => {
    const draws = (newData: typeof number | typeof text) => simulate(fit, { newData, conditional: true, seed: 2 });
    expect(draws(text)).toEqual(draws(number));
  });

  test("for a fit whose labels are texts", () => {
    const { Days, Subject, Reaction } = Object.fromEntries(
      ["Days", "Subject", "Reaction"].map((name) => [name, Array.from(tableOf("sleepstudy").array(name) as number[])]),
    ) as Record<string, number[]>;
    const texts = lmm("Reaction ~ Days + (Days | Subject)", { Days, Subject: Subject!.map(String), Reaction });
    expect(predict(texts, number).predicted).toEqual(predict(texts, text).predicted);
    expect(predict(texts, { Days: [0], Subject: [999] }, { newLevels: "missing" }).missing).toHaveLength(1);
  });
});
