// Compiles packages/linalg/assembly/kernels.ts to WebAssembly and writes its bytes, as base64, into
// packages/linalg/src/kernels/module.ts: `pnpm kernels`. A test compares the committed file with what comes out here.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("../packages/linalg/", import.meta.url));

/** The generated file as text. */
export async function compileKernels() {
  const files = new Map();
  const { error, stderr } = await asc.main(
    [
      "assembly/kernels.ts",
      ...["--baseDir", root, "--outFile", "kernels.wasm"],
      ...[
        "--runtime",
        "stub",
        "--initialMemory",
        "1",
        "--enable",
        "simd",
        "--optimizeLevel",
        "3",
        "--shrinkLevel",
        "1",
        "--noAssert",
      ],
      ...["--use", "abort="],
    ],
    { writeFile: (name, contents) => void files.set(name, contents) },
  );
  if (error !== null) throw new Error(`assemblyscript: ${error.message}\n${stderr.toString()}`);
  const base64 = Buffer.from(files.get("kernels.wasm")).toString("base64");
  return `// Written by \`pnpm kernels\` from assembly/kernels.ts; not to be edited. The WebAssembly module as base64, so that it
// travels inside the bundle and nothing is fetched.

/** The bytes of the module, base64. */
export const KERNELS_BASE64: string =
  "${base64}";
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await compileKernels();
  await writeFile(new URL("src/kernels/module.ts", `file://${root}`), text);
  console.log(`written: packages/linalg/src/kernels/module.ts, ${text.length} characters`);
}
