import { expect, test } from "vitest";
import { parseSyntax, printSyntax } from "../../src/index.ts";
import { addedOperands } from "../../src/terms/added-operands.ts";

test.each([
  ["a", ["a"]],
  ["a + b - c + d", ["a", "b", "d"]],
  ["(a + (b - c)) + d", ["a", "b", "d"]],
  ["+a + b*c - d", ["a"]],
  ["a + (b + c)**2 + d:e", ["a"]],
  ["-a + b", ["b"]],
  ["a + (1 | g) + . + 0", ["a", "(1 | g)", ".", "0"]],
])("of `%s` are %j, and nothing inside other operators", (text, expected) => {
  const [right] = parseSyntax(text, "extended").ast.args;
  const found = addedOperands(right!).map((node) => printSyntax(node));
  expect(found).toEqual(expected);
});
