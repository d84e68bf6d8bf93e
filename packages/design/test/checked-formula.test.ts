// The compiler itself at work on formulas: what it says of a wrong name, and that it refuses none of the corpus.
// What it makes of single forms is in checked-formula.test-d.ts.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const types = fileURLToPath(new URL("../src/checked-formula.ts", import.meta.url));
const fixtures = new URL("../../../fixtures/formula/", import.meta.url);

/** Messages of the compiler for a text that may use `CheckedFormula`, each with the number of its line from 1. */
function compile(lines: readonly string[]): [line: number, message: string][] {
  const file = fileURLToPath(new URL("formulas.ts", import.meta.url));
  const text = [`import type { CheckedFormula } from ${JSON.stringify(types)};`, ...lines].join("\n");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es5.d.ts"],
    types: [],
    module: ts.ModuleKind.Preserve,
    allowImportingTsExtensions: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, target) =>
    name === file ? ts.createSourceFile(name, text, target) : getSourceFile(name, target);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file)!;
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    return [line, ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")];
  });
}

const check = "declare function check<F extends string, D>(formula: CheckedFormula<F, D>, data: D): void;";

test("the compiler's message names the wrong column and lists the columns", () => {
  const table = "interface Pig { Weight: number; Time: number }";
  const call = 'check("Weight ~ Tme", [] as Pig[]);';
  expect(compile([check, table, call])).toEqual([
    [
      3,
      "Argument of type 'string' is not assignable to parameter of type " +
        `'{ "no column": "Tme"; columns: "Weight" | "Time"; }'.`,
    ],
  ]);
});

interface Case {
  readonly kind: string;
  readonly formula: string;
  readonly dataset: string;
  readonly code?: string;
  readonly rhs?: unknown;
}

const { cases } = JSON.parse(readFileSync(new URL("cases.json", fixtures), "utf8")) as { cases: Case[] };

/** Compiles one call a formula; returns the formulas that are refused. */
function refused(formulas: readonly Case[]): string[] {
  const datasets = [...new Set(formulas.map(({ dataset }) => dataset))];
  const tables = datasets.map((dataset) => {
    const [header] = readFileSync(new URL(`data/${dataset}.csv`, fixtures), "utf8").split("\n");
    const columns = header!
      .trim()
      .split(",")
      .map((name) => `${JSON.stringify(name)}: number[]`);
    return `declare const ${dataset}: { ${columns.join("; ")} };`;
  });
  const calls = formulas.map(({ formula, dataset }) => `check(${JSON.stringify(formula)}, ${dataset});`);
  const first = tables.length + 2;
  return compile([check, ...tables, ...calls]).map(([line]) => formulas[line - first]!.formula);
}

test("no formula of the corpus that has a meaning is refused", () => {
  const right = cases.filter(({ kind, rhs }) => (kind === "design" && rhs !== undefined) || kind === "newdata");
  const distinct = [...new Map(right.map((given) => [`${given.dataset}: ${given.formula}`, given])).values()];
  expect(distinct.length).toBeGreaterThan(600);
  expect(refused(distinct)).toEqual([]);
}, 60_000);

test("formulas of the corpus with an unknown name are refused, except in quotes", () => {
  const wrong = cases.filter(({ code }) => code === "unknown-name");
  expect(refused(wrong)).toEqual(wrong.map(({ formula }) => formula).filter((formula) => !formula.includes("Q(")));
}, 60_000);
