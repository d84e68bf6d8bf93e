// The main job, on real data: formulas in, statsmodels' tables out. `npx -y pnpm@12 demo` runs it.
import { readFileSync } from "node:fs";
import { examples, nativeExample } from "./examples.ts";

for (const { what, dataset, call, run } of examples) {
  const result = run(readFileSync(`fixtures/${dataset}/data.csv`, "utf8"));
  console.log(`# ${what}\n> ${call}\n`);
  console.log(String(result.summary()));
  for (const { category, message } of result.warnings) console.log(`${category}: ${message}\n`);
}

const { what, dataset, call, run } = nativeExample;
console.log(`# ${what}\n> ${call}\n`);
console.log(String(run(readFileSync(`fixtures/${dataset}/data.csv`, "utf8"))));
