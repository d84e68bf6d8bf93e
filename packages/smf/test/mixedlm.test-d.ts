// What the compiler accepts and refuses of names in formulas; this file is compiled with the tests and never run.
// Each refusal stands under an `@ts-expect-error`, which is an error itself where nothing is refused.
import { type ArqueroLike, type ArrowLike, category } from "@mixedlm/design";
import { describe, expectTypeOf, test } from "vitest";
import { type Groups, MixedLM, type MixedLMOptions, mixedlm, readCsv, smf, type TableLike } from "../src/index.ts";

interface PigRow {
  readonly Weight: number;
  readonly Time: number;
  readonly Pig: string;
}

interface PigColumns {
  readonly Weight: number[];
  readonly Time: Float64Array;
  readonly Pig: string[];
}

/** As flechette and apache-arrow declare their tables. */
interface TypedArrow<T> extends Omit<ArrowLike, "getChild"> {
  getChild<P extends keyof T>(name: P): T[P];
}

declare const pigs: { Weight: number[]; Time: number[]; Pig: string[] };
declare const columns: PigColumns;
declare const rows: readonly PigRow[];
declare const arrow: TypedArrow<PigRow>;
declare const text: string;

describe("columns known by the table's type", () => {
  test("a wrong name in the formula is refused", () => {
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Tme", pigs, "Pig");
    // @ts-expect-error no column Wieght
    mixedlm("Wieght ~ Time", pigs, "Pig");
    // @ts-expect-error no column time
    mixedlm("Weight ~ time", pigs, "Pig");
    // @ts-expect-error no column log: only a name in call position is a function
    mixedlm("Weight ~ log + np.log(Time)", pigs, "Pig");
  });

  test("a wrong name inside calls, powers, interactions and bars is refused", () => {
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ np.log(Tme + 1)", pigs, "Pig");
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ C( Tme )", pigs, "Pig");
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ C(Pig, Treatment(Tme))", pigs, "Pig");
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ (Time + Tme)**2", pigs, "Pig");
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Time:Tme - 1", pigs, "Pig");
    // @ts-expect-error no column Pgi
    mixedlm("Weight ~ Time + (Time || Pgi)", pigs, "Pig");
  });

  test("a wrong name is refused whatever the kind of table", () => {
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Tme", columns, "Pig");
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Tme", rows, "Pig");
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Tme", arrow, "Pig");
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Tme", [{ Weight: 1, Pig: "a" }], "Pig");
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Tme", { Weight: [1, 2], Time: new Int32Array(2), Pig: category(["a", "b"]) }, "Pig");
    // @ts-expect-error no column Tme in either of the two
    mixedlm("Weight ~ Tme", pigs as typeof pigs | PigRow[], "Pig");
  });

  test("a wrong name is refused in groups and in the formulas of the options", () => {
    // @ts-expect-error no column Pgi
    mixedlm("Weight ~ Time", pigs, "Pgi");
    // @ts-expect-error no column Pgi
    mixedlm("Weight ~ Time", pigs, { groups: "Pgi" });
    // @ts-expect-error no column Pgi
    mixedlm("Weight ~ Time", pigs, undefined, { groups: "Pgi" });
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Time", pigs, { groups: "Pig", re_formula: "~Tme" });
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Time", rows, "Pig", { re_formula: "0 + Tme" });
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Time", pigs, "Pig", { vc_formula: { pig: "0 + C(Pig)", time: "0 + C(Tme)" } });
  });

  test("right names are accepted everywhere", () => {
    mixedlm("Weight ~ Time", pigs, "Pig");
    mixedlm("Weight~Time", columns, "Pig");
    mixedlm("Weight\n\t~ Time", rows, "Pig");
    mixedlm("Weight ~ Time", arrow, "Pig");
    mixedlm("Weight ~ 1", [{ Weight: 1 }, { Weight: 2, Pig: "a" }], "Pig");
    mixedlm("Weight ~ Time", pigs, ["a", "b"]);
    mixedlm("Weight ~ Time", pigs, new Int32Array(2));
    mixedlm("Weight ~ Time", pigs, { groups: ["a", "b"], re_formula: "~Time", vc_formula: { p: "0 + C(Pig)" } });
    mixedlm("Weight ~ Time", pigs, "Pig", { re_formula: null, vc_formula: null, missing: "drop", use_sparse: true });
    mixedlm("Weight ~ Time", pigs, "Pig", { re_formula: "1", vc_formula: {} });
  });
});

