import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  columnFactor,
  type ModelFormula,
  type NewColumn,
  parseMixedFormula,
  parseModel,
  type StatsmodelsArguments,
  type Target,
  type TranslateOptions,
  translate,
} from "../../src/index.ts";
import { covarianceSpaces, type SmallTable } from "../covariances.ts";

interface Case {
  readonly id: string;
  readonly categories: readonly string[];
  readonly constants?: readonly string[];
  readonly mixed?: string;
  readonly lme4: string;
  readonly lme4_of_arguments?: string;
  readonly statsmodels: readonly string[];
  readonly arguments: StatsmodelsArguments;
}

type LogLikelihoods = Readonly<Record<string, { readonly llf: number; readonly optimum?: number }>>;

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/translations/${name}.json`, import.meta.url), "utf8"));
const { cases } = read("cases") as { cases: readonly Case[] };

const modelOf = ({ formula, groups, re_formula, vc_formula }: StatsmodelsArguments): ModelFormula =>
  parseModel({ formula, group: columnFactor(groups), reFormula: re_formula, vcFormula: vc_formula });

/** What a translation says, or the text that its error underlines. */
function said(model: ModelFormula, to: Target, options?: TranslateOptions): string {
  const result = translate(model, to, options);
  if (result.ok) return result.to === "statsmodels" ? result.text : result.formula;
  const { source, span, code } = result.error;
  expect(code).toBe("untranslatable");
  return `no: ${[...(source ?? "")].slice(...(span ?? [0, 0])).join("")}`;
}

describe("models that statsmodels and lme4 fit alike", () => {
  test.each(cases)(
    "$id: `$lme4` becomes the call of statsmodels",
    ({ mixed, lme4, statsmodels, categories, ...it }) => {
      const result = translate(parseMixedFormula(mixed ?? lme4), "statsmodels", { categories });
      if (!result.ok) throw result.error;
      expect([result.text, result.arguments]).toEqual([statsmodels.join("\n"), it.arguments]);
    },
  );

  test.each(cases)("$id: the call of statsmodels becomes `$lme4`", ({ lme4, lme4_of_arguments, categories, ...it }) => {
    const options = { categories, constants: it.constants ?? [] };
    expect(said(modelOf(it.arguments), "lme4", options)).toBe(lme4_of_arguments ?? lme4);
  });

  test("have the same maximum of the likelihood", () => {
    const statsmodels = read("statsmodels-0.13.5") as LogLikelihoods;
    const lme4 = read("lme4-1.1-31") as LogLikelihoods;
    const stopsShort: string[] = [];
    for (const { id } of cases) {
      const { llf, optimum = Number.NaN } = statsmodels[id]!;
      expect([id, Math.abs(lme4[id]!.llf - optimum) < 1e-9]).toEqual([id, true]);
      if (Math.abs(llf - optimum) > 1e-6) stopsShort.push(id);
    }
    expect(stopsShort).toEqual(["quadratic", "slope-of-pasted", "slope-apart"]);
  });
});

// Columns of numbers in general position, and categories that are nested, crossed and repeated.
const rows = Array.from({ length: 16 }, (_, i) => i);
const labels = (letters: string) => [...letters.replaceAll(" ", "")];
const TABLE: SmallTable = new Map<string, readonly number[] | readonly string[]>([
  ["x", [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3]],
  ["z", [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5]],
  ["a", labels("pppppppp qqqqqqqq")],
  ["b", labels("uuuvvvww uuvvvwww")],
  ["c", labels("rsrsrstt rsttrsrs")],
  ["f", labels("mnmnmnmn nmnnmmnm")],
  ["all", rows.map(() => 1)],
]);
const OPTIONS: TranslateOptions = { categories: ["b", "c", "f"], constants: ["all"], columns: [...TABLE.keys()] };

function withColumns(columns: readonly NewColumn[]): SmallTable {
  const added = columns.map((column) => {
    const values = rows.map((i) =>
      column.kind === "constant" ? "1" : column.of.map((name) => TABLE.get(name)?.[i]).join(":"),
    );
    return [column.name, values] as const;
  });
  return new Map([...TABLE, ...added]);
}

const bar = fc
  .tuple(
    fc.constantFrom("1", "x", "0 + x", "x + z", "0 + x:z", "0 + f", "f", "0 + {x^2}", "0 + center(x)", "0 + f:x"),
    fc.constantFrom("|", "|", "||"),
    fc.constantFrom("a", "a", "a", "b", "a:b", "b:a", "a/b", "a/b/c", "c", "C(a)"),
  )
  .map((parts) => `(${parts.join(" ")})`);
const structured = fc
  .tuple(
    fc.constantFrom("us", "diag", "diag", "homdiag", "homdiag"),
    fc.constantFrom("1", "x", "0 + x", "x + z", "0 + x:z", "0 + f", "f", "0 + {x^2}", "0 + center(x)", "0 + f:x"),
    fc.constantFrom("a", "a", "b", "a:b", "a/b", "c", "C(a)"),
    fc.boolean(),
  )
  .map(([name, left, group, isArgument]) =>
    isArgument && name === "homdiag" ? `diag(${left} | ${group}, hom = TRUE)` : `${name}(${left} | ${group})`,
  );
const structuredModel = fc
  .tuple(structured, fc.array(fc.oneof(structured, bar), { maxLength: 2 }))
  .map(([first, more]) => parseMixedFormula(`y ~ x + ${[first, ...more].join(" + ")}`));
const mixedModel = fc
  .array(bar, { minLength: 1, maxLength: 3 })
  .map((bars) => parseMixedFormula(`y ~ x + ${bars.join(" + ")}`));

const COMPONENTS =
  "1,0 + x,0 + x:z,0 + C(b),0 + b,0 + C(b):x,0 + C(b):C(c),0 + C(c):C(b):x,0 + I(x ** 2),0 + x + z,x,0 + center(x)".split(
    ",",
  );
const statsmodelsModel = fc
  .record({
    groups: fc.constantFrom("a", "a", "b", "all"),
    re_formula: fc.constantFrom(null, "1", "1 + x", "0 + x", "0 + f", "1 + x + z", "0 + center(x)"),
    texts: fc.uniqueArray(fc.constantFrom(...COMPONENTS), { maxLength: 3 }),
  })
  .map(({ texts, ...rest }) => {
    const components = texts.map((text, i) => [`v${i}`, text]);
    return modelOf({
      formula: "y ~ x",
      ...rest,
      vc_formula: texts.length === 0 ? null : Object.fromEntries(components),
    });
  });
const anyModel = fc.oneof(mixedModel, structuredModel, statsmodelsModel);

/** The arguments, with the components' texts for themselves: their names are not part of the model. */
function argumentsOf(model: ModelFormula): unknown {
  const result = translate(model, "statsmodels", OPTIONS);
  return result.ok && { ...result.arguments, vc_formula: Object.values(result.arguments.vc_formula ?? {}).sort() };
}

describe("of random models", () => {
  test("the translation to statsmodels has random terms that make the same covariance matrices", () => {
    let translated = 0;
    fc.assert(
      fc.property(anyModel, (model) => {
        const result = translate(model, "statsmodels", OPTIONS);
        if (!result.ok) return;
        translated += 1;
        const table = withColumns(result.newColumns);
        expect([result.text, covarianceSpaces(modelOf(result.arguments), table)]).toEqual([
          result.text,
          covarianceSpaces(model, TABLE),
        ]);
      }),
      { numRuns: 400, seed: 10 },
    );
    expect(translated).toBeGreaterThan(200);
  });

  test("the translation to lme4 has random terms that make the same covariance matrices", () => {
    let translated = 0;
    fc.assert(
      fc.property(anyModel, (model) => {
        const result = translate(model, "lme4", OPTIONS);
        if (!result.ok) return;
        translated += 1;
        const { formula } = result;
        const readable = parseMixedFormula(formula.replaceAll("scale(x, scale = FALSE)", "center(x)"));
        expect([formula, covarianceSpaces(readable, TABLE)]).toEqual([formula, covarianceSpaces(model, TABLE)]);
      }),
      { numRuns: 400, seed: 11 },
    );
    expect(translated).toBeGreaterThan(200);
  });

  test("bars always have a translation to lme4 and MixedModels.jl, unless a column is not theirs", () => {
    fc.assert(
      fc.property(mixedModel, (model) => {
        expect(said(model, "lme4", OPTIONS)).not.toMatch(/^no: /);
        expect(said(model, "MixedModels.jl", OPTIONS)).not.toMatch(/^no: (?!center)/);
      }),
      { numRuns: 200, seed: 12 },
    );
  });

  test("structures always have a translation to lme4, with the same covariance matrices", () => {
    fc.assert(
      fc.property(structuredModel, (model) => {
        const result = translate(model, "lme4", OPTIONS);
        if (!result.ok) throw result.error;
        const readable = parseMixedFormula(result.formula.replaceAll("scale(x, scale = FALSE)", "center(x)"));
        expect(covarianceSpaces(readable, TABLE)).toEqual(covarianceSpaces(model, TABLE));
      }),
      { numRuns: 200, seed: 15 },
    );
  });

  test("the arguments of statsmodels are the same by way of lme4's formula", () => {
    let compared = 0;
    fc.assert(
      fc.property(anyModel, (model) => {
        const there = translate(model, "lme4", OPTIONS);
        if (!there.ok) return;
        compared += 1;
        expect([there.formula, argumentsOf(parseMixedFormula(there.formula))]).toEqual([
          there.formula,
          argumentsOf(model),
        ]);
      }),
      { numRuns: 400, seed: 13 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  test("a translation to statsmodels is its own translation", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const result = translate(model, "statsmodels", OPTIONS);
        if (result.ok) expect(argumentsOf(modelOf(result.arguments))).toEqual(argumentsOf(model));
      }),
      { numRuns: 400, seed: 14 },
    );
  });
});
