import { columnFactor, parseFormula, parseMixedFormula, parseModel } from "@mixedlm/formula";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  buildDesign,
  buildMatrices,
  category,
  type LintFinding,
  lintFormula,
  matrixRows,
  type TableLike,
} from "../../src/index.ts";

const range = <T>(n: number, value: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => value(i));

/** Forty rows: ten persons with four visits each, in two arms; five schools of two persons. */
const visits = {
  y: range(40, (i) => Math.sin(i * i)),
  x: range(40, (i) => Math.cos(7 * i)),
  z: range(40, (i) => (i * 37) % 11),
  time: range(40, (i) => i % 4),
  hours: range(40, (i) => 24 * (i % 4)),
  year: range(40, (i) => 2000 + (i % 4)),
  person: range(40, (i) => `p${Math.floor(i / 4)}`),
  number: range(40, (i) => Math.floor(i / 4)),
  school: range(40, (i) => `s${Math.floor(i / 8)}`),
  arm: range(40, (i) => (i < 16 ? "old" : "new")),
  age: range(40, (i) => 30 + Math.floor(i / 4)),
  row: range(40, (i) => `r${i}`),
  measured: range(40, (i) => i + 0.5),
  visit: range(40, (i) => "abcd"[i % 4]!),
  half: range(40, (i) => "uv"[Math.floor((i % 4) / 2)]!),
  one: range(40, () => "only"),
  zero: range(40, () => 0),
  five: range(40, () => 5),
  flag: range(40, () => false),
  grade: category(
    range(40, (i) => "ab"[i % 2]!),
    ["a", "b", "c"],
  ),
};

const underlined = ({ source, span }: LintFinding): string => [...source].slice(...span).join("");
const brief = (findings: readonly LintFinding[]): string[] => findings.map((one) => `${one.code}: ${underlined(one)}`);
const lint = (formula: string, data: TableLike = visits): string[] =>
  brief(lintFormula(parseMixedFormula(formula), data));

describe("says nothing of", () => {
  test.each([
    "y ~ x + z + arm + (1 | person)",
    "y ~ time + (time | person)",
    "y ~ time + (time || person)",
    "y ~ C(time) * arm + (1 | person)",
    "y ~ arm * x + z + I(z**2) + (x | person)",
    "y ~ age + arm + (1 | school/person)",
    "y ~ x + (1 | person) + (1 | visit)",
    "y ~ visit + (half | person)",
    "y ~ year + (1 | person)",
    "y ~ number + (1 | person)",
    "y ~ 0 + five + (1 | person)",
    "y ~ 0 + one + visit + (1 | person)",
    "y ~ x + (x | school) + (0 + z | school)",
    "I(y - x) ~ x + (1 | person)",
    "y ~ arm/x + (1 | person)",
    "y ~ x:arm + (1 | person)",
    "y ~ x + offset(z) + (1 | person)",
    "y ~ x + diag(1 + x | person) + (1 | visit)",
    "y ~ x + ar1(0 + visit | person) + (1 | person)",
    "y ~ x + ar1(0 + visit | one)",
    "y ~ x + cs(0 + half | person) + homcs(0 + half | person)",
    "y ~ x + homdiag(0 + half | person) + (1 | person)",
  ])("%s", (formula) => {
    expect(lint(formula)).toEqual([]);
  });
});

describe("missing values", () => {
  const gaps = {
    ...visits,
    x: visits.x.map((x, i) => (i < 3 ? null : x)),
    person: visits.person.map((p, i) => (i % 20 === 2 ? null : p)),
  };

  test("are counted for each variable where it is first used, and jointly", () => {
    const findings = lintFormula(parseMixedFormula("y ~ time + np.exp(x) + (x | person)"), gaps);
    expect(brief(findings)).toEqual([
      "missing-values: x",
      "missing-values: person",
      "rows-lost: y ~ time + np.exp(x) + (x | person)",
    ]);
    expect(findings.map(({ data }) => data)).toEqual([
      { name: "x", rows: 3, total: 40 },
      { name: "person", rows: 2, total: 40 },
      { lost: 4, total: 40 },
    ]);
  });

  test("of what an expression makes are counted under the expression", () => {
    expect(lint("y ~ np.sqrt(x) + (1 | person)")[0]).toBe("missing-values: np.sqrt(x)");
  });

  test("in every row leave nothing else to say", () => {
    expect(lint("y ~ x + x:one + (1 | one)", { ...visits, x: new Float64Array(40).fill(Number.NaN) })).toEqual([
      "missing-values: x",
    ]);
  });
});

