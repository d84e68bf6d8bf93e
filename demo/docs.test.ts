import { readFileSync } from "node:fs";
import { buildDesign, designRows } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { pupils, withExamples } from "../tools/docs/examples.ts";

test.each(["docs/formulas.md", "docs/patsy.md"])("%s shows what the code gives (`pnpm examples` writes it)", (path) => {
  const page = readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  expect(withExamples(page)).toBe(page);
  expect(page).toContain("```text");
});

test("a design that went through JSON makes the columns of other pupils", () => {
  const model = parseMixedFormula("score ~ center(hours) + (1 | school)");
  const text = JSON.stringify(buildDesign(model, pupils, { missing: "drop" }));
  const others = { hours: [4, 45 / 11], school: ["A", "D"] };
  const { X, codes } = designRows(JSON.parse(text), others, 0, undefined, { response: false, newGroups: "code" });
  expect([...codes]).toEqual([0, -1]);
  expect([...X.subarray(0, 2)]).toEqual([1, 1]);
  expect(X[2]).toBeCloseTo(-1 / 11, 14);
  expect(X[3]).toBeCloseTo(0, 14);
});
