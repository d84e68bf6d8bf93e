// What the stage adds to columns: which rows, which levels, which groups, and what it refuses.
import { columnFactor, type ModelText, parseMixedFormula, parseModel } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildDesign, category, type Design, type DesignOptions, designRows, type TableLike } from "../src/index.ts";
import { thrown } from "./thrown.ts";

const nan = Number.NaN;

/** Row 2 lacks `x`, row 4 `h`, row 5 the group; `log(z)` has no value in row 1. */
const gaps: TableLike = {
  y: [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5],
  x: [1, 2, null, 4, 5, 6, 7],
  z: [1, -1, 1, 2, 3, 4, 5],
  a: ["p", "q", "r", "p", "q", "p", "q"],
  o: category(["lo", "lo", "mid", "lo", "hi", "lo", "hi"], ["lo", "mid", "hi", "never"]),
  h: ["s", "s", "t", "t", null, "u", "u"],
  g: [2, 10, 10, 2, 2, nan, 10],
};

function design(model: Omit<ModelText, "group"> & { group?: string }, options?: DesignOptions, data = gaps): Design {
  const { group = "g", ...text } = model;
  return buildDesign(parseModel({ ...text, group: columnFactor(group) }), data, options);
}

describe("missing values", () => {
  test("are refused by default, with the columns and how many rows each lacks", () => {
    const error = thrown(() => design({ formula: "y ~ x", vcFormula: { h: "0 + h" } }));
    expect(error).toMatchObject({ code: "missing-values", data: { counts: { x: 1, h: 1, g: 1 }, rows: 3, total: 7 } });
    expect(error.message).toContain("3 of 7 rows lack a value (`x` in 1, `h` in 1, `g` in 1)");
    expect(error.message).toContain('missing: "drop"');
  });

  test("drop rows from the fixed part, the random terms and the groups alike", () => {
    const made = design({ formula: "y ~ x", reFormula: "1", vcFormula: { h: "0 + h" } }, { missing: "drop" });
    expect(made.rows).toEqual({ total: 7, kept: 4, missing: { x: 1, h: 1, g: 1 } });
    expect([...designRows(made, gaps).rows]).toEqual([0, 1, 3, 6]);
  });

  test("that an expression makes drop rows too, counted under the expression", () => {
    const made = design({ formula: "y ~ np.log(z)" }, { missing: "drop" });
    expect(made.rows).toEqual({ total: 7, kept: 5, missing: { g: 1, "np.log(z)": 1 } });
    expect([...designRows(made, gaps).rows]).toEqual([0, 2, 3, 4, 6]);
  });

  test("in a variable drop its rows even where a comparison would have a value", () => {
    const made = design({ formula: "y ~ I(x > 1)" }, { missing: "drop" });
    expect([...designRows(made, gaps).rows]).toEqual([0, 1, 3, 4, 6]);
  });

  test("in columns that the model does not use do not count", () => {
    expect(design({ formula: "y ~ z", group: "a" }).rows).toEqual({ total: 7, kept: 7, missing: {} });
    expect(design({ formula: "y ~ z + x - x", group: "a" }).rows).toEqual({ total: 7, kept: 7, missing: {} });
  });

  test("in a column with a name in quotes, in random columns, and twice in a row, count under each variable", () => {
    const data = { ...gaps, "my x": [nan, 1, nan, 2, 3, 4, 5] };
    const made = design({ formula: "y ~ Q('my x')", reFormula: "x" }, { missing: "drop" }, data);
    expect(made.rows).toEqual({ total: 7, kept: 4, missing: { "my x": 2, x: 1, g: 1 } });
    expect([...designRows(made, data).rows]).toEqual([1, 3, 4, 6]);
  });

  test("are not what is infinite: that stays for the fit to refuse", () => {
    const data = { y: [1, 2, Number.POSITIVE_INFINITY], x: [0, 1, 2], g: [1, 1, 2] };
    const made = design({ formula: "y ~ np.log(x)" }, { missing: "drop" }, data);
    expect(made.rows).toEqual({ total: 3, kept: 3, missing: {} });
    expect([...designRows(made, data).X.subarray(3)]).toEqual([Number.NEGATIVE_INFINITY, 0, Math.log(2)]);
  });

  test("in every row leave nothing to fit", () => {
    const empty = { y: [1, 2], x: [nan, 1], g: [1, nan] };
    const error = thrown(() => design({ formula: "y ~ x" }, { missing: "drop" }, empty));
    expect(error).toMatchObject({ code: "no-rows", data: { counts: { x: 1, g: 1 }, total: 2 } });
  });

  test("are dropped before aggregates are computed", () => {
    const made = design({ formula: "y ~ I(z - np.mean(z)) + x" }, { missing: "drop" });
    const { rows, X } = designRows(made, gaps);
    expect([...rows]).toEqual([0, 1, 3, 4, 6]);
    // the mean of z = 1, -1, 2, 3, 5 is 2
    expect([...X.subarray(5, 10)]).toEqual([-1, -3, 0, 1, 3]);
  });
});

