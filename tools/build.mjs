// Builds every package into its `dist`: one ES module by esbuild for each of its `exports`, declarations by `tsc -b`.
// `dist` is emptied first, so that no declaration of a deleted file stays behind. Of Ohm, the one library that is built
// into a package, only the part that runs goes in, with its licence beside it.
import { spawnSync } from "node:child_process";
import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { ohmLicence, ohmRuntime } from "./ohm-runtime.mjs";

/**
 * A package that exports itself under a name does so as a module can, by importing itself. Bundled, the name would be an
 * object of everything, which whoever takes one function from the package could not leave out.
 *
 * @type {import("esbuild").Plugin}
 */
const ownNamespace = {
  name: "own-namespace",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/index\.ts$/ }, () => ({ path: "./index.js", external: true }));
  },
};

/**
 * The module that imports Arquero stays one by itself, so that bundlers leave it out where no text is read.
 *
 * @type {import("esbuild").Plugin}
 */
const arqueroApart = {
  name: "arquero-apart",
  setup({ onResolve }) {
    onResolve({ filter: /\/arquero-table\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: "./arquero-table.js", external: true, sideEffects: false },
    );
  },
};

const packages = await readdir("packages");
for (const name of packages) await rm(`packages/${name}/dist`, { recursive: true, force: true });
for (const name of packages) await rm(`packages/${name}/tsconfig.tsbuildinfo`, { force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const types = spawnSync(process.execPath, [tsc, "-b"], { stdio: "inherit" });
if (types.status !== 0) process.exit(types.status ?? 1);
for (const name of packages) {
  const { dependencies = {}, exports } = JSON.parse(await readFile(`packages/${name}/package.json`, "utf8"));
  const sources = Object.values(exports).flatMap((entry) => entry["@mixedlm/source"] ?? []);
  if (name === "design") sources.push("src/arquero-table.ts");
  await build({
    entryPoints: sources.map((source) => `packages/${name}/${source}`),
    outdir: `packages/${name}/dist`,
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: Object.keys(dependencies),
    plugins: [ohmRuntime, ownNamespace, arqueroApart],
    sourcemap: true,
    logLevel: "warning",
  });
}
await copyFile(ohmLicence, "packages/formula/dist/LICENSE-ohm-js");
console.log(`built ${packages.length} packages: ${packages.join(", ")}`);
