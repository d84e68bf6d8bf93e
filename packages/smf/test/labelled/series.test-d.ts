// What the compiler knows of labelled vectors and matrices; this file is compiled with the tests and never run.
import { expectTypeOf, test } from "vitest";
import { Frame } from "../../src/labelled/frame.ts";
import { Series } from "../../src/labelled/series.ts";

test("numbers are doubles, other values lists", () => {
  const numbers = new Series(["a", "b"], [1, 2]);
  expectTypeOf(numbers).toEqualTypeOf<Series<number>>();
  expectTypeOf(numbers).toEqualTypeOf<Series>();
  expectTypeOf(numbers.values).toEqualTypeOf<Float64Array>();
  expectTypeOf(new Series(["a"], ["text"]).values).toEqualTypeOf<readonly string[]>();
  expectTypeOf(numbers.get("a")).toBeNumber();
  expectTypeOf(numbers.get("a", null)).toEqualTypeOf<number | null>();
});

test("one label gives a value, several give a part", () => {
  const numbers = new Series(["a", "b"], [1, 2]);
  expectTypeOf(numbers.loc("a")).toBeNumber();
  expectTypeOf(numbers.loc(["a"])).toEqualTypeOf<Series>();
  expectTypeOf(numbers.loc({ start: "a" })).toEqualTypeOf<Series>();
  expectTypeOf(numbers.loc(numbers.gt(1))).toEqualTypeOf<Series>();
  expectTypeOf(numbers.iloc(-1)).toBeNumber();
  expectTypeOf(numbers.gt(1)).toEqualTypeOf<Series<boolean>>();
  expectTypeOf(numbers.map((x) => (x > 1 ? "large" : "small")).values).toExtend<readonly string[]>();
  const frame = new Frame(["r"], ["x"], [[1]]);
  expectTypeOf(frame).toEqualTypeOf<Frame>();
  expectTypeOf(frame.loc("r")).toEqualTypeOf<Series>();
  expectTypeOf(frame.loc("r", "x")).toBeNumber();
  expectTypeOf(frame.loc(["r"])).toEqualTypeOf<Frame>();
  expectTypeOf(frame.loc({}, "x")).toEqualTypeOf<Series>();
  expectTypeOf(frame.iloc(0, [0])).toEqualTypeOf<Series>();
});

test("a frame may mix kinds", () => {
  const mixed = new Frame(["r"], ["x", "t"], [[1, "a"]]);
  expectTypeOf(mixed).toEqualTypeOf<Frame<string | number>>();
  expectTypeOf(mixed.column("t").values).toEqualTypeOf<Float64Array | readonly (string | number)[]>();
  expectTypeOf(mixed.to_dict("records")).toEqualTypeOf<Record<string, string | number>[]>();
});

test("what cannot be computed or selected with is refused", () => {
  const numbers = new Series(["a", "b"], [1, 2]);
  // @ts-expect-error texts are no numbers
  numbers.add("1");
  // @ts-expect-error positions are numbers
  numbers.iloc("a");
  // @ts-expect-error pandas' option that has no meaning here
  numbers.sort_values({ inplace: true });
  // @ts-expect-error an index cannot be written to
  numbers.index[0] = "c";
  // @ts-expect-error no such orientation
  new Frame(["r"], ["x"], [[1]]).to_dict("rows");
});
