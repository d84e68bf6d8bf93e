// Counts of what happened in replicates -> percentages with what simulation leaves uncertain of them. A percentage that
// differs from what it should be by more than that is marked.
import { binomialInterval } from "../../packages/mixedlm/src/simulation/binomial-interval.ts";

/** How often something happened, and in how many replicates it might have. */
export class Rate {
  hits = 0;
  total = 0;
  /** Replicates without an answer, by what was said. */
  readonly failures: Map<string, number> = new Map();

  /** Counts a replicate; an error, or null, is no answer. */
  count(answer: () => boolean | null): void {
    let happened: boolean | null = null;
    try {
      happened = answer();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.failures.set(error.message, (this.failures.get(error.message) ?? 0) + 1);
      return;
    }
    if (happened === null) this.failures.set("none", (this.failures.get("none") ?? 0) + 1);
    else {
      this.total += 1;
      if (happened) this.hits += 1;
    }
  }

  get failed(): number {
    return [...this.failures.values()].reduce((sum, own) => sum + own, 0);
  }

  /** Whether the rate is what it should be as far as 99.9 % of simulations would tell. */
  agrees(nominal: number): boolean {
    const [lower, upper] = binomialInterval(this.hits, this.total, 0.001);
    return lower <= nominal && nominal <= upper;
  }
}

/** A percentage; bold where it is not what it should be; what there was no answer for in brackets. */
function cell(rate: Rate | undefined, nominal: number): string {
  if (rate === undefined || rate.total + rate.failed === 0) return "";
  if (rate.total === 0) return "none";
  const text = ((100 * rate.hits) / rate.total).toFixed(1);
  const share = (100 * rate.failed) / (rate.total + rate.failed);
  const without = rate.failed === 0 ? "" : ` (${share < 0.1 ? "<0.1" : share.toFixed(1)} none)`;
  return (rate.agrees(nominal) ? text : `**${text}**`) + without;
}

/** Rates by row and column, in the order in which they were first asked for. */
export class RateTable {
  readonly columns: readonly string[];
  readonly nominal: number;
  readonly rows: Map<string, Map<string, Rate>> = new Map();

  constructor(nominal: number, columns: readonly string[]) {
    this.nominal = nominal;
    this.columns = columns;
  }

  at(row: string, column: string): Rate {
    const own = this.rows.get(row) ?? new Map<string, Rate>();
    this.rows.set(row, own);
    const rate = own.get(column) ?? new Rate();
    own.set(column, rate);
    return rate;
  }

  /** As Markdown. */
  text(head: string): string {
    const lines = [...this.rows].map(([name, own]) => [
      name,
      ...this.columns.map((c) => cell(own.get(c), this.nominal)),
    ]);
    return [[head, ...this.columns], ["---", ...this.columns.map(() => "---:")], ...lines]
      .map((line) => `| ${line.join(" | ")} |`)
      .join("\n");
  }

  /** What replicates without an answer said, where it was an error. */
  errors(): string[] {
    return [...this.rows].flatMap(([row, own]) =>
      [...own].flatMap(([column, { failures }]) =>
        [...failures].flatMap(([message, times]) =>
          message === "none" ? [] : [`${row}, ${column}: ${times} failed: ${message}`],
        ),
      ),
    );
  }
}
