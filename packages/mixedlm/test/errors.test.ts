// Every refusal of a fit, provoked by the public path: code, data, and the text that a user reads.
import { buildDesign, type TableLike } from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { FitError, type FitErrorCode, fitMoments } from "../src/index.ts";
import { covRe, vcomp } from "./fit-parts.ts";
import { fitModel, type ModelArguments } from "./model-cache.ts";
import { uniform } from "./models.ts";

const g = ["a", "a", "a", "b", "b", "b", "c", "c", "c"];
const x = [1, 2, 3, 4, 5, 6, 7, 8, 10];
const y = [2, 1, 4, 3, 6, 5, 9, 7, 8];

const refusals: Record<string, { table: TableLike; model: ModelArguments; code: FitErrorCode; data: object }> = {
  "a constant response": {
    table: { y: y.map(() => 7), x, g },
    model: { formula: "y ~ x", group: "g" },
    code: "constant-response",
    data: { response: "y", value: 7 },
  },
  "a constant response, the intercept being a combination of columns": {
    table: { y: y.map(() => 7), h: ["u", "v", "u", "v", "u", "v", "u", "v", "u"], g },
    model: { formula: "y ~ 0 + h", group: "g" },
    code: "constant-response",
    data: { response: "y", value: 7 },
  },
  "fixed effects that determine the response": {
    table: { y: x.map((value) => 3 + 2 * value), x, g },
    model: { formula: "y ~ x", group: "g" },
    code: "perfect-fit",
    data: { response: "y" },
  },
  "a response far from zero that the fixed effects determine": {
    table: { y: x.map((value) => 3e9 + 0.5 * value), x, g },
    model: { formula: "y ~ x", group: "g" },
    code: "perfect-fit",
    data: { response: "y" },
  },
  "a response that is constant inside each group": {
    table: { y: [1, 1, 1, 4, 4, 4, 9, 9, 9], g },
    model: { formula: "y ~ 1", group: "g" },
    code: "perfect-fit",
    data: { response: "y", group: "g" },
  },
  "a response that is a straight line inside each group": {
    table: {
      y: [1, 2, 3, 4, 6, 8, 9, 9, 9, 2, 1, 0],
      x: [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3],
      g: [...g, "d", "d", "d"],
    },
    model: { formula: "y ~ x", group: "g", reFormula: "~x" },
    code: "perfect-fit",
    data: { response: "y", group: "g" },
  },
  "a grouping factor of one level": {
    table: { y, x, g: y.map(() => "only") },
    model: { formula: "y ~ x", group: "g" },
    code: "one-group",
    data: { group: "g", level: "only" },
  },
  "a column that is a combination of others": {
    table: { y, x, twice: x.map((value) => 2 * value + 1), g },
    model: { formula: "y ~ x + twice", group: "g" },
    code: "rank-deficient",
    data: { column: "twice", columns: ["Intercept", "x"] },
  },
  "a column of zeros": {
    table: { y, x, none: x.map(() => 0), g },
    model: { formula: "y ~ none + x", group: "g" },
    code: "rank-deficient",
    data: { column: "none", columns: ["Intercept"] },
  },
  "a column of zeros before all others": {
    table: { y, x, none: x.map(() => 0), g },
    model: { formula: "y ~ 0 + none + x", group: "g" },
    code: "rank-deficient",
    data: { column: "none", columns: [] },
  },
  "fewer rows than fixed effects": {
    table: { y: [1, 2, 4], x: [1, 2, 2], g: ["a", "a", "b"] },
    model: { formula: "y ~ x + I(x ** 2)", group: "g" },
    code: "too-few-rows",
    data: { n: 3, p: 3 },
  },
  "one row in each group": {
    table: { y, x, g: y.map((_, i) => `row ${i}`) },
    model: { formula: "y ~ x", group: "g" },
    code: "unidentified",
    data: { group: "g", rows: 9, levels: 9 },
  },
  "a component with a level for each row": {
    table: { y, x, g, row: y.map((_, i) => `row ${i}`) },
    model: { formula: "y ~ x", group: "g", reFormula: "1", vcFormula: { rows: "0 + C(row)" } },
    code: "unidentified",
    data: { component: "rows", rows: 9 },
  },
  "an infinite covariate": {
    table: { y, x: x.map((value, i) => (i === 4 ? Number.POSITIVE_INFINITY : value)), g },
    model: { formula: "y ~ x", group: "g" },
    code: "not-finite",
    data: { column: "x" },
  },
  "a response whose squares overflow": {
    table: { y: y.map((value) => value * 1e200), x, g },
    model: { formula: "y ~ x", group: "g" },
    code: "not-finite",
    data: { column: "y" },
  },
  "a response whose squares underflow": {
    table: { y: y.map((value) => value * 1e-200), x, g },
    model: { formula: "y ~ x", group: "g" },
    code: "underflow",
    data: { column: "y" },
  },
  "a response whose squares lose digits": {
    table: { y: y.map((value) => value * 1e-160), x, g },
    model: { formula: "y ~ 0 + x", group: "g" },
    code: "underflow",
    data: { column: "y" },
  },
  "a covariate whose squares underflow": {
    table: { y, x: x.map((value) => value * 1e-200), g },
    model: { formula: "y ~ x", group: "g" },
    code: "underflow",
    data: { column: "x" },
  },
  "a covariate whose squares underflow, without an intercept": {
    table: { y, x: x.map((value) => value * 1e-200), g },
    model: { formula: "y ~ 0 + x", group: "g" },
    code: "underflow",
    data: { column: "x" },
  },
  "an infinite value in a random slope's column": {
    table: { y, x, z: x.map((value, i) => (i === 4 ? Number.NEGATIVE_INFINITY : value)), g },
    model: { formula: "y ~ x", group: "g", reFormula: "~z" },
    code: "not-finite",
    data: { column: "z" },
  },
  "an infinite value in a component's column": {
    table: { y, x, z: x.map((value, i) => (i === 4 ? Number.POSITIVE_INFINITY : value)), g },
    model: { formula: "y ~ x", group: "g", vcFormula: { slope: "0 + z" } },
    code: "not-finite",
    data: { column: "slope" },
  },
};

