// What a result holds for each group, as a Map that its readers cannot change: neither its entries, nor what these are
// made of. Values are copied when they are asked for, not all of them at once, so that a loop over groups costs what it
// says.
import { readOnly } from "../errors.ts";

/** A Map whose entries stay, and give out copies. */
export class ReadOnlyMap<K, V> extends Map<K, V> {
  readonly #name: string;
  readonly #copy: (value: V) => V;

  /**
   * @param name - what it is called, for messages.
   * @param copy - copies a value; not needed for values that cannot be changed.
   */
  constructor(name: string, entries: Iterable<readonly [K, V]>, copy: (value: V) => V = (value) => value) {
    super();
    this.#name = name;
    this.#copy = copy;
    for (const [key, value] of entries) super.set(key, value);
    Object.freeze(this);
  }

  override get(key: K): V | undefined {
    return super.has(key) ? this.#copy(super.get(key)!) : undefined;
  }

  override *entries(): Generator<[K, V], undefined> {
    for (const [key, value] of super.entries()) yield [key, this.#copy(value)];
    return undefined;
  }

  override *values(): Generator<V, undefined> {
    for (const value of super.values()) yield this.#copy(value);
    return undefined;
  }

  override [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries();
  }

  override forEach(f: (value: V, key: K, map: Map<K, V>) => void, self?: unknown): void {
    for (const [key, value] of this.entries()) f.call(self, value, key, this);
  }

  /** @throws {@link SmfError} `read-only` */
  override set(): never {
    throw readOnly(this.#name);
  }

  /** @throws {@link SmfError} `read-only` */
  override delete(): never {
    throw readOnly(this.#name);
  }

  /** @throws {@link SmfError} `read-only` */
  override clear(): never {
    throw readOnly(this.#name);
  }
}
