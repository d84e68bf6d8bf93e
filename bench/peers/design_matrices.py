"""In: rows and groups. Out, on standard output: JSON, medians in milliseconds of making the matrices of
y ~ x + a with a random intercept, and with a random slope of x: by patsy with pandas' groupby, and by constructing
statsmodels' MixedLM, which holds them group by group. Warm, the data in memory, text in columns of objects.
"""
import json
import statistics
import sys
import time
import warnings

import numpy
import pandas
import patsy
import statsmodels
import statsmodels.formula.api as smf

REPETITIONS = 3


def main(rows, groups):
    warnings.simplefilter("ignore")
    rng = numpy.random.default_rng(7)
    df = pandas.DataFrame({name: rng.random(rows) for name in ["y", "x"]})
    df["a"] = [f"level {'abcd'[code]}" for code in rng.integers(0, 4, rows)]
    df["g"] = [f"group {code:06d}" for code in rng.integers(0, groups, rows)]

    def matrices(re_formula):
        return patsy.dmatrices("y ~ x + a", df), patsy.dmatrix(re_formula, df), df.groupby("g").ngroup()

    def model(re_formula):
        return smf.mixedlm("y ~ x + a", df, groups=df["g"], re_formula=re_formula)

    record = [
        {"engine": f"patsy {patsy.__version__}, pandas {pandas.__version__}", "milliseconds": {
            "dmatrices and groupby, intercept": median(lambda: matrices("1")),
            "dmatrices and groupby, slope": median(lambda: matrices("x"))}},
        {"engine": f"statsmodels {statsmodels.__version__.split('+')[0]}", "milliseconds": {
            "mixedlm without fit, intercept": median(lambda: model("1")),
            "mixedlm without fit, slope": median(lambda: model("x"))}},
    ]
    print(json.dumps(record))


def median(work):
    times = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


main(int(float(sys.argv[1])), int(float(sys.argv[2])))
