import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { compileKernels } from "../../../../tools/kernels.mjs";
import { KERNELS_BASE64 } from "../../src/kernels/module.ts";

test("the committed module is what assembly/kernels.ts compiles to", async () => {
  const committed = await readFile(new URL("../../src/kernels/module.ts", import.meta.url), "utf8");
  expect(await compileKernels()).toBe(committed);
}, 60_000);

test("it is small enough for a browser's main thread and asks for nothing", () => {
  const bytes = Buffer.from(KERNELS_BASE64, "base64");
  expect(bytes.length).toBeLessThan(4096);
  expect(WebAssembly.Module.imports(new WebAssembly.Module(bytes))).toEqual([]);
});
