// Figures -> tables on the screen.

/** Text table with columns wide enough for their cells; the first flush left, the others right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, j) => Math.max(...lines.map((line) => line[j]!.length)));
  const pad = (cell: string, j: number): string => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!));
  return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}

/** A time as text: three digits. */
export function milliseconds(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