describe("right formulas are never refused", () => {
  test("numbers, calls with blanks, constants and names of codings are no columns", () => {
    mixedlm("Weight ~ 0 + 1.5e-3:Time + 2.e3*Time + .5 + 0x1F + 1_000", pigs, "Pig");
    mixedlm("np.log (Weight) ~ I  (Time**2) + np . log(Time) + np. pi", pigs, "Pig");
    mixedlm("Weight ~ C(Pig, Sum) + C(Pig, Treatment) + C(Time, Poly) + C(Time, Diff) + C(Time, Helmert)", pigs, "Pig");
    mixedlm("Weight ~ C(Time, None, True) + scale(Time, False) + I(Time * np.pi)", pigs, "Pig");
    mixedlm("Weight ~ Time + (1 + Time | Pig) + (0 + Time || Pig)", pigs, "Pig");
  });

  test("what is not simple is not checked", () => {
    mixedlm('Weight ~ Q("no column") + Tme', pigs, "Pig");
    mixedlm("Weight ~ C(Pig, levels=['a', 'b']) + Tme", pigs, "Pig");
    mixedlm("Weight ~ bs(Time, df=3) + Tme", pigs, "Pig");
    mixedlm("Weight ~ I(Time > 3) + Tme", pigs, "Pig");
    mixedlm("Weight ~ `my column` + Größe", pigs, "Pig");
    mixedlm("Weight ~ . + my.column", pigs, "Pig");
  });

  test("a formula of 200 characters is checked, a longer one is not", () => {
    const ten = "Time+Time+" as const;
    const fifty = `${ten}${ten}${ten}${ten}${ten}` as const;
    // @ts-expect-error no column Tme
    mixedlm(`Weight ~ ${fifty}${fifty}${fifty}${ten}${ten}${ten}Time + Tme`, pigs, "Pig");
    mixedlm(`Weight ~ ${fifty}${fifty}${fifty}${fifty}Tme`, pigs, "Pig");
    mixedlm(
      `Weight ~ ${fifty}${fifty}${fifty}${fifty}${fifty}${fifty}${fifty}${fifty}${fifty}${fifty}Tme`,
      pigs,
      "Pig",
    );
  });

  test("texts and tables of no certain type are not checked", () => {
    mixedlm(text, pigs, text, { re_formula: text, vc_formula: { pig: text } });
    mixedlm(`Weight ~ ${text}`, pigs, "Pig");
    mixedlm(text === "" ? "Weight ~ Time" : "Weight ~ Tme", pigs, "Pig");
    mixedlm("Weight ~ Tme" as string, pigs, "Pgi" as string);
    mixedlm("y ~ x", readCsv(text), "g", { re_formula: "~x" });
    mixedlm("y ~ x", {} as ArqueroLike, "g");
    mixedlm("y ~ x", {} as ArrowLike, "g");
    mixedlm("y ~ x", {} as TypedArrow<Record<string, unknown>>, "g");
    mixedlm("y ~ x", {} as TableLike, "g");
    mixedlm("y ~ x", {} as Record<string, number[]>, "g");
    mixedlm("y ~ x", [] as object[], "g");
    mixedlm("y ~ x", [] as Record<string, unknown>[], "g");
    mixedlm("y ~ x", [], "g");
    mixedlm("y ~ x", {} as never, "g");
    mixedlm("y ~ x", JSON.parse(text), "g");
    mixedlm("y ~ x", [] as ReturnType<typeof JSON.parse>[], "g");
  });

  test("options and groups made elsewhere are accepted", () => {
    mixedlm("Weight ~ Time", pigs, {} as MixedLMOptions);
    mixedlm("Weight ~ Time", pigs, "Pig", {} as MixedLMOptions);
    mixedlm("Weight ~ Time", pigs, [] as unknown as Groups);
    mixedlm("Weight ~ Time", pigs, [] as unknown as Groups | MixedLMOptions);
    for (const groups of ["Pig", "Litter"]) mixedlm("Weight ~ Time", pigs, groups);
    for (const groups of ["Pig", "Time"] as const) mixedlm("Weight ~ Time", pigs, groups);
  });

  test("functions generic in the table, the rows or the formula are not checked", () => {
    const byTable = <D extends { y: number[] }>(data: D) => mixedlm("y ~ x", data, "g", { re_formula: "~z" });
    const byRow = <Row extends object>(data: Row[]) => mixedlm("y ~ x", data, { groups: "g", vc_formula: { a: "z" } });
    const byFormula = <F extends string>(formula: F) => mixedlm(formula, pigs, "Pig", { re_formula: formula });
    expectTypeOf(byTable).returns.toEqualTypeOf(byFormula("Weight ~ Time"));
    expectTypeOf(byRow).returns.toEqualTypeOf(byFormula("Weight ~ Time"));
  });
});

