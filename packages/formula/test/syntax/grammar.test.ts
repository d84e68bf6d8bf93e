// `grammar.ohm` and the bundle that is made of it and committed beside it.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const source = fileURLToPath(new URL("../../src/syntax/", import.meta.url));
const ohm = fileURLToPath(new URL("../../node_modules/.bin/ohm", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "grammar-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the compiled grammar in src is the one that `grammar.ohm` compiles to", () => {
  copyFileSync(join(source, "grammar.ohm"), join(folder, "grammar.ohm"));
  execFileSync(ohm, ["generateBundles", "--withTypes", "--esm", "grammar.ohm"], { cwd: folder });
  for (const file of ["grammar.ohm-bundle.js", "grammar.ohm-bundle.d.ts"]) {
    const isCurrent = readFileSync(join(source, file)).equals(readFileSync(join(folder, file)));
    expect(isCurrent, `${file} is stale: run the script "grammar" of this package`).toBe(true);
  }
});
