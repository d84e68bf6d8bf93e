// The same answers everywhere: runs the job of job.ts, from the packages' `dist`, in Node and in headless Chromium, in a page
// and in a worker, under a policy that permits WebAssembly and under one that does not, and compares bits; opens the demo;
// times the first fit of fresh pages. `pnpm test:browser`; CHROMIUM names the browser when it is not on the PATH. Writes
// bench/results/browser-<date>.json; the exit status is 1 when anything differs or complains.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle, demoFiles, POLICY, serve } from "../../demo/browser/serve.mjs";
import { inFreshPage, launch } from "./chromium.mjs";
import { compareRecords } from "./compare.mjs";
import { checkBuiltFiles } from "./loads.mjs";

const WITHOUT_WASM = POLICY.replace(" 'wasm-unsafe-eval'", "");
/** Relative, where the last bits may differ: between WebAssembly's kernels and TypeScript's. */
const NEARLY = 1e-12;
const FRESH_PAGES = 10;
const FIRST_FIT_LIMIT = 100;

const problems = [];
const note = (isRight, problem) => {
  if (!isRight) problems.push(problem);
};

const built = checkBuiltFiles();
console.log(`${built} built files load in Node and in a worker, and hold nothing of Node and no compiled text`);

const programs = await bundle(["job.ts", "job-page.ts", "first-fit.ts"].map((name) => `tools/browser/${name}`));
const { DATA_SETS, runJob } = await inNode(programs.get("job.js"));
const data = Object.fromEntries(DATA_SETS.map((name) => [name, readFileSync(`fixtures/${name}/data.csv`, "utf8")]));
const { modelFiles } = await runJob({ kernels: "wasm", data, modelFiles: {} });
const node = {
  wasm: await runJob({ kernels: "wasm", data, modelFiles }),
  typescript: await runJob({ kernels: "typescript", data, modelFiles }),
};

const browser = await launch();
const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores`;
console.log(`Chromium ${browser.version()}, Node ${process.versions.node}, ${machine}\n`);
const comparisons = [];
for (const where of ["page", "worker"])
  for (const kernels of ["wasm", "typescript"]) comparisons.push(await compareIn(where, kernels));
await tryDemo(POLICY);
await tryDemo(WITHOUT_WASM);
const firstFit = await timeFirstFits();
await browser.close();
writeRecord();

for (const problem of problems) console.error(`wrong: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** The very file that the browser runs, as a module of this process. */
async function inNode(code) {
  const folder = mkdtempSync(join(tmpdir(), "mixedlm-"));
  const path = join(folder, "job.mjs");
  writeFileSync(path, code);
  const module = await import(pathToFileURL(path).href);
  rmSync(folder, { recursive: true });
  return module;
}

/** Serves files under a policy, opens one, and waits until it has posted something. */
async function postedBy(files, policy, path) {
  let posted;
  const post = new Promise((resolve) => {
    posted = resolve;
  });
  const { server, address } = await serve(files, { policy, post: (_, body) => posted(JSON.parse(body)) });
  try {
    return await inFreshPage(browser, address + path, () => post);
  } finally {
    server.close();
  }
}

/** The job in the page or the worker; where WebAssembly is refused, the kernels must be those of TypeScript by themselves. */
async function compareIn(where, kernels) {
  const files = new Map(programs);
  for (const name of DATA_SETS) files.set(`${name}.csv`, data[name]);
  files.set("model-files.json", JSON.stringify(modelFiles));
  files.set("job.html", readFileSync("tools/browser/job.html"));
  const policy = kernels === "wasm" ? POLICY : WITHOUT_WASM;
  const { result, complaints } = await postedBy(files, policy, `job.html?where=${where}`);
  const { record, errors, violations } = result;
  const name = `${where}, ${kernels === "wasm" ? "WebAssembly" : "WebAssembly refused"}`;
  for (const text of [...errors, ...violations, ...complaints]) note(false, `${name}: ${text}`);
  if (record === null) return { name, rows: [] };
  note(record.kernels === kernels, `${name}: the kernels are ${record.kernels}`);
  const rows = compareRecords(node[kernels], record);
  for (const row of rows) checkRow(row, name);
  // without WebAssembly, Node's usual answers are those of other kernels
  const worstBesideWasm = Math.max(...compareRecords(node.wasm, record).map(({ worst }) => worst));
  note(worstBesideWasm <= NEARLY, `${name}: ${worstBesideWasm} from the answers with WebAssembly`);
  checkReturned(record.modelFiles, name);
  printRows(name, rows, record.milliseconds);
  return { name, kernels: record.kernels, worstBesideWasm, rows, milliseconds: record.milliseconds };
}