test.each(Object.entries(refusals))("%s is refused", (_, { table, model, code, data }) => {
  const error = refusal(() => fitModel(table, model));
  expect({ code: error.code, data: error.data }).toEqual({ code, data });
  for (const reml of [true, false]) expect(() => fitModel(table, model, { reml })).toThrow(FitError);
});

test("values down to 1e-150 are fitted: estimates have the data's units", () => {
  const model = { formula: "y ~ x", group: "g" };
  const { fit } = fitModel({ y, x, g }, model);
  const small = fitModel({ y: y.map((value) => value * 1e-150), x: x.map((value) => value * 1e-150), g }, model).fit;
  expect(small.beta[0]! / 1e-150).toBeCloseTo(fit.beta[0]!, 10);
  expect(small.beta[1]).toBeCloseTo(fit.beta[1]!, 12);
  expect(small.sigma / 1e-150).toBeCloseTo(fit.sigma, 10);
});

test("a response that is an exact sum of predictors is refused, however its rounding errors fall", () => {
  const random = uniform(7);
  for (let run = 0; run < 50; run++) {
    const n = 30;
    const table = {
      x: Array.from({ length: n }, () => 10 * random()),
      z: Array.from({ length: n }, random),
      g: Array.from({ length: n }, (_, i) => i % 6),
    };
    const [a, b] = [random(), random()];
    const y = table.x.map((value, i) => 3.1 + a * value + b * table.z[i]!);
    const error = refusal(() => fitModel({ ...table, y }, { formula: "y ~ x + z", group: "g" }));
    expect(error.code).toBe("perfect-fit");
  }
});

test("a design without random effects is refused", () => {
  const design = buildDesign(parseModel({ formula: "y ~ x", group: columnFactor("g") }), { y, x, g });
  const bare = { ...design, randomEffects: [] };
  expect(refusal(() => fitMoments({ ...accumulate(design, { y, x, g }), design: bare })).code).toBe(
    "no-random-effects",
  );
});

