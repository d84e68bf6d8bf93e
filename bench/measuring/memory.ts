// Sizes of this process. Linux counts the largest size and forgets it on demand; elsewhere the size at the moment, or the
// largest since the start, must do.
import { readFileSync, writeFileSync } from "node:fs";

/** Starts the count of the largest size again; false where there is no such thing. */
export function forgetPeak(): boolean {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
    return true;
  } catch {
    return false;
  }
}

/** Largest resident size in bytes since the start of the process, or since it was forgotten. */
export function peak(): number {
  try {
    const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))!;
    return 1024 * Number(kibibytes);
  } catch {
    return 1024 * process.resourceUsage().maxRSS;
  }
}

/** Frees what is no longer used. @throws Error when Node runs without `--expose-gc`. */
export function collectGarbage(): void {
  if (!("gc" in globalThis) || typeof globalThis.gc !== "function") throw new Error("node --expose-gc is needed");
  globalThis.gc();
  globalThis.gc();
}
