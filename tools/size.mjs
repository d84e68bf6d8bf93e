// The built packages -> what a browser downloads of them: programs that import one thing or everything are bundled and
// minified as an application would be, Arquero apart, and compressed. Each is compared with what `budgets.json` records:
// more than a hundredth above it is an error, so growth is decided and not drifted into. `--record` records what is
// measured now. `asked` are the sizes that were once asked for, kept to say by how much they are missed.
import { readFile, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const BUDGETS = new URL("budgets.json", import.meta.url);
const TOLERANCE = 1.01;
const LIBRARIES = ["arquero"];
const BELOW = ["formula", "design", "moments", "linalg", "optimize", "report"].map((name) => `@mixedlm/${name}`);
const OWN_ONLY = [...BELOW, ...LIBRARIES];

/** What is measured: the program, and what of it is not bundled. Who reads no text gets no Arquero either way. */
const PROGRAMS = {
  lmm: { program: 'export { lmm } from "mixedlm"', external: [] },
  "lmm and summary": { program: 'export { lmm, summary } from "mixedlm"', external: [] },
  "all of mixedlm": { program: 'export * from "mixedlm"', external: LIBRARIES },
  "smf.mixedlm": { program: 'export { mixedlm } from "@mixedlm/smf"', external: [] },
  "all of smf": { program: 'export * from "@mixedlm/smf"', external: LIBRARIES },
  "all of formula": { program: 'export * from "@mixedlm/formula"', external: LIBRARIES },
  "all of design": { program: 'export * from "@mixedlm/design"', external: LIBRARIES },
  "mixedlm's own code, lmm": { program: 'export { lmm } from "mixedlm"', external: OWN_ONLY },
  "mixedlm's own code, all": { program: 'export * from "mixedlm"', external: OWN_ONLY },
  "smf's own code, all": { program: 'export * from "@mixedlm/smf"', external: ["mixedlm", ...OWN_ONLY] },
};
/** Of these the packages that the entry is made of are listed, too. */
const WITH_SHARES = ["lmm", "all of mixedlm", "all of smf"];

const { asked, recorded } = JSON.parse(await readFile(BUDGETS, "utf8"));
const measured = {};
const faults = [];
const number = (value) => (value / 1000).toFixed(1).padStart(8);
console.log(`KB${" ".repeat(24)}raw    gzip  brotli  gzip recorded`);
for (const [name, entry] of Object.entries(PROGRAMS)) {
  const { raw, gzip, brotli, shares } = await sizes(entry);
  measured[name] = { raw, gzip, brotli };
  const before = recorded[name]?.gzip;
  console.log(name.padEnd(24) + [raw, gzip, brotli, before ?? Number.NaN].map(number).join(""));
  if (WITH_SHARES.includes(name)) console.log(`  raw: ${shares}`);
  if (asked[name] !== undefined)
    console.log(`  asked: ${asked[name] / 1000} KB gzip, ${(gzip / asked[name]).toFixed(2)} times that`);
  if (gzip * TOLERANCE < before) console.log("  smaller than recorded: run with --record, and it stays so");
  if (!(gzip <= TOLERANCE * before)) faults.push(`${name} has ${gzip} bytes by gzip, recorded are ${before}`);
}
if (process.argv.includes("--record")) {
  await writeFile(BUDGETS, `${JSON.stringify({ asked, recorded: measured }, null, 2)}\n`);
} else {
  for (const fault of faults) console.error(`size: ${fault}; make it smaller, or run with --record and say why`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

async function sizes({ program, external }) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    external,
    legalComments: "none",
    metafile: true,
    write: false,
  });
  const [{ contents }] = outputFiles;
  return {
    raw: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    brotli: brotliCompressSync(contents).length,
    shares: sharesOf(Object.values(metafile.outputs)[0].inputs),
  };
}

/** `mixedlm 143, design 101`: KB before compression, the largest first. */
function sharesOf(inputs) {
  const shares = new Map();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /packages\/(\w+)/.exec(path)?.[1] ?? /([\w@+-]+)@[\d.]+\/node_modules\//.exec(path)?.[1];
    if (name !== undefined) shares.set(name, (shares.get(name) ?? 0) + bytesInOutput);
  }
  const sorted = [...shares].sort(([, a], [, b]) => b - a);
  return sorted.map(([name, bytes]) => `${name} ${(bytes / 1000).toFixed(0)}`).join(", ");
}
