// The text that `save` wrote -> the result. Every part is checked to be there and of the right size before any is used.
import type { Design } from "@mixedlm/design";
import { type Matrix, matrix } from "@mixedlm/linalg";
import { checksum } from "mixedlm";
import { SmfError } from "../errors.ts";
import { MixedLM } from "../model/model.ts";
import type { ModelSource } from "../model/model-source.ts";
import { MixedLMParams } from "../model/params.ts";
import { CovariancePenalty } from "../penalties/covariance-penalties.ts";
import { Penalty } from "../penalties/penalties.ts";
import { MixedLMResults } from "../results/results.ts";
import { SAVED_FORMAT, SAVED_VERSION } from "./save-results.ts";
import { SavedRecord } from "./saved-record.ts";
import { removedTable, restoredTable, type SavedColumn } from "./saved-table.ts";
import { readSavedText } from "./saved-text.ts";
import { savedFormat, savedVersion } from "./saving-errors.ts";
import { type BareFit, restoredInput, type StoredFit } from "./stored-fit.ts";

/**
 * Reads a saved result.
 *
 * With its rows it does what the result did, a refit included. Without them everything that the estimates tell is
 * there, predictions for new tables too; what needs the rows throws `data-removed`. Penalties are known by their
 * weights only: their `func` throws `not-implemented`.
 *
 * @param text - what `result.save()` gave.
 * @throws {@link SmfError} `saved-format` for a text that is something else, damaged or incomplete; `saved-version` for
 *   a newer one.
 */
export function load(text: string): MixedLMResults {
  const { model, input } = loadParts(text);
  const result = built(() => new MixedLMResults(model, input));
  // parts that are wrong by themselves have been named: whatever else differs from what was written is found here
  if (!isAsWritten(text)) throw savedFormat("its checksum is not that of what it holds");
  return result;
}

function isAsWritten(text: string): boolean {
  const { checksum: written, ...rest } = JSON.parse(text) as { readonly checksum?: unknown };
  return checksum(rest) === written;
}

/** Reads a model and what its results were given. */
function loadParts(text: string): BareFit {
  const saved = new SavedRecord(parsed(text), "");
  if (saved.value("format") !== SAVED_FORMAT) throw savedFormat(`\`format\` is not "${SAVED_FORMAT}"`);
  const version = saved.number("version");
  if (version > SAVED_VERSION) throw savedVersion(version, SAVED_VERSION);
  if (version !== SAVED_VERSION) throw savedFormat(`there is no version ${version}`);
  return built(() => {
    const model = new MixedLM(sourceOf(saved.record("model"), saved.record("data")));
    return { model, input: restoredInput(model, fitOf(saved.record("fit"), model)) };
  });
}

/** What is not checked one by one fails where it is used: a design whose parts do not belong together. */
function built<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof SmfError ? error : savedFormat("its parts do not belong together", error);
  }
}

function parsed(text: string): unknown {
  if (typeof text !== "string") throw savedFormat("it is no text");
  try {
    return readSavedText(text);
  } catch (error) {
    throw savedFormat("the text is no JSON; is it complete?", error);
  }
}

function sourceOf(saved: SavedRecord, data: SavedRecord): ModelSource {
  const design = designOf(saved.record("design"));
  const rows = data.number("rows");
  const isBare = data.isNull("columns");
  const table = isBare
    ? removedTable(data.texts("names"), rows)
    : restoredTable(data.records("columns").map((column) => columnOf(column, rows)));
  const exog_re_names = saved.texts("exog_re_names");
  const k = exog_re_names.length;
  const row_labels = saved.isNull("row_labels") ? null : saved.labels("row_labels", rows);
  const group_sizes = saved.numbers("group_sizes", design.groups[0]!.levels.length);
  const k_constant = saved.number("k_constant") === 0 ? 0 : 1;
  const source: ModelSource = {
    design,
    table,
    exog_re_names,
    covariance_names: saved.texts("covariance_names", (k * (k + 1)) / 2),
    use_sqrt: saved.boolean("use_sqrt"),
    formula: saved.isNull("formula") ? null : saved.text("formula"),
    row_labels,
    warnings: saved.list("warnings") as ModelSource["warnings"] & object,
  };
  return isBare ? { ...source, group_sizes, k_constant } : source;
}

