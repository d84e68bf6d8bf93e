// Starts a peer: a script of R or Python that prints one JSON record, in a process of its own on one thread. In: the commands
// to try and the arguments. Out: what it printed, or why there is nothing: not installed, failed, or stopped for its time.
import { spawnSync } from "node:child_process";

/** What is started. */
export interface Peer {
  /** What has to be installed, for the reason why there are no figures. */
  readonly name: string;
  /** Commands to try, the first that has the peer installed is used. */
  readonly commands: readonly string[];
  /** Arguments that load the peer and end. */
  readonly probe: readonly string[];
  readonly script: string;
}

/** What the script printed, or why there is nothing. */
export type PeerOutcome<Printed> = { readonly printed: Printed } | { readonly skipped: string };

/** Pythons and Rs to try, in this order. */
export const PYTHON: readonly string[] = [process.env.PYTHON ?? "python3", "/usr/bin/python3"];
export const RSCRIPT: readonly string[] = [process.env.RSCRIPT ?? "Rscript"];

/** An environment in which linear algebra stays on one thread. */
const ONE_THREAD: NodeJS.ProcessEnv = {
  ...process.env,
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  PYTHONDONTWRITEBYTECODE: "1",
};

/** Runs a peer's script with arguments of its own, however long that takes. */
export function runPeer<Printed>(peer: Peer, given: readonly string[]): PeerOutcome<Printed> {
  const outcome = runPeerFor<Printed>(Number.POSITIVE_INFINITY, peer, given);
  return "stopped" in outcome ? { skipped: `${peer.script} was stopped` } : outcome;
}

/** The same with a limit, in seconds, at which the script is stopped. */
export function runPeerFor<Printed>(
  seconds: number,
  { name, commands, probe, script }: Peer,
  given: readonly string[],
): PeerOutcome<Printed> | { readonly stopped: number } {
  const command = firstOf(commands, probe);
  if (command === undefined) return { skipped: `${name} is not installed (tried ${commands.join(", ")})` };
  const timeout = Number.isFinite(seconds) ? 1000 * seconds : undefined;
  const { status, signal, stdout, stderr } = spawnSync(command, [...flagsOf(script), script, ...given], {
    env: ONE_THREAD,
    encoding: "utf8",
    timeout,
  });
  if (signal === "SIGTERM") return { stopped: seconds };
  if (status !== 0) return { skipped: `${script} ended with ${signal ?? `status ${status}`}: ${stderr.trim()}` };
  return { printed: JSON.parse(stdout) as Printed };
}

/** A profile of the user's may print what is not part of the record. */
function flagsOf(script: string): string[] {
  return script.endsWith(".R") ? ["--no-init-file"] : [];
}

/** The first command that does something without an error. */
export function firstOf(commands: readonly string[], given: readonly string[]): string | undefined {
  return commands.find((command) => spawnSync(command, given, { env: ONE_THREAD }).status === 0);
}
