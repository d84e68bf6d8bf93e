// The worker: a long computation that the page neither waits for nor is frozen by. In: a `Task`. Out: `Answer`s.
import { confidenceIntervals, lmm, readCsv } from "mixedlm";
import type { Answer, Task } from "./messages.ts";

const answer = (message: Answer): void => postMessage(message);

addEventListener("message", ({ data: { csv, formula, replicates } }: MessageEvent<Task>) => {
  try {
    const fit = lmm(formula, readCsv(csv));
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      if (done % 20 === 0) answer({ kind: "progress", done, total });
    };
    const intervals = confidenceIntervals(fit, { method: "bootstrap", replicates, seed: 1, onProgress });
    answer({ kind: "result", text: String(intervals) });
  } catch (error) {
    answer({ kind: "error", message: error instanceof Error ? error.message : String(error) });
  }
});