/** The parts of a design that everything rests on are looked at; the rest is what the file says. */
function designOf(saved: SavedRecord): Design {
  const version = saved.number("version");
  if (version !== 1) throw savedVersion(`design ${version}`, SAVED_VERSION);
  for (const part of ["response", "fixed"]) {
    const matrix = saved.record(part);
    matrix.texts("names");
    matrix.records("factors");
    matrix.records("terms");
  }
  const groups = saved.records("groups");
  if (groups.length === 0) throw savedFormat("`model.design.groups` is empty");
  const levels = groups.map((group) => group.labels("levels").length);
  for (const term of saved.records("randomEffects")) term.texts("names");
  for (const component of saved.records("components")) {
    component.text("name");
    for (const names of component.list("names", levels[0])) new SavedRecord({ names }, "component").texts("names");
  }
  saved.list("offset");
  saved.record("rows").number("kept");
  return saved.whole as unknown as Design;
}

function columnOf(saved: SavedRecord, rows: number): SavedColumn {
  const kind = saved.text("kind");
  const values = kind === "numeric" ? saved.numbers("values", rows) : saved.list("values", rows);
  const levels = kind === "category" ? saved.list("levels") : null;
  if (kind !== "numeric" && kind !== "category" && kind !== "string")
    throw savedFormat(`a column of kind "${kind}" is unknown`);
  return { name: saved.text("name"), kind, type: saved.text("type") as SavedColumn["type"], values, levels };
}

function fitOf(saved: SavedRecord, model: MixedLM): StoredFit {
  const { k_fe, k_re, k_vc, param_names, group_labels } = model;
  const sizes = [...(k_re === 0 ? [] : [k_re]), ...new Array<number>(k_vc).fill(1)];
  const estimates = saved.record("estimates");
  const effects = saved.list("random_effects", group_labels.length);
  const penalty = (name: string): SavedRecord | null => (saved.isNull(name) ? null : saved.record(name));
  const [cov_pen, fe_pen] = [penalty("cov_pen"), penalty("fe_pen")];
  const hist = saved.isNull("hist") ? null : saved.list("hist");
  return {
    estimates: {
      lambda: estimates.arrays(
        "lambda",
        sizes.map((size) => size ** 2),
      ),
      objective: estimates.number("objective"),
      beta: estimates.numbers("beta", k_fe),
      vcov: savedSquare(estimates.record("vcov"), k_fe),
      sigma2: estimates.number("sigma2"),
      psi: estimates.records("psi", sizes.length).map((psi, t) => savedSquare(psi, sizes[t]!)),
    },
    reml: saved.boolean("reml"),
    params_object: paramsOf(saved.record("params_object"), model),
    covariance: savedSquare(saved.record("covariance"), param_names.length),
    converged: saved.boolean("converged"),
    warnings: saved.list("warnings") as StoredFit["warnings"],
    llf: saved.number("llf"),
    hist: hist as StoredFit["hist"],
    freepat: saved.isNull("freepat") ? null : paramsOf(saved.record("freepat"), model),
    cov_pen: cov_pen === null ? null : new CovariancePenalty(cov_pen.number("weight")),
    fe_pen: fe_pen === null ? null : new Penalty({ weights: fe_pen.value("weights") as number }),
    use_sqrt: saved.boolean("use_sqrt"),
    isNative: saved.boolean("isNative"),
    random_effects: saved.arrays(
      "random_effects",
      effects.map((_, g) => model.random_effect_names(g).length),
    ),
  };
}

function paramsOf(saved: SavedRecord, { k_fe, k_re, k_vc }: MixedLM): MixedLMParams {
  const cov_re = saved.arrays("cov_re", new Array<number>(k_re).fill(k_re));
  return MixedLMParams.from_components({
    fe_params: saved.numbers("fe_params", k_fe),
    cov_re,
    vcomp: saved.numbers("vcomp", k_vc),
  });
}

function savedSquare(saved: SavedRecord, size: number): Matrix {
  return matrix(size, size, saved.numbers("data", size * size));
}