describe("messages", () => {
  const message = (name: string): string => {
    const { table, model } = refusals[name]!;
    return refusal(() => fitModel(table, model)).message;
  };

  test("constant-response", () => {
    expect(message("a constant response")).toMatchInlineSnapshot(
      `"the response \`y\` is 7 in every row: there is no variation to model"`,
    );
  });

  test("perfect-fit", () => {
    expect(message("fixed effects that determine the response")).toMatchInlineSnapshot(
      `"the fixed effects reproduce \`y\` exactly: no residual variation is left for random effects; remove a predictor that determines the response"`,
    );
  });

  test("perfect-fit, by the random effects", () => {
    expect(message("a response that is constant inside each group")).toMatchInlineSnapshot(
      `"fixed and random effects together reproduce \`y\` exactly: inside the groups of \`g\` no residual variation is left, and the likelihood grows without end; use fewer random effects, or another response"`,
    );
  });

  test("one-group", () => {
    expect(message("a grouping factor of one level")).toMatchInlineSnapshot(
      `"grouping factor \`g\` has 1 level (only); a random effect needs at least 2, a single group can only hold variance components"`,
    );
  });

  test("rank-deficient", () => {
    expect(message("a column that is a combination of others")).toMatchInlineSnapshot(
      `"the fixed effects are not independent: column \`twice\` is a combination of the columns before it (Intercept, x); remove it from the formula"`,
    );
  });

  test("rank-deficient, the first column", () => {
    expect(message("a column of zeros before all others")).toMatchInlineSnapshot(
      `"the fixed effects are not independent: column \`none\` is 0 in every row, or too small to be squared; remove it from the formula"`,
    );
  });

  test("too-few-rows", () => {
    expect(message("fewer rows than fixed effects")).toMatchInlineSnapshot(
      `"3 rows cannot estimate 3 fixed effects and a residual variance; at least 4 rows are needed"`,
    );
  });

  test("unidentified", () => {
    expect(message("one row in each group")).toMatchInlineSnapshot(
      `"the random effects of \`g\` (9 levels, 9 rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows"`,
    );
  });

  test("unidentified, a component", () => {
    expect(message("a component with a level for each row")).toMatchInlineSnapshot(
      `"the variance component \`rows\` has a level for each of the 9 rows and cannot be told apart from the residual: every arrangement of the two variances fits equally well; remove it"`,
    );
  });

  test("not-finite", () => {
    expect(message("an infinite covariate")).toMatchInlineSnapshot(
      `"column \`x\` has an infinite value, or values so large that their squares overflow; remove or rescale it"`,
    );
  });

  test("underflow", () => {
    expect(message("a response whose squares underflow")).toMatchInlineSnapshot(
      `"the values of column \`y\` differ by less than 1e-153, so that their squares underflow; rescale it"`,
    );
  });

  test("no-random-effects", () => {
    const design = buildDesign(parseModel({ formula: "y ~ x", group: columnFactor("g") }), { y, x, g });
    const bare = { ...design, randomEffects: [] };
    const error = refusal(() => fitMoments({ ...accumulate(design, { y, x, g }), design: bare }));
    expect(error.message).toMatchInlineSnapshot(
      `"the design has neither random effects (\`design.randomEffects\`) nor variance components (\`design.components\`): add a term such as \`(1 | g)\` to its formula, or use ordinary least squares"`,
    );
  });
});

describe("warnings", () => {
  test("two components that are the same columns: only their sum is estimated", () => {
    const table = { y: [...y, ...y.map((v) => v + 3)], g: [...g, ...g], h: [...g, ...g].map((v) => `${v}!`) };
    const { fit } = fitModel(table, { formula: "y ~ 1", group: "g", vcFormula: { h: "0 + C(h)", intercept: "1" } });
    const one = fitModel(table, { formula: "y ~ 1", group: "g" }).fit;
    expect(fit.warnings.map(({ code }) => code)).toContain("unidentified-components");
    expect(fit.objective).toBeCloseTo(one.objective, 8);
    expect(vcomp(fit)[0] + vcomp(fit)[1]).toBeCloseTo(covRe(one).data[0], 6);
  });

  test("fixed effects for every group: REML knows nothing of the variance between groups, and says so", () => {
    const model = { formula: "y ~ x + g", group: "g" };
    const { fit } = fitModel({ y, x, g }, model);
    expect([...fit.theta]).toEqual([0]);
    expect(fit.warnings.map(({ code, data }) => [code, data])).toContainEqual([
      "unidentified-components",
      { of: "fixed" },
    ]);
    expect(fit.warnings.at(-1)!.message).toMatchInlineSnapshot(
      `"the fixed effects already hold every difference that one of the random terms could explain: its variance cannot be estimated by REML; remove it from one of the two"`,
    );
    // maximum likelihood does know: zero is the best value
    const ml = fitModel({ y, x, g }, model, { reml: false }).fit;
    expect([ml.theta[0], ml.warnings.map(({ code }) => code)]).toEqual([0, ["singular"]]);
  });

  test("a fit with nothing to remark on has none", () => {
    const table = { y: y.map((value, i) => value + 4 * Math.floor(i / 3) * ((i % 2) + 1)), x, g };
    const { fit } = fitModel(table, { formula: "y ~ 1", group: "g" });
    expect([fit.status.kind, fit.warnings]).toEqual(["interior", []]);
  });
});

function refusal(fit: () => unknown): FitError {
  try {
    fit();
  } catch (error) {
    expect(error).toBeInstanceOf(FitError);
    return error as FitError;
  }
  throw new Error("the model was fitted");
}
