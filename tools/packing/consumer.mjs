// Tarballs -> what goes wrong for someone who installs them, as sentences. A project is made in a temporary folder:
// the unpacked tarballs, `consumer.ts` and the example of each package's README. An old and the present TypeScript
// compile it, strictly and with every declaration checked, while no other library and no types of Node are there;
// then it runs in plain Node, with third-party libraries linked from the workspace, and what it prints is compared.
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** @typedef {import("./tarballs.mjs").Tarball} Tarball */

const COMPILERS = ["typescript-5.4", "typescript"];
const RESOLUTIONS = {
  nodenext: { module: "NodeNext", moduleResolution: "NodeNext" },
  bundler: { module: "ESNext", moduleResolution: "Bundler" },
};
const DATA = "fixtures/dietox/data.csv";
const SUMMARY = "fixtures/dietox/expected/statsmodels-0.13.5/intercept-reml.txt";
const LME4 = "fixtures/dietox/expected/lme4-1.1-31/intercept-reml.json";

/** @param {readonly Tarball[]} tarballs @returns {Promise<string[]>} */
export async function consumerFaults(tarballs) {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "consumer-"));
  try {
    const examples = await writeProject(folder, tarballs);
    const compiled = compileFaults(folder);
    if (compiled.length > 0) return compiled;
    await linkLibraries(folder, tarballs);
    return [...importFaults(folder, tarballs), ...(await programFaults(folder)), ...exampleFaults(folder, examples)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Writes the project; returns the examples of READMEs, each with what it should print. */
async function writeProject(folder, tarballs) {
  const write = async (path, text) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  for (const { manifest, files } of tarballs)
    for (const [path, text] of files) await write(join("node_modules", manifest.name, path), text);
  await write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
  await copyFile("tools/packing/consumer.ts", join(folder, "consumer.ts"));
  const examples = tarballs.map(({ manifest, files }) => {
    const readme = files.get("README.md") ?? "";
    const [, code = "", printed = ""] = /```ts\n(.*?)```\s*```\n(.*?)```/s.exec(readme) ?? [];
    return { package: manifest.name, file: `readme-${manifest.name.split("/").at(-1)}`, code, printed };
  });
  for (const { file, code } of examples) await write(`${file}.ts`, code);
  const entries = tarballs.flatMap(({ manifest }) => entriesOf(manifest));
  await write("entries.ts", entries.map((entry, at) => `export * as entry${at} from "${entry}";\n`).join(""));
  for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
    const compilerOptions = {
      ...resolution,
      target: "ES2022",
      lib: ["ES2022", "DOM"],
      types: [],
      strict: true,
      skipLibCheck: false,
      rootDir: ".",
      outDir: "out",
    };
    await write(`${name}.json`, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  }
  return examples;
}

/** `@mixedlm/smf`, `@mixedlm/smf/names`: what a program may import. */
function entriesOf({ name, exports }) {
  return Object.keys(exports).flatMap((entry) => (entry === "./package.json" ? [] : [name + entry.slice(1)]));
}

function compileFaults(folder) {
  const faults = [];
  for (const compiler of COMPILERS) {
    const tsc = createRequire(import.meta.url).resolve(`${compiler}/bin/tsc`);
    for (const name of Object.keys(RESOLUTIONS)) {
      const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", `${name}.json`], {
        cwd: folder,
        encoding: "utf8",
      });
      if (status !== 0) faults.push(`${compiler}, ${name}:\n${stdout}`);
    }
  }
  return faults;
}

/** Links each library that a package of the workspace depends on from where pnpm has put it. */
async function linkLibraries(folder, tarballs) {
  const ours = new Set(tarballs.map(({ manifest }) => manifest.name));
  for (const { manifest } of tarballs) {
    const source = join("packages", manifest.name.split("/").at(-1), "node_modules");
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      if (ours.has(name)) continue;
      const link = join(folder, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(await realpath(join(source, name)), link, "junction").catch((error) => {
        if (error.code !== "EEXIST") throw error;
      });
    }
  }
}

/** Every entry of every package is imported by a process of its own, so that none rests on another. */
function importFaults(folder, tarballs) {
  return tarballs
    .flatMap(({ manifest }) => entriesOf(manifest))
    .flatMap((entry) => {
      const program = `if (Object.keys(await import("${entry}")).length === 0) throw new Error("it exports nothing")`;
      const { status, stderr } = run(folder, ["--input-type=module", "-e", program]);
      return status === 0 ? [] : [`import of ${entry}: ${stderr}`];
    });
}

async function programFaults(folder) {
  const program = `
    import { readFileSync } from "node:fs";
    import { criterion, mistake, printedSummary } from "./out/consumer.js";
    const csv = readFileSync(${JSON.stringify(join(process.cwd(), DATA))}, "utf8");
    console.log(JSON.stringify({ summary: printedSummary(csv), criterion: criterion(csv), mistake: mistake() }));`;
  const { status, stdout, stderr } = run(folder, ["--input-type=module", "-e", program]);
  if (status !== 0) return [`consumer.ts: ${stderr}`];
  const { summary, criterion, mistake } = JSON.parse(stdout);
  const faults = [];
  if (`${summary}\n` !== (await readFile(SUMMARY, "utf8")))
    faults.push(`consumer.ts printed another summary:\n${summary}`);
  const lme4 = JSON.parse(await readFile(LME4, "utf8"));
  if (!(Math.abs(criterion - lme4.criterion) < 1e-6))
    faults.push(`consumer.ts: criterion ${criterion}, lme4 ${lme4.criterion}`);
  if (mistake !== "unknown-name") faults.push(`consumer.ts: a wrong name has the code ${mistake}`);
  return faults;
}

function exampleFaults(folder, examples) {
  return examples.flatMap(({ package: name, file, code, printed }) => {
    if (code === "") return [`the README of ${name} has no example`];
    const { stdout, stderr } = run(folder, [`out/${file}.js`]);
    return stdout.trimEnd() === printed.trimEnd() ? [] : [`the example in the README of ${name} prints\n${stdout}${stderr}`];
  });
}

function run(folder, args) {
  return spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
}