describe("what is no table and no option is refused as before", () => {
  test("tables", () => {
    // @ts-expect-error a number
    mixedlm(text, 3, "g");
    // @ts-expect-error null
    mixedlm(text, null, "g");
    // @ts-expect-error a column that is a number
    mixedlm(text, { y: [1], x: 3 }, "g");
    // @ts-expect-error one column
    mixedlm(text, new Float64Array(3), "g");
    // @ts-expect-error rows that are numbers
    mixedlm(text, [1, 2], "g");
    // @ts-expect-error a map
    mixedlm(text, new Map<string, number[]>(), "g");
    // @ts-expect-error a promise
    mixedlm(text, Promise.resolve(pigs), "g");
  });

  test("options", () => {
    // @ts-expect-error re_fromula
    mixedlm("Weight ~ Time", pigs, "Pig", { re_fromula: "~Time" });
    // @ts-expect-error group
    mixedlm("Weight ~ Time", pigs, { group: "Pig" });
    // @ts-expect-error missing
    mixedlm("Weight ~ Time", pigs, "Pig", { missing: "ignore" });
    // @ts-expect-error a number
    mixedlm("Weight ~ Time", pigs, { groups: 3 });
    // @ts-expect-error a formula that is a number
    mixedlm(7, pigs, "Pig");
    // @ts-expect-error formulas by name
    mixedlm("Weight ~ Time", pigs, "Pig", { vc_formula: "0 + Time" });
  });
});

describe("other ways to a model", () => {
  test("a subset's function knows the columns that the table's type tells", () => {
    mixedlm("Weight ~ Time", pigs, "Pig", { subset: ({ Time, Pig }, index) => Time > 3 && Pig !== "a" && index < 9 });
    mixedlm("Weight ~ Time", columns, { groups: "Pig", subset: ({ Time }) => Time.toFixed(1) === "3.0" });
    mixedlm("Weight ~ Time", rows, "Pig", { subset: (row) => row.Pig.startsWith("4") });
    mixedlm("Weight ~ Time", readCsv(text), "Pig", { subset: (row) => row.Whatever > 3 });
    // @ts-expect-error no column Tme
    mixedlm("Weight ~ Time", pigs, "Pig", { subset: (row) => row.Tme > 3 });
    // @ts-expect-error a text that is compared as a number
    mixedlm("Weight ~ Time", rows, "Pig", { subset: (row) => row.Pig > 3 });
    // @ts-expect-error no answer
    mixedlm("Weight ~ Time", pigs, "Pig", { subset: (row) => row.Time });
  });

  test("a subset as values or as a text", () => {
    mixedlm("Weight ~ Time", pigs, "Pig", { subset: [true, false] });
    mixedlm("Weight ~ Time", pigs, "Pig", { subset: new Int32Array(3) });
    mixedlm("Weight ~ Time", pigs, "Pig", { subset: "Time > 3" });
    mixedlm("Weight ~ Time", pigs, "Pig", { subset: new smf.Series([0, 1], [1, 2]).gt(1) });
    // @ts-expect-error texts
    mixedlm("Weight ~ Time", pigs, "Pig", { subset: ["a"] });
  });

  test("from_formula checks as mixedlm does", () => {
    MixedLM.from_formula("Weight ~ Time", pigs, { groups: "Pig", re_formula: "~Time" });
    // @ts-expect-error no column Tme
    MixedLM.from_formula("Weight ~ Tme", pigs, { groups: "Pig" });
    // @ts-expect-error no column Pgi
    MixedLM.from_formula("Weight ~ Time", pigs, { groups: "Pgi" });
    // @ts-expect-error no options
    MixedLM.from_formula("Weight ~ Time", pigs);
  });

  test("groups as a series of any kind", () => {
    mixedlm("Weight ~ Time", pigs, new smf.Series([0, 1], ["a", "b"]));
    mixedlm("Weight ~ Time", pigs, { groups: new smf.Series([0, 1], [1, 2]) });
    new MixedLM([1, 2], [[1], [1]], new smf.Series([0, 1], ["a", "b"]));
  });

  test("arrays", () => {
    new MixedLM([1, 2], [[1], [1]], ["a", "b"]);
    new smf.MixedLM(new Float64Array(2), pigs, [1, 2], { exog_re: [1, 2], missing: "drop", use_sqrt: false });
    // @ts-expect-error no groups
    new MixedLM([1, 2], [[1], [1]]);
    // @ts-expect-error an option of formulas
    new MixedLM([1, 2], [[1], [1]], ["a", "b"], { re_formula: "1" });
  });
});