describe("the response on the right", () => {
  test.each([
    ["y ~ x + y + (1 | person)", "response-on-right: y"],
    ["y ~ x + np.exp(y):x + (1 | person)", "response-on-right: y"],
    ["np.exp(y) ~ Q('y') + (1 | person)", "response-on-right: Q('y')"],
    ["y ~ x + (y | person)", "response-on-right: y"],
  ])("%s", (formula, finding) => {
    expect(lint(formula)).toContain(finding);
  });
});

test("a lag of the response may explain it", () => {
  expect(lint("y ~ lag(y) + x + (1 | number)")).toEqual(["missing-values: lag(y)"]);
});

describe("columns that are too many, empty or repeated", () => {
  test.each([
    ["y ~ C(row) + (1 | visit)", "many-columns: C(row)"],
    ["y ~ x*row + (1 | visit)", "many-columns: row"],
    ["y ~ (0 + row | person)", "many-columns: (0 + row | person)"],
    ["y ~ (visit | arm)", "many-columns: (visit | arm)"],
    ["y ~ flag + (1 | person)", "empty-levels: flag"],
    ["y ~ x + x:grade + (1 | person)", "empty-levels: grade"],
    ["y ~ x + (grade | person)", "empty-levels: grade"],
    ["y ~ arm * school + (1 | person)", "empty-cells: arm * school"],
    ["y ~ I(x + z) + I(z + x) + (1 | person)", "same-factor: I(z + x)"],
    ["y ~ arm + x:C(arm) + (1 | person)", "same-factor: C(arm)"],
    ["y ~ x + Q('x') + (1 | person)", "same-factor: Q('x')"],
    ["y ~ np.log(z + 1) + log(1 + z) + (1 | person)", "same-factor: log(1 + z)"],
    ["y ~ x + (x + I(x) | person)", "same-factor: I(x)"],
    ["y ~ x + five + (1 | person)", "constant-column: five"],
    ["y ~ x + x:zero + (1 | person)", "constant-column: x:zero"],
    ["y ~ x + one + (1 | person)", "constant-column: one"],
    ["y ~ 0 + x + zero + (1 | person)", "constant-column: zero"],
    ["y ~ time + hours + (1 | person)", "dependent-column: hours"],
    ["y ~ 0 + time + hours + (1 | person)", "dependent-column: hours"],
    ["y ~ time + year + (1 | person)", "dependent-column: year"],
    ["y ~ x + center(x) + (1 | person)", "dependent-column: center(x)"],
    ["y ~ time + C(time) + (1 | person)", "dependent-column: time"],
    ["y ~ arm + school + (1 | person)", "dependent-column: arm"],
    ["y ~ visit + C(time) + (1 | person)", "dependent-column: C(time)"],
    ["y ~ time + (time + hours | person)", "dependent-column: hours"],
  ])("%s", (formula, finding) => {
    expect(lint(formula)).toContain(finding);
  });

  test("a term follows from another one in one finding", () => {
    expect(lint("y ~ visit + C(time) + half + (1 | person)")).toEqual([
      "dependent-column: C(time)",
      "dependent-column: half",
    ]);
    expect(lint("y ~ 0 + time + year + (1 | person)")).toEqual([]);
  });

  test("how it follows is in the data", () => {
    const how = (formula: string) => lintFormula(parseFormula(formula), visits).map(({ data }) => data.how);
    expect(how("y ~ time + hours")).toEqual(["multiple"]);
    expect(how("y ~ x + I(x + 0*z)")).toEqual(["equal"]);
    expect(how("y ~ time + year")).toEqual(["linear"]);
    expect(how("y ~ C(time) + year")).toEqual(["level"]);
  });
});

