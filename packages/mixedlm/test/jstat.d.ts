// The eight functions of jstat that jstat.test.ts calls; the package ships no types and has none elsewhere.
declare module "jstat" {
  const jStat: {
    readonly normal: {
      cdf(z: number, mean: number, sd: number): number;
      inv(p: number, mean: number, sd: number): number;
    };
    readonly studentt: { cdf(t: number, df: number): number; inv(p: number, df: number): number };
    readonly centralF: {
      cdf(f: number, df1: number, df2: number): number;
      inv(p: number, df1: number, df2: number): number;
    };
    readonly chisquare: { cdf(x: number, df: number): number; inv(p: number, df: number): number };
  };
  export = jStat;
}
