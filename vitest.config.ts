// Tests run from source: the `@mixedlm/source` condition of every package's `exports` points at `src/index.ts`.
import { defineConfig } from "vitest/config";

const conditions = ["@mixedlm/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ["packages/*/test/**/*.test.ts", "demo/**/*.test.ts"] },
});
