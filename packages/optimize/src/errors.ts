// Every message of this package. Only a wrong call throws; numerical trouble ends a run with a reason.

/** What can be wrong with a call into this package. */
export type OptimizeErrorCode = "gradient-length" | "hessian-shape";

/** A wrong call: `code` is stable API, `data` holds the numbers of the message. */
export class OptimizeError extends Error {
  override readonly name: string = "OptimizeError";
  readonly code: OptimizeErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: OptimizeErrorCode, message: string, data: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export function gradientLength(length: number, expected: number): OptimizeError {
  const message = `the gradient has length ${length}, expected ${expected} as the parameters have`;
  return new OptimizeError("gradient-length", message, { length, expected });
}

export function hessianShape(nrow: number, ncol: number, expected: number): OptimizeError {
  const message = `the Hessian is ${nrow} x ${ncol}, expected ${expected} x ${expected} for ${expected} parameters`;
  return new OptimizeError("hessian-shape", message, { nrow, ncol, expected });
}
