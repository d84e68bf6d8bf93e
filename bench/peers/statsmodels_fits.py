"""In: names of cases in tools/fixtures/cases.json. Out, on standard output: one JSON record with the times of statsmodels'
mixedlm(...).fit() and of its printed summary on each, in milliseconds, warm, data read beforehand.
"""
import json
import sys
import time
import warnings
from pathlib import Path

import pandas
import statsmodels
import statsmodels.formula.api as smf

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2
LEAST = 5


def main(wanted):
    warnings.simplefilter("ignore")
    cases = json.loads((ROOT / "tools/fixtures/cases.json").read_text())
    by_name = {f"{case['dataset']}/{case['case']}": case for case in cases}
    jobs = {name: time_job(by_name[name]) for name in wanted}
    print(json.dumps({"engine": f"statsmodels {statsmodels.__version__.split('+')[0]}", "jobs": jobs}))


def time_job(case):
    df = pandas.read_csv(ROOT / "fixtures" / case["dataset"] / "data.csv")

    def fit():
        return smf.mixedlm(case["formula"], df, groups=case["groups"], re_formula=case.get("re_formula"),
                           vc_formula=case.get("vc_formula")).fit()

    result = fit()
    return {
        "fit": repeat(fit),
        "summary": repeat(lambda: str(result.summary())),
        "logLik": float(result.llf),
        "converged": bool(result.converged),
    }


def repeat(work):
    times = []
    end = time.perf_counter() + SECONDS
    while len(times) < LEAST or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return times


main(sys.argv[1:])
