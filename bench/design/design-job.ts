// One table of a million rows from design to moments, timed and weighed in a process of its own: the program starts itself
// again as `--job KIND MODEL --time` and `--job KIND MODEL --memory`, since what one call leaves behind helps the next.
import { spawnSync } from "node:child_process";
import { buildDesign, type TableLike, toTable } from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { columnFromArray, dictionary, int32, tableFromColumns, utf8 } from "@uwdata/flechette";
import { median } from "../measuring/median.ts";
import { collectGarbage, forgetPeak, peak } from "../measuring/memory.ts";
import { uniform } from "../measuring/simulate.ts";

/** Rows, and groups with labels of text. */
export const SIZE = { rows: 1e6, groups: 1e5 } as const;

/** What the table is: plain arrays of numbers, arrays of doubles, or Arrow columns with dictionaries. */
export const KINDS = ["plain arrays", "typed arrays", "Arrow"] as const;

/** Order of the rows: groups one after the other, or every row of some other group. */
export const ORDERS = ["sorted", "shuffled"] as const;

/** Random columns beside `y ~ x + a`, a being a category of four levels. */
export const MODELS = { intercept: null, slope: "~x" } as const;

/** One job: a word of each list. */
export interface DesignJob {
  readonly kind: (typeof KINDS)[number];
  readonly order: (typeof ORDERS)[number];
  readonly model: keyof typeof MODELS;
}

/** What is measured of a job. */
export interface DesignCost {
  /** Medians in milliseconds, warm; the table is wrapped anew each time, so that its columns are converted each time. */
  readonly design: number;
  readonly moments: number;
  /** Bytes a row by which the process is at its largest beyond the table, in its first call. */
  readonly peak: number;
  /** Bytes a row of that which are the result: the moments of the groups. */
  readonly result: number;
}

/** Measures a job in fresh processes. */
export function measure(job: DesignJob): DesignCost {
  const flags = [process.argv[1]!, "--job", JSON.stringify(job)];
  const child = (what: string): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", ...flags, what], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${flags.join(" ")} ${what} ended with status ${status}: ${stderr}`);
    return stdout;
  };
  return { ...JSON.parse(child("--time")), ...JSON.parse(child("--memory")) };
}

/** Runs the part of a job that a process was started for, and prints what it measured. */
export function runJob(text: string, what: string): void {
  const job = JSON.parse(text) as DesignJob;
  const data = tableOf(job);
  collectGarbage();
  console.log(JSON.stringify(what === "--memory" ? weigh(job, data) : time(job, data)));
}

function time(job: DesignJob, data: TableLike): Pick<DesignCost, "design" | "moments"> {
  const runs = Array.from({ length: 12 }, () => once(job, data)).slice(3);
  return { design: median(runs.map(({ design }) => design)), moments: median(runs.map(({ moments }) => moments)) };
}

/** Linux counts the largest size of a process and forgets it on demand; elsewhere the size after the call must do. */
function weigh(job: DesignJob, data: TableLike): Pick<DesignCost, "peak" | "result"> {
  const isCounted = forgetPeak();
  const before = process.memoryUsage.rss();
  const { bytes } = once(job, data);
  const after = isCounted ? peak() : process.memoryUsage.rss();
  return { peak: (after - before) / SIZE.rows, result: bytes / SIZE.rows };
}

function once({ model }: DesignJob, data: TableLike): { design: number; moments: number; bytes: number } {
  const terms = parseModel({ formula: "y ~ x + a", group: columnFactor("g"), reFormula: MODELS[model] });
  const start = performance.now();
  const table = toTable(data);
  const design = buildDesign(terms, table);
  const middle = performance.now();
  const { n, factors } = accumulate(design, table);
  const end = performance.now();
  if (n !== SIZE.rows) throw new Error(`${n} rows were accumulated`);
  const bytes = factors.reduce(
    (sum, { weight, mean, cross }) => sum + weight.byteLength + mean.byteLength + cross.byteLength,
    0,
  );
  return { design: middle - start, moments: end - middle, bytes };
}

function tableOf({ kind, order }: DesignJob): TableLike {
  const random = uniform(7);
  const { rows, groups } = SIZE;
  const number = (): Float64Array => Float64Array.from({ length: rows }, random);
  const numbers = { y: number(), x: number() };
  const group = (row: number): number =>
    (order === "sorted" ? Math.floor((row * groups) / rows) : random() * groups) | 0;
  // each label is a text of its own, as it is when it comes from a file
  const labels = {
    a: Array.from({ length: rows }, () => `level ${"abcd"[Math.floor(4 * random())]}`),
    g: Array.from({ length: rows }, (_, row) => `group ${String(group(row)).padStart(6, "0")}`),
  };
  if (kind === "typed arrays") return { ...numbers, ...labels };
  const { y, x } = numbers;
  if (kind === "plain arrays") return { y: Array.from(y), x: Array.from(x), ...labels };
  const coded = dictionary(utf8(), int32());
  const columns = Object.entries(numbers).map(([name, values]) => [name, columnFromArray(values)] as const);
  const categories = Object.entries(labels).map(([name, values]) => [name, columnFromArray(values, coded)] as const);
  return tableFromColumns(Object.fromEntries([...columns, ...categories]));
}
