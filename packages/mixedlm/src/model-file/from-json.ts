// A model file -> the fit. Nothing is searched: the engine is made of the moments, and the estimates follow from the
// point. A file is either exactly what was written, or an error.
import type { Design } from "@mixedlm/design";
import { recordEntries } from "@mixedlm/formula";
import { type DesignMoments, designLayout, type FixedTransform } from "@mixedlm/moments";
import { FitError } from "../errors.ts";
import type { ReferenceValues } from "../marginal/reference-values.ts";
import { Fit } from "../results/fit.ts";
import type { FitStatus, FitWarning } from "../search/fit-status.ts";
import { optimumAt } from "../search/optimum.ts";
import { checksum } from "./checksum.ts";
import { damagedModelFile, newerModelFile, notAModelFile } from "./model-file-errors.ts";
import { numbersOfNames } from "./numbers-of-json.ts";
import { FORMAT, type ModelFile, VERSION } from "./to-json.ts";

/** What `toJSON` wrote, by the names that are read here. */
interface SavedFit {
  readonly reml: boolean;
  readonly parameters: readonly number[];
  readonly objective: number;
  readonly optimization: { readonly evaluations: number; readonly gradient: number };
  readonly status: FitStatus;
  readonly warnings: readonly FitWarning[];
  readonly design: Design;
  readonly moments: DesignMoments;
  readonly reference: ReferenceValues | null;
}

/**
 * Reads a model file.
 *
 * @param file - its text, or the object that `JSON.parse` makes of it.
 * @returns a fit that has no rows: what needs them (`fitted`, residuals, influence) throws `no-table`, all else is as
 *   it was.
 * @throws {@link FitError} `not-a-model-file`, `newer-model-file`, `damaged-model-file`.
 */
export function fromJSON(file: string | object): Fit {
  const saved = checked(typeof file === "string" ? parsed(file) : file);
  try {
    return restored(saved);
  } catch (error) {
    // a checksum says that nothing was changed by accident, not that a model was written
    throw error instanceof FitError ? error : damagedModelFile("its parts do not belong together", error);
  }
}

function restored(saved: SavedFit): Fit {
  const moments = restoredMoments(saved);
  const { reml, optimization, status, warnings } = saved;
  const { gradient, evaluations: evaluationCount } = optimization;
  const parameters = Float64Array.from(saved.parameters);
  const optimum = optimumAt(moments, { reml, parameters, gradient, status, evaluationCount });
  if (
    optimum === null ||
    !(Math.abs(optimum.estimates.objective - saved.objective) <= SAME * Math.abs(saved.objective))
  )
    throw damagedModelFile("its parts do not make the criterion that it names");
  return new Fit({ moments, optimum, table: null, remarks: warnings, reference: saved.reference });
}

/** Relative difference of two values of one criterion by the same arithmetic. */
const SAME = 1e-9;

function parsed(text: string): unknown {
  // a byte order mark is none of the data
  const own = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return JSON.parse(own);
  } catch (error) {
    if (!own.trimStart().startsWith("{")) throw notAModelFile(text.length > 40 ? `${text.slice(0, 40)}...` : text);
    throw damagedModelFile(`its text is no JSON (${(error as Error).message})`);
  }
}

function checked(found: unknown): SavedFit {
  const { checksum: written, ...rest } = Object.fromEntries(recordEntries(found) ?? []) as unknown as ModelFile;
  if (rest.format !== FORMAT) throw notAModelFile(found);
  if (!Number.isSafeInteger(rest.version) || rest.version < 1)
    throw damagedModelFile("its `version` is no whole number, 1 or more");
  if (rest.version > VERSION) throw newerModelFile(rest.version, VERSION);
  if (checksumOf(rest) !== written) throw damagedModelFile("its checksum is not that of what it holds");
  const held = Object.fromEntries(HELD.map((name) => [name, numbersOfNames(rest[name])]));
  return { ...rest, ...held } as unknown as SavedFit;
}

/** What a fit holds, and freezes: its own, as the file is the caller's. */
const HELD = ["design", "reference", "status", "warnings"] as const satisfies readonly (keyof SavedFit)[];

/** The checksum; of what is too deep for one, an error. */
function checksumOf(rest: object): string {
  try {
    return checksum(rest);
  } catch (error) {
    throw damagedModelFile("it nests too deep, or in itself", error);
  }
}

function restoredMoments({ design, moments }: SavedFit): DesignMoments {
  const { n, weight, logWeight, shift, mean, cross, factors, cells, fixed } = moments;
  const numbers = (values: ArrayLike<number>): Float64Array => Float64Array.from(values);
  const whole = (values: ArrayLike<number>): Int32Array => Int32Array.from(values);
  return {
    layout: { ...designLayout(design), p: shift.length - 1 },
    n,
    weight,
    logWeight,
    design,
    shift: numbers(shift),
    mean: numbers(mean),
    cross: numbers(cross),
    factors: factors.map((own) => ({
      weight: numbers(own.weight),
      mean: numbers(own.mean),
      cross: numbers(own.cross),
      within: numbers(own.within),
    })),
    cells: cells.map((own) => ({
      a: own.a,
      b: own.b,
      start: whole(own.start),
      level: whole(own.level),
      weight: numbers(own.weight),
      mean: numbers(own.mean),
      cross: numbers(own.cross),
    })),
    fixed: fixed === null ? null : restoredTransform(fixed),
  };
}

function restoredTransform({ kept, centre, A, response }: FixedTransform): FixedTransform {
  return {
    kept,
    centre: Float64Array.from(centre),
    A: Float64Array.from(A),
    response: response && Float64Array.from(response),
  };
}