describe("levels", () => {
  test("of text are those of the rows that stay, of a category all that were declared", () => {
    const made = design({ formula: "y ~ a + o + x" }, { missing: "drop" });
    expect(made.fixed.names).toEqual(["Intercept", "a[T.q]", "o[T.mid]", "o[T.hi]", "o[T.never]", "x"]);
  });

  test("of groups are the labels that occur, numbers by size", () => {
    expect(design({ formula: "y ~ z" }, { missing: "drop" }).groups[0]!.levels).toEqual([2, 10]);
    expect(design({ formula: "y ~ z", group: "o" }).groups[0]!.levels).toEqual(["hi", "lo", "mid"]);
  });

  test("that are listed must hold all values", () => {
    const error = thrown(() => design({ formula: "y ~ C(a, levels=['p', 'q'])", group: "a" }));
    expect(error).toMatchObject({ code: "categorical", data: { value: "r", row: 2 } });
  });
});

describe("the response", () => {
  test.each([
    ["a ~ z", 3],
    ["I(z > 0) ~ x", 2],
    ["y + z ~ x", 2],
    ["0 ~ z", 0],
  ])("of `%s` has %i columns, and one numeric column is needed", (formula, columns) => {
    const model = parseModel({ formula: "y ~ 1", group: columnFactor("g") });
    const sides =
      formula === "0 ~ z" ? { ...model.fixed, lhs: [] } : parseModel({ formula, group: columnFactor("g") }).fixed;
    const error = thrown(() => buildDesign({ ...model, fixed: sides }, gaps, { missing: "drop" }));
    expect(error).toMatchObject({ code: "response", data: { columns } });
  });

  test("may be an expression", () => {
    expect(design({ formula: "np.exp(y) ~ 1" }, { missing: "drop" }).response.names).toEqual(["np.exp(y)"]);
  });
});

describe("random terms", () => {
  test("name their columns as any matrix does, and are labelled as written", () => {
    const made = design({ formula: "y ~ z", reFormula: "~ z", group: "a" }).randomEffects;
    expect(made.map(({ names, label, group }) => [names, label, group])).toEqual([[["Intercept", "z"], "~ z", 0]]);
    const bars = buildDesign(parseMixedFormula("y ~ (1 + z | a) + (0 + z | o)"), gaps);
    expect(bars.randomEffects.map(({ label }) => label)).toEqual(["(1 + z | a)", "(0 + z | o)"]);
  });

  test("may go through a single group, as crossed components do", () => {
    const data = { y: [1, 2, 3, 4], one: [1, 1, 1, 1], a: ["p", "q", "p", "q"], b: ["u", "u", "v", "v"] };
    const vcFormula = { b: "0 + b", a: "0 + a" };
    const made = design({ formula: "y ~ 1", vcFormula, group: "one" }, {}, data);
    expect(made.groups[0]!.levels).toEqual([1]);
    expect(made.components.map((component) => component.names)).toEqual([[["a[p]", "a[q]"]], [["b[u]", "b[v]"]]]);
  });

  test("must be there", () => {
    const model = parseModel({ formula: "y ~ z", group: columnFactor("g") });
    expect(thrown(() => buildDesign({ ...model, random: [] }, gaps)).code).toBe("no-random-effects");
  });

  test("must have a column", () => {
    const error = thrown(() => design({ formula: "y ~ 1", reFormula: "0 + C(a, levels=[])", group: "a" }));
    expect(error.code).toBe("categorical");
  });
});

