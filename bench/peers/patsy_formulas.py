"""In: formulas. Out, on standard output: one JSON record with the median time of patsy's ModelDesc.from_formula on each, in
microseconds, warm.
"""
import json
import statistics
import sys
import time

import patsy

RUNS = 7
TEXTS = 500


def main(formulas):
    times = {formula: time_formula(formula) for formula in formulas}
    print(json.dumps({"engine": f"patsy {patsy.__version__}", "times": times}))


def time_formula(formula):
    runs = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        for _ in range(TEXTS):
            patsy.ModelDesc.from_formula(formula)
        runs.append((time.perf_counter() - start) / TEXTS * 1e6)
    return statistics.median(runs[1:])


main(sys.argv[1:])
