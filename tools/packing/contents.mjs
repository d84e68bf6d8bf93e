// A tarball -> what is wrong with it, as sentences: files that should not be there or are missing, a manifest that says
// something else than the files, paths of this machine, and what publint and attw object to. The packages are ES modules
// only, so attw's remarks on `require` and on TypeScript's oldest resolution are left out.
// No sources are packed: the maps hold them, so traces lead to TypeScript, and declarations have no maps that would need
// them.
import { posix } from "node:path";
import { checkPackage } from "@arethetypeswrong/core";
import { publint } from "publint";

/** @typedef {import("./tarballs.mjs").Tarball} Tarball */

const ALLOWED = /^(?:dist\/[\w./-]+\.(?:js|js\.map|d\.ts)|dist\/LICENSE-[\w-]+|package\.json|README\.md|LICENSE)$/;
const TEST = /(?:^|\/)(?:test|tests|fixtures)\/|\.test\.|\.test-d\./;
const MACHINE_PATH = /file:\/\/|\/(?:home|Users)\/\w|\b[A-Z]:\\\\?Users\b/;
/** As esbuild and tsc write imports: the whole statement, or its last line; in declarations also as part of a type. */
const IMPORT = /(?:^(?:import |export |\} ).*?from |\bimport\()"([^"\n]+)"/gm;
const ESM_ONLY_IGNORES = new Set(["node10", "node16-cjs"]);

/** @param {Tarball} tarball @returns {Promise<string[]>} */
export async function contentFaults(tarball) {
  const faults = [
    ...fileFaults(tarball),
    ...manifestFaults(tarball),
    ...mapFaults(tarball),
    ...importFaults(tarball),
    ...(await publintFaults(tarball)),
    ...(await typeFaults(tarball)),
  ];
  return faults.map((fault) => `${tarball.name}: ${fault}`);
}

function fileFaults({ files }) {
  const faults = [];
  for (const [path, text] of files) {
    if (!ALLOWED.test(path) || TEST.test(path)) faults.push(`${path} should not be packed`);
    if (text.includes(process.cwd()) || MACHINE_PATH.test(text)) faults.push(`${path} holds a path of this machine`);
  }
  for (const path of ["README.md", "LICENSE"]) if (!files.has(path)) faults.push(`${path} is missing`);
  return faults;
}

function manifestFaults({ files, manifest }) {
  const faults = [];
  const { dependencies = {}, engines, keywords = [], exports } = manifest;
  const asked = { license: "MIT", type: "module", sideEffects: false, files: ["dist"] };
  for (const [field, value] of Object.entries(asked)) {
    if (JSON.stringify(manifest[field]) !== JSON.stringify(value))
      faults.push(`${field} is not ${JSON.stringify(value)}`);
  }
  if (!manifest.description) faults.push("there is no description");
  if (keywords.length === 0) faults.push("there are no keywords");
  if (!engines?.node) faults.push("engines.node is missing");
  for (const [name, version] of Object.entries(dependencies)) {
    if (!/^[~^]?\d/.test(version)) faults.push(`the version of ${name} is ${version}`);
  }
  for (const [entry, target] of Object.entries(exports)) {
    if (entry === "./package.json") continue;
    // types come first, or a compiler stops at the condition before
    if (Object.keys(target).join() !== "types,default") faults.push(`exports["${entry}"] is ${JSON.stringify(target)}`);
    for (const path of Object.values(target)) {
      if (!files.has(posix.normalize(path))) faults.push(`exports["${entry}"] names ${path}, which is not packed`);
    }
  }
  return faults;
}

/** Maps name files relative to themselves and hold their text. */
function mapFaults({ files }) {
  const faults = [];
  for (const [path, text] of files) {
    if (!path.endsWith(".js.map")) continue;
    const { sources, sourcesContent = [] } = JSON.parse(text);
    for (const [at, source] of sources.entries()) {
      if (/^(?:\w+:|\/)/.test(source)) faults.push(`${path} names ${source}`);
      if (typeof sourcesContent[at] !== "string") faults.push(`${path} lacks the text of ${source}`);
    }
  }
  return faults;
}

/** Dependencies that hold another's dependency at a version, and why. */
const PINNED = { "@uwdata/flechette": "arquero takes any 2.x, and 2.7 asks for a package that there is not" };

/** What files import is packed or a dependency, and each dependency is imported. */
function importFaults({ files, manifest }) {
  const faults = [];
  const dependencies = Object.keys(manifest.dependencies ?? {});
  const used = new Set();
  for (const [path, text] of files) {
    if (!/\.(?:js|d\.ts)$/.test(path)) continue;
    for (const [, specifier] of text.matchAll(IMPORT)) {
      if (specifier.startsWith(".")) {
        const target = posix.join(posix.dirname(path), specifier).replace(/(?<!\.d)\.ts$/, ".d.ts");
        if (path.endsWith(".d.ts") && !files.has(target))
          faults.push(`${path} imports ${specifier}, which is not packed`);
      } else {
        used.add(dependencies.find((name) => specifier === name || specifier.startsWith(`${name}/`)) ?? specifier);
      }
    }
  }
  for (const name of used) if (!dependencies.includes(name)) faults.push(`${name} is imported and no dependency`);
  for (const name of dependencies)
    if (!used.has(name) && !(name in PINNED)) faults.push(`${name} is a dependency and never imported`);
  return faults;
}

async function publintFaults({ data }) {
  const tarball = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const { messages } = await publint({ pack: { tarball }, strict: true });
  return messages.map(({ code, path, args }) => `publint: ${code} at ${path.join(".")} ${JSON.stringify(args)}`);
}

async function typeFaults({ contents }) {
  const { problems = [] } = await checkPackage(contents);
  const ours = problems.filter(({ resolutionKind }) => !ESM_ONLY_IGNORES.has(resolutionKind));
  return ours.map((problem) => `attw: ${JSON.stringify(problem)}`);
}
