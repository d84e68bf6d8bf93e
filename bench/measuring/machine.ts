// What a figure was measured on, as every table and every record of results says it.
import { cpus } from "node:os";

/** The machine as one line: processor, cores, Node. */
export function machineLine(): string {
  const all = cpus();
  return `${all[0]?.model.trim() ?? "unknown processor"}, ${all.length} cores, Node ${process.versions.node}`;
}
