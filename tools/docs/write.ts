// Writes the examples of the documentation again: `pnpm examples`. See `examples.ts` and `programs.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { withExamples } from "./examples.ts";
import { withOutputs } from "./programs.ts";

for (const path of ["docs/formulas.md", "docs/lmm.md", "docs/patsy.md"])
  writeFileSync(path, withExamples(readFileSync(path, "utf8")));
for (const path of [
  "docs/diagnostics.md",
  "docs/inference.md",
  "docs/linear-mixed-effects-models.md",
  "docs/lmm.md",
  "docs/marginal-means.md",
  "docs/prediction.md",
  "docs/statsmodels.md",
  "docs/variance-component-analysis.md",
])
  writeFileSync(path, withOutputs(readFileSync(path, "utf8"), path));
