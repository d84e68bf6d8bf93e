// Tarballs -> what goes wrong for someone who installs them, as sentences. A project is made in a temporary folder:
// the unpacked tarballs, `consumer.ts` and the example of each package's README. An old and the present TypeScript
// compile it, strictly and with every declaration checked, while no other library and no types of Node are there;
// then it runs in plain Node, with third-party libraries linked from the workspace, and what it prints is compared.
import { execFile } from "node:child_process";
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
    const compiled = await compileFaults(folder);
    if (compiled.length > 0) return compiled;
    await linkLibraries(folder, tarballs);
    const runs = [importFaults(folder, tarballs), programFaults(folder), exampleFaults(folder, examples)];
    return (await Promise.all(runs)).flat();
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

async function compileFaults(folder) {
  const runs = COMPILERS.flatMap((compiler) => {
    const tsc = createRequire(import.meta.url).resolve(`${compiler}/bin/tsc`);
    return Object.keys(RESOLUTIONS).map(async (name) => {
      const { failed, stdout } = await run(folder, [tsc, "-p", `${name}.json`]);
      return failed ? [`${compiler}, ${name}:\n${stdout}`] : [];
    });
  });
  return (await Promise.all(runs)).flat();
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
async function importFaults(folder, tarballs) {
  const runs = tarballs
    .flatMap(({ manifest }) => entriesOf(manifest))
    .map(async (entry) => {
      const program = `if (Object.keys(await import("${entry}")).length === 0) throw new Error("it exports nothing")`;
      const { failed, stderr } = await run(folder, ["--input-type=module", "-e", program]);
      return failed ? [`import of ${entry}: ${stderr}`] : [];
    });
  return (await Promise.all(runs)).flat();
}

async function programFaults(folder) {
  const program = `
    import { readFileSync } from "node:fs";
    import { criterion, mistake, printedSummary } from "./out/consumer.js";
    const csv = readFileSync(${JSON.stringify(join(process.cwd(), DATA))}, "utf8");
    console.log(JSON.stringify({ summary: printedSummary(csv), criterion: criterion(csv), mistake: mistake() }));`;
  const { failed, stdout, stderr } = await run(folder, ["--input-type=module", "-e", program]);
  if (failed) return [`consumer.ts: ${stderr}`];
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

async function exampleFaults(folder, examples) {
  const runs = examples.map(async ({ package: name, file, code, printed }) => {
    if (code === "") return [`the README of ${name} has no example`];
    const { stdout, stderr } = await run(folder, [`out/${file}.js`]);
    return stdout.trimEnd() === printed.trimEnd()
      ? []
      : [`the example in the README of ${name} prints\n${stdout}${stderr}`];
  });
  return (await Promise.all(runs)).flat();
}

/** Runs Node, and never rejects. */
function run(folder, args) {
  const options = { cwd: folder, env: { ...process.env, NODE_OPTIONS: "" }, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ failed: error !== null, stdout, stderr });
    });
  });
}
