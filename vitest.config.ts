// Tests run from source: the `@mixedlm/source` condition of every package's `exports` points at `src/index.ts`.
// With CI set, the results are written to `test-report.json` as well, from which `.ci/run` counts.
import { defineConfig } from "vitest/config";

const conditions = ["@mixedlm/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 30_000, // tests that compute for a second take many on a busy machine
    include: ["packages/*/test/**/*.test.ts", "demo/**/*.test.ts"],
    reporters: process.env.CI ? ["default", ["json", { outputFile: "test-report.json" }]] : ["default"],
  },
});
