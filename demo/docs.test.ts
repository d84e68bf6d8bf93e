import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withExamples } from "../tools/docs/examples.ts";

test.each(["docs/formulas.md", "docs/patsy.md"])("%s shows what the code gives (`pnpm examples` writes it)", (path) => {
  const page = readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  expect(withExamples(page)).toBe(page);
  expect(page).toContain("```text");
});
