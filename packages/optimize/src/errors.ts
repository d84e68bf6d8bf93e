// Every message of this package. Only a wrong call throws; numerical trouble ends a run with a reason.

/** What can be wrong with a call into this package. */
export type OptimizeErrorCode = "gradient-length" | "hessian-shape";

/** A wrong call: `code` is stable API, `data` holds the numbers of the message. */
export class OptimizeError extends Error {
  /** Always `OptimizeError`. */
  override readonly name: string = "OptimizeError";
  /** Which rule was broken; stable. */
  readonly code: OptimizeErrorCode;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;

  /** Keeps `code` and `data` beside the text; made by the functions of this file. */
  constructor(code: OptimizeErrorCode, message: string, data: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** `gradient-length`: the objective returns a gradient that is not as long as the parameters. */
export function gradientLength(length: number, expected: number): OptimizeError {
  const message = `the gradient has length ${length}, expected ${expected} as the parameters have`;
  return new OptimizeError("gradient-length", message, { length, expected });
}

/** `hessian-shape`: the objective returns a Hessian that has not one row and one column for each parameter. */
export function hessianShape(nrow: number, ncol: number, expected: number): OptimizeError {
  const message = `the Hessian is ${nrow} x ${ncol}, expected ${expected} x ${expected} for ${expected} parameters`;
  return new OptimizeError("hessian-shape", message, { nrow, ncol, expected });
}
