// Writes the examples of the documentation again: `pnpm examples`. See `examples.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { withExamples } from "./examples.ts";

for (const path of ["docs/formulas.md", "docs/lmm.md", "docs/patsy.md"])
  writeFileSync(path, withExamples(readFileSync(path, "utf8")));
