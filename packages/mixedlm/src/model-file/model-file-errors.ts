// Messages about model files.
import { shownValue } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** Codes of errors about model files; stable. */
export type ModelFileErrorCode = "not-a-model-file" | "newer-model-file" | "damaged-model-file";

/** `not-a-model-file`: something else than what `toJSON` wrote. */
export function notAModelFile(found: unknown): FitError {
  return new FitError(
    "not-a-model-file",
    `${shownValue(found)} is no model file: give the text of one, or the object that \`JSON.parse\` makes of it (written by \`JSON.stringify(toJSON(fit))\`)`,
  );
}

/** `newer-model-file`: a version that this package does not know. */
export function newerModelFile(version: unknown, known: number): FitError {
  return new FitError(
    "newer-model-file",
    `the model file is of version ${shownValue(version)}, and this package reads versions up to ${known}: update the package, or write the file with this one`,
    { version, known },
  );
}

/** `damaged-model-file`: the file is not what was written. */
export function damagedModelFile(what: string, cause?: unknown): FitError {
  const text = `the model file is damaged: ${what}; write it again with \`toJSON(fit)\``;
  const error = new FitError("damaged-model-file", text, { what });
  error.cause = cause;
  return error;
}
