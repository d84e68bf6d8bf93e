import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { type Expression, type FormulaNode, parseSyntax } from "../../src/index.ts";
import { casesOf, type ExpressionTree, expressionCases, type Tree } from "../corpus.ts";

const ATOMS = { factor: "PYTHON_EXPR", zero: "ZERO", one: "ONE", number: "NUMBER" };

function toCorpusTree(node: FormulaNode): Tree {
  if (node.kind === "operator") return [node.op, ...node.args.map(toCorpusTree)];
  if (node.kind === "bar" || node.kind === "dot") throw new Error(`patsy has no ${node.kind}`);
  return { atom: ATOMS[node.kind], text: node.text, span: node.span };
}

function toExpressionTree(node: Expression): ExpressionTree {
  switch (node.kind) {
    case "name":
      return ["name", node.name];
    case "number":
      return ["number", node.value, node.isInteger];
    case "string":
      return ["string", node.value];
    case "list":
    case "tuple":
      return [node.kind, node.items.map(toExpressionTree)];
    case "unary":
      return [node.op, toExpressionTree(node.operand)];
    case "binary":
      return [node.op, toExpressionTree(node.left), toExpressionTree(node.right)];
    case "call": {
      const keywords = node.keywords.map((keyword) => [keyword.name, toExpressionTree(keyword.value)]);
      return ["call", node.function, node.args.map(toExpressionTree), keywords];
    }
  }
}

function expressionOf(text: string): Expression {
  const { ast } = parseSyntax(text);
  const [factor] = ast.args;
  if (factor?.kind !== "factor") throw new Error(`${text} is not one factor`);
  return factor.expression;
}

describe("trees", () => {
  test.each(casesOf("parse"))("$id: `$formula` has patsy's tree and spans", ({ formula, tree }) => {
    expect(toCorpusTree(parseSyntax(formula).ast)).toEqual(tree);
  });

  test("embedded expressions are read as Python reads them", () => {
    for (const { text, tree } of expressionCases)
      expect([text, toExpressionTree(expressionOf(text))]).toEqual([text, tree]);
  });

  test("parentheses with nothing between them are an empty tuple inside an expression", () => {
    const { ast } = parseSyntax("f(k=( ))");
    expect(ast).toMatchObject({ args: [{ text: "f(k=())" }] });
    expect(toExpressionTree(expressionOf("f(k=( ))"))).toEqual(["call", "f", [], [["k", ["tuple", []]]]]);
  });

  test("outside brackets, comparisons bind looser than `//` and `%`", () => {
    expect(toExpressionTree(expressionOf("n % 2 == m // 3"))).toEqual([
      "==",
      ["%", ["name", "n"], ["number", 2, true]],
      ["//", ["name", "m"], ["number", 3, true]],
    ]);
  });

  test("a bracket after the start of an expression belongs to the expression", () => {
    expect(expressionOf("x > (z + 1)")).toMatchObject({ kind: "binary", op: ">", right: { op: "+", span: [4, 11] } });
  });

  test("names of columns that objects of the language have are plain names", () => {
    expect(expressionOf("__proto__")).toEqual({ kind: "name", name: "__proto__", span: [0, 9] });
    expect(expressionOf("constructor")).toEqual({ kind: "name", name: "constructor", span: [0, 11] });
  });
});

describe("spans", () => {
  test("count code points, not UTF-16 units", () => {
    const { ast } = parseSyntax("𝑦 ~ f('😀') + 𝑥");
    expect(ast).toMatchObject({
      span: [0, 14],
      args: [
        { text: "𝑦", span: [0, 1] },
        {
          args: [{ span: [4, 10], expression: { functionSpan: [4, 5], args: [{ span: [6, 9] }] } }, { span: [13, 14] }],
        },
      ],
    });
  });

  test("refer to the trimmed text, with newlines as blanks", () => {
    expect(parseSyntax("\n y ~\r\n x ").source).toBe("y ~   x");
  });

  test("parentheses widen the span of what they hold", () => {
    expect(parseSyntax("(a + b)").ast.span).toEqual([0, 7]);
    expect(parseSyntax("y ~ ((x))").ast).toMatchObject({ args: [{}, { text: "x", span: [4, 9] }] });
  });

  test("name functions, keyword arguments and operands", () => {
    expect(expressionOf("np.log(x, base=2)")).toMatchObject({
      functionSpan: [0, 6],
      args: [{ span: [7, 8] }],
      keywords: [{ name: "base", span: [10, 16], value: { span: [15, 16] } }],
    });
  });
});

test("a formula is parsed once and remembered", () => {
  expect(parseSyntax("y ~ a + b + remembered")).toBe(parseSyntax("y ~ a + b + remembered"));
});

test("a page that forbids evaluation of strings can parse", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: 'export { parseSyntax } from "./syntax/parse.ts";',
      resolveDir: new URL("../../src", import.meta.url).pathname,
    },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "formula",
  });
  const script = `${outputFiles[0]?.text}; JSON.stringify(formula.parseSyntax("y ~ np.log(x)").ast)`;
  const context = { contextCodeGeneration: { strings: false, wasm: false } };
  expect(JSON.parse(runInNewContext(script, {}, context))).toEqual(parseSyntax("y ~ np.log(x)").ast);
  expect(() => runInNewContext('Function("return 1")', {}, context)).toThrow("Code generation from strings disallowed");
});
