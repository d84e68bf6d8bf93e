// Minimisers of a function with gradient. Knows nothing of models.

export { bfgs } from "./bfgs.ts";
export { conjugateGradient } from "./conjugate-gradient.ts";
export { OptimizeError, type OptimizeErrorCode } from "./errors.ts";
export { type LbfgsOptions, lbfgs } from "./lbfgs.ts";
export { type NewtonOptions, newton, type SecondOrderObjective } from "./newton.ts";
export type { Evaluations, Iterate, Minimum, Objective, Signal, StopOptions, StopReason } from "./types.ts";
