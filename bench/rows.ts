// How cost grows with rows: simulated tables of 1e4, 1e5 and 1e6 rows, ten to a group, and of 1e6 rows in 1e4 groups.
// `pnpm bench:rows`. The pass over the rows should grow with the rows, and the fit with the groups alone.
import { buildDesign } from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { mixedlm } from "@mixedlm/smf";
import { fitMoments } from "mixedlm";
import { median } from "./median.ts";
import { machineLine, milliseconds, table } from "./report.ts";

const SIZES = [
  { rows: 1e4, groups: 1e3 },
  { rows: 1e5, groups: 1e4 },
  { rows: 1e6, groups: 1e5 },
  { rows: 1e6, groups: 1e4 },
] as const;
const REPETITIONS = 5;

const rows = SIZES.flatMap(({ rows, groups }) => {
  const data = simulate(rows, groups);
  return [null, "~x"].map((reFormula) => [
    `${rows.toExponential(0)} rows, ${groups.toExponential(0)} groups, ${reFormula === null ? "intercept" : "slope"}`,
    ...timesOf(data, reFormula).map(milliseconds),
    `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)}`,
  ]);
});
console.log(`${machineLine()}\n`);
console.log(table(["medians, ms", "design", "moments", "fit", "mixedlm().fit()", "memory, MiB"], rows));

type Simulated = Readonly<{ y: Float64Array; x: Float64Array; g: Int32Array }>;

/** Medians of design, moments, fit and the whole call. */
function timesOf(data: Simulated, reFormula: string | null): number[] {
  const terms = parseModel({ formula: "y ~ x", group: columnFactor("g"), reFormula });
  const runs = Array.from({ length: REPETITIONS }, () => {
    const [design, designTime] = timed(() => buildDesign(terms, data));
    const [moments, momentsTime] = timed(() => accumulate(design, data));
    const [, fitTime] = timed(() => fitMoments(moments));
    const [, callTime] = timed(() => mixedlm("y ~ x", data, "g", { re_formula: reFormula }).fit());
    return [designTime, momentsTime, fitTime, callTime];
  });
  return runs[0]!.map((_, j) => median(runs.map((run) => run[j]!)));
}

function timed<T>(work: () => T): [value: T, milliseconds: number] {
  const start = performance.now();
  const value = work();
  return [value, performance.now() - start];
}

/** y = 1 + 2 x + b0[g] + b1[g] x + e with standard normal x, b0, e, and b1 of half their spread. */
function simulate(rows: number, groups: number): Simulated {
  const normal = normals(7);
  const b0 = Float64Array.from({ length: groups }, normal);
  const b1 = Float64Array.from({ length: groups }, () => normal() / 2);
  const g = Int32Array.from({ length: rows }, (_, i) => (i * 7919) % groups);
  const x = Float64Array.from(g, normal);
  const y = x.map((value, i) => 1 + 2 * value + b0[g[i]!]! + b1[g[i]!]! * value + normal());
  return { y, x, g };
}

/** Seeded standard normal numbers: Box and Muller on Park and Miller. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
