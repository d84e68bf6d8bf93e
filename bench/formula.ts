// How long a formula takes to read, warm and in a fresh process, in both dialects, beside patsy on the same texts in the
// same run: `pnpm bench:formula`. Parsed texts are remembered, so every text that is timed is one that was not seen before.
import { spawnSync } from "node:child_process";
import { type Dialect, parseFormula, parseSyntax } from "@mixedlm/formula";
import { machineLine } from "./measuring/machine.ts";
import { median } from "./measuring/median.ts";
import { type Peer, PYTHON, runPeer } from "./measuring/run-peer.ts";
import { textTable } from "./measuring/text-table.ts";
import { writeResult } from "./measuring/write-result.ts";

const FORMULAS = [
  "Weight ~ Time",
  "Weight ~ Time*C(Evit) + np.log(Start)",
  "y ~ (a + b + c)**2 - a:b + x*C(f, Treatment('low')) + I(x**2) + center(z)",
];
const DIALECTS = ["patsy", "extended"] as const;
const TEXTS = 20_000;
const RUNS = 7;
const COLD_RUNS = 15;
const PATSY: Peer = {
  name: "patsy",
  commands: PYTHON,
  probe: ["-c", "import patsy"],
  script: "bench/peers/patsy_formulas.py",
};

/** Medians in microseconds: text to tree, text to terms, and the first tree of a fresh process. */
interface FormulaTimes {
  readonly formula: string;
  readonly dialect: Dialect;
  readonly tree: number;
  readonly terms: number;
  readonly cold: number;
}

const [flag, dialect, text] = process.argv.slice(2);
if (flag === "--cold") console.log(timeFirst(text ?? "", dialect === "extended" ? "extended" : "patsy"));
else compare();

function compare(): void {
  const ours = FORMULAS.flatMap((formula) => DIALECTS.map((dialect) => timeFormula(formula, dialect)));
  const patsy = timePatsy();
  const rows = ours.map(({ formula, dialect, tree, terms, cold }) => {
    const theirs = "skipped" in patsy ? undefined : patsy.times[formula];
    const ratio = theirs === undefined ? ["", ""] : [theirs.toFixed(0), (theirs / terms).toPrecision(3)];
    return [formula, dialect, tree.toFixed(0), terms.toFixed(0), cold.toFixed(0), ...ratio];
  });
  console.log(`${machineLine()}\n`);
  console.log(textTable(["medians, µs", "dialect", "tree", "terms", "first tree", "patsy, terms", "ratio"], rows));
  if ("skipped" in patsy) console.log(`\nskipped: ${patsy.skipped}`);
  const what = "medians in microseconds, warm, of texts not seen before; cold: the first of a fresh process";
  const path = writeResult("formula", what, { ours, patsy });
  console.log(`\nwritten: ${path}`);
}

function timeFormula(formula: string, dialect: Dialect): FormulaTimes {
  const tree = timeWarm(formula, "tree", (text) => parseSyntax(text, dialect));
  const terms = timeWarm(formula, "terms", (text) => parseFormula(text, { dialect }));
  const cold = Array.from({ length: COLD_RUNS }, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [process.argv[1]!, "--cold", dialect, formula]);
    if (status !== 0) throw new Error(`--cold ended with status ${status}: ${stderr}`);
    return Number(stdout);
  });
  return { formula, dialect, tree, terms, cold: median(cold) };
}

/** Median over runs of the mean over texts, which differ in the response's name; the first run warms up. */
function timeWarm(formula: string, purpose: string, parse: (text: string) => unknown): number {
  const runs = Array.from({ length: RUNS + 1 }, (_, run) => {
    const texts = Array.from({ length: TEXTS }, (_, i) => formula.replace(/^\w+/, `$&_${purpose}_${run}_${i}`));
    const start = process.hrtime.bigint();
    for (const text of texts) parse(text);
    return Number(process.hrtime.bigint() - start) / 1000 / TEXTS;
  });
  return median(runs.slice(1));
}

/** What the program does under `--cold`. */
function timeFirst(formula: string, dialect: Dialect): number {
  const start = process.hrtime.bigint();
  parseSyntax(formula, dialect);
  return Number(process.hrtime.bigint() - start) / 1000;
}

type PatsyTimes =
  | { readonly engine: string; readonly times: Readonly<Record<string, number>> }
  | { readonly skipped: string };

function timePatsy(): PatsyTimes {
  const outcome = runPeer<Exclude<PatsyTimes, { skipped: string }>>(PATSY, FORMULAS);
  return "printed" in outcome ? outcome.printed : outcome;
}
