// Minimisers of a function, with and without gradient. Knows nothing of models.

export { type BasinHoppingMinimum, type BasinHoppingOptions, basinHopping } from "./basin-hopping.ts";
export { type BfgsMinimum, bfgs } from "./bfgs.ts";
export { conjugateGradient } from "./conjugate-gradient.ts";
export { OptimizeError, type OptimizeErrorCode } from "./errors.ts";
export { goldenSection, type HighestPoint } from "./golden-section.ts";
export { type LbfgsOptions, lbfgs } from "./lbfgs.ts";
export { type NelderMeadMinimum, type NelderMeadOptions, nelderMead, type Vertex } from "./nelder-mead.ts";
export { type NewtonOptions, newton, type SecondOrderObjective } from "./newton.ts";
export { type PowellMinimum, type PowellOptions, powell } from "./powell.ts";
export type { Evaluations, GradientMinimum, Iterate, Minimum, StopReason } from "./minimum.ts";
export type { Objective, ValueObjective } from "./objective.ts";
export type { GradientStopOptions, Signal, StopOptions } from "./stop-options.ts";