describe("random terms", () => {
  test.each([
    ["y ~ x + (1 | measured)", ["group-fractional: measured", "no-residual: (1 | measured)"]],
    ["y ~ x + (1 | one)", ["single-group: one"]],
    ["y ~ x + (1 | row)", ["no-residual: (1 | row)"]],
    ["y ~ x + (visit | person)", ["no-residual: (visit | person)"]],
    ["y ~ person + (1 | person)", ["group-in-fixed: person"]],
    ["y ~ person + (1 | school)", ["group-in-fixed: school"]],
    ["y ~ visit*arm + (1 | visit:arm)", ["group-in-fixed: visit:arm"]],
    ["y ~ age + (age | person)", ["constant-in-groups: age"]],
    ["y ~ arm + (1 + arm | person)", ["constant-in-groups: arm"]],
    ["y ~ x + arm:age + (arm:age | person)", ["constant-in-groups: arm:age"]],
    ["y ~ x + (1 | person) + (1 | person)", ["random-overlap: (1 | person)"]],
    ["y ~ x + (1 + x | person) + (1 | person)", ["random-overlap: (1 | person)"]],
    ["y ~ x + (1 | person) + (x | person)", ["random-overlap: (x | person)"]],
    ["y ~ x + (0 + half | person) + (1 | person)", ["random-overlap: (1 | person)"]],
    ["y ~ x + (1 | person) + (1 | number)", ["random-overlap: (1 | number)"]],
    ["y ~ x + (1 | school/person) + (1 | school)", ["random-overlap: (1 | school)"]],
    ["y ~ x + (half || person)", ["random-overlap: (half || person)"]],
    ["y ~ x + diag(1 + x | person) + (1 | person)", ["random-overlap: (1 | person)"]],
    ["y ~ x + diag(0 + x + half | person) + (0 + x | person)", ["random-overlap: (0 + x | person)"]],
    ["y ~ x + (0 + half | person) + homcs(0 + half | number)", ["random-overlap: homcs(0 + half | number)"]],
    ["y ~ x + diag(1 | one)", ["single-group: one"]],
    ["y ~ x + homdiag(0 + visit | person)", ["no-residual: homdiag(0 + visit | person)"]],
    ["y ~ x + (1 | person:visit)", ["no-residual: (1 | person:visit)"]],
    ["y ~ x + offset(y) + (1 | person)", ["response-on-right: y"]],
  ])("%s", (formula, findings) => {
    expect(lint(formula)).toEqual(findings);
  });

  test("a slope's variable that changes in few groups is spoken of, with their number", () => {
    const moved = { ...visits, age: visits.age.map((age, i) => (i === 3 ? age + 1 : age)) };
    const [finding] = lintFormula(parseMixedFormula("y ~ x + (age | person)"), moved);
    expect(finding).toMatchObject({ code: "constant-in-groups", data: { term: "age", constant: 9, groups: 10 } });
    const more = { ...visits, age: visits.age.map((age, i) => (i === 3 || i === 7 ? age + 1 : age)) };
    expect(lint("y ~ x + (age | person)", more)).toEqual([]);
  });
});

describe("variance components", () => {
  const lintComponents = (vcFormula: Readonly<Record<string, string>>, reFormula: string | null = "1") => {
    const model = parseModel({ formula: "y ~ x", group: columnFactor("school"), reFormula, vcFormula });
    return { model, found: lintFormula(model, visits) };
  };

  test("nested and crossed ones have nothing to remark", () => {
    expect(brief(lintComponents({ person: "0 + C(person)", x: "0 + x" }).found)).toEqual([]);
    const crossed = { person: "0 + C(person)", visit: "0 + visit" };
    const model = parseModel({ formula: "y ~ x", group: columnFactor("one"), reFormula: null, vcFormula: crossed });
    expect(lintFormula(model, visits)).toEqual([]);
  });

  test("what the design warns of is among the findings", () => {
    const { model, found } = lintComponents({ person: "C(person)", z: "0 + center(z)" });
    const { warnings } = buildDesign(model, visits);
    expect(warnings.map(({ code }) => code)).toEqual(["component-intercept", "component-state"]);
    expect(found).toEqual(warnings);
  });

  test("an aggregate that the design keeps is spoken of as the design does", () => {
    const model = parseMixedFormula("y ~ I(x - np.mean(x)) + (1 | person)");
    const { warnings } = buildDesign(model, visits);
    expect(warnings.map(({ code }) => code)).toEqual(["aggregate-kept"]);
    expect(lintFormula(model, visits)).toEqual(warnings);
    expect(lintFormula(model.fixed, visits)).toEqual([]);
  });

  test.each([
    [{ row: "0 + row" }, "1", ["no-residual: 0 + row"]],
    [{ again: "1" }, "1", ["random-overlap: 1"]],
    [{ again: "0 + x" }, "x", ["random-overlap: 0 + x"]],
    [{ a: "0 + x", b: "0 + x" }, "1", ["random-overlap: 0 + x"]],
    [{ a: "0 + half", b: "0 + visit" }, "0 + half", ["random-overlap: 0 + half"]],
  ])("%o beside %s", (components, re, findings) => {
    expect(brief(lintComponents(components, re).found)).toEqual(findings);
  });
});

