// A part of a saved text, read value by value: each is of its kind and size, or the error says which is not.

import { isLabel, type Label } from "../labelled/labels.ts";
import { savedFormat } from "./saving-errors.ts";

/** A record whose values are asked for by name and kind. All methods throw {@link SmfError} `saved-format`. */
export class SavedRecord {
  /** The values as they are. */
  readonly whole: Readonly<Record<string, unknown>>;
  readonly #path: string;

  /**
   * @param path - where the record stands, for messages; empty for the whole.
   * @throws {@link SmfError} `saved-format` for what is no record.
   */
  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
      throw savedFormat(path === "" ? "it is no record" : `\`${path}\` is no record`);
    this.whole = value as Readonly<Record<string, unknown>>;
    this.#path = path;
  }

  /** A value of any kind. */
  value(name: string): unknown {
    return Object.hasOwn(this.whole, name) ? this.whole[name] : undefined;
  }

  /** Whether a value is null: neither left out nor anything else. */
  isNull(name: string): boolean {
    return this.value(name) === null;
  }

  /** A number; NaN and the infinities are some. */
  number(name: string): number {
    const value = this.value(name);
    return typeof value === "number" ? value : this.#fail(name, "a number");
  }

  /** A text. */
  text(name: string): string {
    const value = this.value(name);
    return typeof value === "string" ? value : this.#fail(name, "a text");
  }

  /** True or false. */
  boolean(name: string): boolean {
    const value = this.value(name);
    return typeof value === "boolean" ? value : this.#fail(name, "true or false");
  }

  /** A record inside this one. */
  record(name: string): SavedRecord {
    return new SavedRecord(this.value(name), this.#pathOf(name));
  }

  /** A list of values of any kind. @param length - how many there have to be. */
  list(name: string, length?: number): readonly unknown[] {
    const value = this.value(name);
    if (!Array.isArray(value)) return this.#fail(name, "a list");
    if (length !== undefined && value.length !== length) return this.#fail(name, `a list of ${length}`);
    return value;
  }

  /** A list of texts. */
  texts(name: string, length?: number): readonly string[] {
    const list = this.list(name, length);
    return list.every((value) => typeof value === "string") ? (list as string[]) : this.#fail(name, "a list of texts");
  }

  /** Labels: texts, numbers, truth values. */
  labels(name: string, length?: number): readonly Label[] {
    const list = this.list(name, length);
    return list.every(isLabel) ? (list as Label[]) : this.#fail(name, "a list of labels");
  }

  /** A list of records. */
  records(name: string, length?: number): SavedRecord[] {
    return this.list(name, length).map((value, i) => new SavedRecord(value, `${this.#pathOf(name)}[${i}]`));
  }

  /** Numbers, whether they were saved as an array of doubles or as a list. */
  numbers(name: string, length: number): Float64Array {
    return this.#numbers(name, this.value(name), length);
  }

  /** Lists of numbers, one of each length. */
  arrays(name: string, lengths: readonly number[]): Float64Array[] {
    return this.list(name, lengths.length).map((value, i) => this.#numbers(`${name}[${i}]`, value, lengths[i]!));
  }

  #numbers(name: string, value: unknown, length: number): Float64Array {
    const isList = Array.isArray(value) && value.every((own) => typeof own === "number");
    if (!isList && !(value instanceof Float64Array)) return this.#fail(name, `${length} numbers`);
    const numbers = Float64Array.from(value as ArrayLike<number>);
    return numbers.length === length ? numbers : this.#fail(name, `${length} numbers`);
  }

  #pathOf(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }

  #fail(name: string, expected: string): never {
    throw savedFormat(`\`${this.#pathOf(name)}\` is not ${expected}`);
  }
}
