"""In: a JSON file with a job: statsmodels' arguments, files of the data, how to repeat. Out, on standard output: one JSON
record of what mixedlm(...).fit() took: wall and CPU milliseconds of every call, criterion, and the process's largest size.
"""
import json
import sys
import time
import warnings
from pathlib import Path

import numpy
import pandas
import statsmodels
import statsmodels.formula.api as smf


def main(path):
    warnings.simplefilter("ignore")
    job = json.loads(Path(path).read_text())
    model = job["statsmodels"]
    df = read_data(job["files"])

    def fit():
        return smf.mixedlm(model["formula"], df, groups=model["groups"], re_formula=model.get("re_formula"),
                           vc_formula=model.get("vc_formula")).fit()

    start = now()
    result = fit()
    first = since(start)
    largest = peak()
    runs = repeat(fit, first, job["repeats"])
    print(json.dumps({
        "engine": f"statsmodels {statsmodels.__version__.split('+')[0]}",
        "wall": [wall for wall, _ in runs],
        "cpu": [cpu for _, cpu in runs],
        "evaluations": None,
        "objective": -2 * float(result.llf),
        "converged": bool(result.converged),
        "peak": largest,
    }))


def read_data(files):
    if "csv" in files:
        return pandas.read_csv(files["csv"])
    types = {"int32": "<i4", "float64": "<f8"}
    return pandas.DataFrame({one["name"]: numpy.fromfile(one["path"], types[one["type"]]) for one in files["columns"]})


def repeat(work, first, repeats):
    """A first call that takes longer than one is patient for is the measurement; otherwise it warms up."""
    if first[0] > 1e3 * repeats["patience"]:
        return [first]
    runs = []
    end = time.perf_counter() + repeats["seconds"]
    while len(runs) < repeats["least"] or time.perf_counter() < end:
        start = now()
        work()
        runs.append(since(start))
    return runs


def now():
    return time.perf_counter(), time.process_time()


def since(start):
    return [1e3 * (end - begin) for begin, end in zip(start, now())]


def peak():
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    return 1024 * int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))


main(sys.argv[1])