test("combinations that two factors lack are not said of three again", () => {
  expect(lint("y ~ x:arm:half + arm*school*half + (1 | person)")).toEqual([
    "empty-cells: arm*school",
    "dependent-column: arm",
  ]);
});

test("a formula without random terms is linted as a fixed part", () => {
  expect(brief(lintFormula(parseFormula("y ~ time + year + person"), visits))).toEqual(["dependent-column: year"]);
});

test("a finding says what is so and what to write instead", () => {
  const of = (formula: string) => {
    const [finding] = lintFormula(parseMixedFormula(formula), visits);
    return `${finding?.message}; ${finding?.fix}`;
  };
  expect(of("y ~ C(row) + (1 | visit)")).toMatchInlineSnapshot(
    `"\`C(row)\` makes 39 columns for 40 rows; make its levels a random intercept: \`(1 | row)\`, or \`0 + C(row)\` as a variance component"`,
  );
  expect(of("y ~ x + (age | person)")).toMatchInlineSnapshot(
    `"\`age\` does not change inside any of the 10 groups of \`person\` that have several rows, so a random effect of it can hardly be told from a random intercept; leave \`age\` out of the random part"`,
  );
  expect(of("y ~ x + (1 + x | person) + (1 | person)")).toMatchInlineSnapshot(
    `"a random intercept for \`person\` is in another random term already: the data give only the sum of two variances; keep it in one of the two"`,
  );
  expect(of("y ~ arm * school + (1 | person)")).toMatchInlineSnapshot(
    `"5 of the 10 combinations of \`arm\` and \`school\` are in no row: their effects cannot be found; make one categorical variable of the combinations that occur, or leave the interaction out"`,
  );
  expect(of("y ~ person + (1 | school)")).toMatchInlineSnapshot(
    `"the fixed effects of \`person\` tell the groups of \`school\` apart, which leaves nothing for a random intercept; leave \`person\` out of the fixed part, or the random intercept"`,
  );
  expect(of("y ~ x + (1 | row)")).toMatchInlineSnapshot(
    `"a random term of \`row\` has 40 effects for 40 rows, which can hardly be told from the residuals; leave a random effect out, or group by a variable with several rows a group"`,
  );
});

/** The rank of a column-major matrix, by Gram-Schmidt on columns of unit length, twice. */
function rank(data: Float64Array, n: number): number {
  const basis: Float64Array[] = [];
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  for (let start = 0; start < data.length; start += n) {
    const column = data.slice(start, start + n);
    const size = Math.sqrt(dot(column, column));
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) {
        const along = dot(column, direction);
        for (let i = 0; i < n; i++) column[i] = column[i]! - along * direction[i]!;
      }
    }
    const rest = Math.sqrt(dot(column, column));
    if (rest > 1e-8 * size) basis.push(column.map((value) => value / rest));
  }
  return basis.length;
}

test("fixed columns that are said to be empty or to follow from others leave the matrix without full rank", () => {
  const factors = "x z time hours year visit half arm school C(time) C(visit,Sum) grade flag zero five I(time*z)";
  const factor = fc.constantFrom(...factors.split(" "));
  const formula = fc
    .tuple(fc.array(fc.tuple(factor, fc.constantFrom(" + ", ":", "*")), { maxLength: 4 }), factor, fc.boolean())
    .map(([head, last, isBare]) => `y ~ ${isBare ? "0 + " : ""}${head.flat().join("")}${last}`);
  const claims = new Set(["empty-levels", "empty-cells", "dependent-column"]);
  let made = 0;
  fc.assert(
    fc.property(formula, (text) => {
      const terms = parseFormula(text);
      const found = lintFormula(terms, visits).filter(({ code }) => claims.has(code));
      if (found.length === 0) return;
      made += 1;
      const { rhs } = buildMatrices(terms, visits);
      expect(rank(matrixRows(rhs, visits).data, 40)).toBeLessThan(rhs.names.length);
    }),
    { numRuns: 500, seed: 3 },
  );
  expect(made).toBeGreaterThan(100);
});