function checkRow({ step, different, worst, isSameSize, sameText, numbers }, name) {
  note(isSameSize && sameText, `${name}: ${step}: other texts or another number of numbers`);
  note(different === 0, `${name}: ${step}: ${different} of ${numbers} numbers differ, by ${worst} at most`);
}

/** Files written in the browser are those that Node writes. */
function checkReturned(returned, name) {
  for (const [model, file] of Object.entries(modelFiles))
    note(returned[model] === file, `${name}: the model file ${model} is another than Node's`);
}

function printRows(name, rows, milliseconds) {
  console.log(`## ${name}`);
  for (const { step, numbers, different, worst } of rows) {
    const apart = different === 0 ? "same bits" : `${different} differ, ${worst.toExponential(1)}`;
    const time = `${milliseconds[step].toFixed(0)} ms`;
    console.log(`${step.padEnd(30)} ${String(numbers).padStart(5)}  ${apart.padEnd(20)} ${time.padStart(8)}`);
  }
  console.log();
}

/** The demo as a person uses it: tables, a cancelled run, a finished one. */
async function tryDemo(policy) {
  const files = await demoFiles();
  const { server, address } = await serve(files, { policy });
  const { complaints } = await inFreshPage(browser, address, async (page) => {
    const text = async (id) => (await page.locator(`#${id}`).textContent()) ?? "";
    await page.locator("#mixedlm:not([aria-busy])").waitFor();
    note((await text("lmm")).startsWith("Linear mixed model fit by REML"), "the demo's first table is missing");
    const expected = readFileSync("fixtures/dietox/expected/statsmodels-0.13.5/intercept-reml.txt", "utf8");
    note((await text("mixedlm")).trimEnd() === expected.trimEnd(), "the demo's second table is not statsmodels'");
    await page.locator("#start").click();
    await page.waitForFunction(() => document.querySelector("#progress").value > 0);
    await page.locator("#cancel").click();
    note((await text("state")) === "cancelled", `the demo's worker is ${await text("state")}, not cancelled`);
    await page.locator("#start").click();
    await page.locator("#intervals:not([hidden])").waitFor();
    note((await text("state")) === "done", `the demo's worker is ${await text("state")}, not done`);
    note((await text("intervals")).includes("sd(Time | Pig)"), "the demo's intervals are missing");
  });
  server.close();
  for (const complaint of complaints) note(false, `demo under ${policy}: ${complaint}`);
}

async function timeFirstFits() {
  const files = new Map(programs).set("first-fit.html", readFileSync("tools/browser/first-fit.html"));
  files.set("dietox.csv", readFileSync("fixtures/dietox/data.csv"));
  const times = [];
  for (let i = 0; i < FRESH_PAGES; i++) times.push((await postedBy(files, POLICY, "first-fit.html")).result);
  const summary = { pages: FRESH_PAGES, processesWaiting: loadavg()[0] };
  for (const part of ["evaluation", "read", "fit", "loadToFit", "print", "statsmodels"]) {
    const sorted = times.map((time) => time[part]).sort((a, b) => a - b);
    summary[part] = { median: (sorted[4] + sorted[5]) / 2, max: sorted[9] };
    console.log(
      `${part.padEnd(12)} median ${summary[part].median.toFixed(1)} ms, max ${summary[part].max.toFixed(1)} ms`,
    );
  }
  note(summary.loadToFit.median < FIRST_FIT_LIMIT, `the first fit takes ${summary.loadToFit.median} ms`);
  return summary;
}

function writeRecord() {
  const date = new Date().toISOString().slice(0, 10);
  const engines = { chromium: browser.version(), node: process.versions.node, machine };
  const what = "numbers that differ from Node's in any bit, by step; times in milliseconds, first fit over fresh pages";
  const path = `bench/results/browser-${date}.json`;
  writeFileSync(path, `${JSON.stringify({ date, what, ...engines, comparisons, firstFit, problems }, null, 2)}\n`);
  console.log(`\nwritten: ${path}`);
}
