// Times of our own calls, warm: the whole call as a user writes it, and each stage alone on what the stage before left.
import { buildDesign } from "@mixedlm/design";
import { parseModel } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { fitMoments } from "mixedlm";
import { Bench } from "tinybench";
import { type Job, modelOf, modelText, withFreshText } from "../measuring/jobs.ts";

/** Medians in milliseconds. */
export interface OurTimes {
  /** `smf.mixedlm(...).fit()` of formulas not seen before, the call that peers are compared with. */
  readonly call: number;
  /** Parsing of all formulas; texts seen before cost a look-up only, which is not what is timed. */
  readonly formula: number;
  /** Columns, codings, levels, groups. */
  readonly design: number;
  /** The pass over the rows. */
  readonly moments: number;
  /** The exact optimum and what follows from it. */
  readonly fit: number;
  /** What `model.fit()` takes beyond `fit`: statsmodels' optimiser path and standard errors. By difference. */
  readonly path: number;
  /** `String(result.summary())`, not part of `call`. */
  readonly summary: number;
  /** Restricted log-likelihood of the result, and whether the fit converged. */
  readonly logLik: number;
  readonly converged: boolean;
}

/** Times one job. */
export async function timeOurs(job: Job): Promise<OurTimes> {
  const { table } = job;
  const terms = parseModel(modelText(job));
  const design = buildDesign(terms, table);
  const moments = accumulate(design, table);
  const model = modelOf(job);
  const result = model.fit();

  const bench = new Bench({ time: 1000, iterations: 10, warmupTime: 500, warmupIterations: 10 });
  let last: unknown; // what a task returns is kept until the next one, so that no work is dropped as unused
  const add = (name: string, work: () => unknown): void => {
    bench.add(name, () => {
      last = work();
    });
  };
  add("call", () => modelOf(withFreshText(job)).fit());
  add("formula", () => parseModel(modelText(withFreshText(job))));
  add("design", () => buildDesign(terms, table));
  add("moments", () => accumulate(design, table));
  add("fit", () => fitMoments(moments));
  add("model.fit", () => model.fit());
  add("summary", () => String(result.summary()));
  await bench.run();
  if (last === undefined) throw new Error(`nothing was timed for ${job.name}`);
  return {
    ...stages(new Map(bench.tasks.map((task) => [task.name, medianOfTask(task.result)]))),
    logLik: result.llf,
    converged: result.converged,
  };
}

function stages(times: ReadonlyMap<string, number>) {
  const of = (name: string): number => times.get(name) ?? Number.NaN;
  return {
    call: of("call"),
    formula: of("formula"),
    design: of("design"),
    moments: of("moments"),
    fit: of("fit"),
    path: of("model.fit") - of("fit"),
    summary: of("summary"),
  };
}

function medianOfTask(result: object): number {
  if ("error" in result) throw result.error;
  if ("latency" in result) return (result.latency as { readonly p50: number }).p50;
  throw new Error("a task did not run");
}
