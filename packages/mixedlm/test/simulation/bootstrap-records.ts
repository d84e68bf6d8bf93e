// What tools/fixtures/native_bootstrap.R recorded.

/** A parameter's replicates in short, with the Monte Carlo errors of both numbers. */
export interface RecordedParameter {
  readonly name: string;
  readonly estimate: number;
  readonly count: number;
  readonly mean: number;
  readonly stdError: number;
  readonly meanError: number;
  readonly stdErrorError: number;
}

/** The file. */
export interface BootstrapRecords {
  readonly models: readonly {
    readonly model: string;
    readonly replicates: number;
    readonly parameters: readonly RecordedParameter[];
  }[];
  readonly recorded: readonly {
    readonly estimate: number;
    readonly values: readonly number[];
    readonly intervals: readonly {
      readonly alpha: number;
      readonly normal: readonly [number, number];
      readonly basic: readonly [number, number];
      readonly percentile: readonly [number, number];
    }[];
  }[];
}
