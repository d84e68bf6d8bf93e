// Runs a TypeScript program of this workspace from source: `node tools/run.mjs demo/demo.ts [arguments]`.
// esbuild bundles it with the packages' sources, so no build has to come first and Node 20 needs no loader.
import { mkdir } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const entry = process.argv[2];
if (entry === undefined) throw new Error("usage: node tools/run.mjs FILE.ts [arguments]");
const outdir = resolve("node_modules/.cache/mixedlm");
await mkdir(outdir, { recursive: true });
const outfile = resolve(outdir, `${basename(entry, ".ts")}.mjs`);
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  conditions: ["@mixedlm/source"],
  sourcemap: "inline",
  logLevel: "warning",
});
process.argv.splice(1, 2, outfile);
await import(pathToFileURL(outfile).href);