describe("names of columns", () => {
  test("that are names of objects' properties are ordinary names", () => {
    const data = JSON.parse('{"__proto__": [1, 2, 3], "constructor": ["a", "b", "a"], "toString": [1, 1, 2]}');
    const made = design({ formula: "__proto__ ~ constructor", group: "toString" }, {}, data);
    expect(made.fixed.names).toEqual(["Intercept", "constructor[T.b]"]);
    expect([...designRows(made, data).y]).toEqual([1, 2, 3]);
  });

  test.each(["__proto__", "constructor", "True", "None", "np", "Treatment", "log", "a.b", "C(a)"])(
    "that no column has, `%s`, are unknown when groups are called so, even where a formula has a meaning for them",
    (group) => {
      const data = { y: [1, 2, 3], x: [1, 2, 4], [`${group}s`]: ["a", "b", "a"] };
      const error = thrown(() => design({ formula: "y ~ x", group }, {}, data));
      expect(error).toMatchObject({ code: "unknown-name", data: { name: group, candidates: [`${group}s`] } });
    },
  );

  test.each(["__proto__", "constructor", "True", "np", "log", "a.b", "C(a)"])(
    "that means something else in a formula, `%s`, is a grouping factor as any other",
    (group) => {
      const data = JSON.parse(`{"y": [1, 2, 3], "x": [1, 2, 4], ${JSON.stringify(group)}: ["a", "b", "a"]}`);
      const made = design({ formula: "y ~ x", group }, {}, data);
      expect([made.groups[0]!.name, made.groups[0]!.levels]).toEqual([group, ["a", "b"]]);
      expect([...designRows(made, data).codes[0]!]).toEqual([0, 1, 0]);
    },
  );

  test("that look like an expression elsewhere in the model are told apart", () => {
    const data = { y: [1, 2, 3], x: ["b", "a", "b"], "C(x)": [7, 7, 8] };
    const made = design({ formula: "y ~ C(x)", group: "C(x)" }, {}, data);
    expect(made.groups[0]!.levels).toEqual([7, 8]);
    expect(made.fixed.names).toEqual(["Intercept", "C(x)[T.b]"]);
  });
});

test("a design is deeply frozen", () => {
  const pending: unknown[] = [design({ formula: "y ~ a*z", reFormula: "z", vcFormula: { o: "0 + o" }, group: "a" })];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part !== "object" || part === null) continue;
    expect(Object.isFrozen(part)).toBe(true);
    pending.push(...Object.values(part));
  }
});

test("a design is JSON: read back, it gives the same numbers", () => {
  const formula = "y ~ a*z + C(o, Poly) + I(z > 1)";
  const made = design({ formula, reFormula: "z", vcFormula: { h: "0 + h", o: "C(o, Sum):z" } }, { missing: "drop" });
  const read = JSON.parse(JSON.stringify(made)) as Design;
  expect(read).toEqual(made);
  expect(designRows(read, gaps)).toEqual(designRows(made, gaps));
});

test("listed levels print as they are written", () => {
  const { fixed } = design(
    { formula: "y ~ C(k, levels=[2.0, 1.0])", group: "a" },
    {},
    { ...gaps, k: [1, 2, 1, 2, 1, 2, 1] },
  );
  expect(fixed.names).toEqual(["Intercept", "C(k, levels=[2.0, 1.0])[T.1.0]"]);
});
