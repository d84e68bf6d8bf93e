// Writes the examples of the documentation again: `pnpm examples`, or `pnpm examples docs/lmm.md` for some pages. See
// `examples.ts` and `programs.ts`.
import { writeFileSync } from "node:fs";
import { withExamples } from "./examples.ts";
import { pagePaths, readPage } from "./pages.ts";
import { withOutputs } from "./programs.ts";

const asked = process.argv.slice(2);
for (const path of asked.length > 0 ? asked : pagePaths()) {
  const page = readPage(path);
  const written = await withOutputs(withExamples(page), path);
  if (written !== page) writeFileSync(path, written);
}
