// The job in a page or, when the address says so, in a module worker: fetches what it needs, runs it, and posts the record
// to the server, with everything that the page's policy or the page itself complained of. Nothing is evaluated from outside.
import { DATA_SETS, type JobInput, type JobRecord, runJob } from "./job.ts";

/** What a page reports: the record, or what went wrong; and each violation of the policy as text. */
export interface PageReport {
  readonly record: JobRecord | null;
  readonly errors: readonly string[];
  readonly violations: readonly string[];
}

const isPage = typeof document !== "undefined";
const violations: string[] = [];
addEventListener("securitypolicyviolation", (event) => {
  const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
  violations.push(`${effectiveDirective}: ${blockedURI}`);
});

if (isPage) void page();
else
  addEventListener("message", (event: MessageEvent<JobInput>) => void reported(event.data).then((r) => postMessage(r)));

async function page(): Promise<void> {
  const address = new URLSearchParams(location.search);
  const kernels = address.get("kernels") === "typescript" ? "typescript" : "wasm";
  const read = async (path: string): Promise<string> => (await fetch(path)).text();
  const texts = await Promise.all(DATA_SETS.map((name) => read(`${name}.csv`)));
  const data = Object.fromEntries(DATA_SETS.map((name, i) => [name, texts[i] ?? ""]));
  const modelFiles: Record<string, string> = JSON.parse(await read("model-files.json"));
  const input = { kernels, data, modelFiles } as const;
  const report = address.get("where") === "worker" ? await fromWorker(input) : await reported(input);
  const all = { ...report, violations: [...new Set([...violations, ...report.violations])] };
  await fetch("report", { method: "POST", body: JSON.stringify(all) });
}

function fromWorker(input: JobInput): Promise<PageReport> {
  const worker = new Worker("job-page.js", { type: "module" });
  return new Promise((resolve) => {
    worker.addEventListener("message", (event: MessageEvent<PageReport>) => resolve(event.data));
    worker.addEventListener("error", ({ message }) => resolve({ record: null, errors: [message], violations: [] }));
    worker.postMessage(input);
  });
}

async function reported(input: JobInput): Promise<PageReport> {
  try {
    return { record: await runJob(input), errors: [], violations };
  } catch (error) {
    return { record: null, errors: [error instanceof Error ? String(error.stack) : String(error)], violations };
  }
}
