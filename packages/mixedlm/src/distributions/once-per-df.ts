// Degrees of freedom -> a quantile, of which many rows ask with few of them.

/** Makes a function that works its value out once for each number of degrees of freedom. */
export function oncePerDf(quantile: (df: number) => number): (df: number) => number {
  const known = new Map<number, number>();
  return (df) => {
    const value = known.get(df) ?? quantile(df);
    known.set(df, value);
    return value;
  };
}
