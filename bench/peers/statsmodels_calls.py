"""In: a JSON text with names of cases in tools/fixtures/cases.json, and the calls to make on one of them. Out, on standard
output: one JSON record of what statsmodels took for each, in milliseconds a repetition, warm, data read beforehand: making,
fitting and printing a model, and a call on a result that was not asked before. Calls are twins of those in smf-jobs.ts.
"""
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas
import statsmodels
import statsmodels.formula.api as smf

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2
LEAST = 5
# those that take long are not made hundreds of times to be forgotten
MOST_SECONDS = 20

CALLS = {
    "random_effects": lambda result: result.random_effects,
    "random_effects_cov": lambda result: result.random_effects_cov,
    "fittedvalues": lambda result: result.fittedvalues,
    "conf_int": lambda result: result.conf_int(),
    "t_test": lambda result: result.t_test(np.array([[0, 1]])),
    "predict": lambda result: result.predict({"Time": [1, 2, 3]}),
    "profile_re": lambda result: result.profile_re(0, vtype="re", num_low=2, dist_low=0.5, num_high=2, dist_high=0.5),
    "fit_regularized": lambda result: result.model.fit_regularized(alpha=2),
}


def main(wanted):
    warnings.simplefilter("ignore")
    cases = json.loads((ROOT / "tools/fixtures/cases.json").read_text())
    by_name = {f"{case['dataset']}/{case['case']}": case for case in cases}
    models = {name: time_model(by_name[name]) for name in wanted["models"]}
    make = maker(by_name[wanted["asked"]])
    calls = {name: repeat(CALLS[name], lambda: make().fit()) for name in wanted["calls"]}
    engine = f"statsmodels {statsmodels.__version__.split('+')[0]}"
    print(json.dumps({"engine": engine, "models": models, "calls": calls}))


def maker(case):
    df = pandas.read_csv(ROOT / "fixtures" / case["dataset"] / "data.csv")
    return lambda: smf.mixedlm(case["formula"], df, groups=case["groups"], re_formula=case.get("re_formula"),
                               vc_formula=case.get("vc_formula"))


def time_model(case):
    make = maker(case)
    result = make().fit()
    return {
        "times": repeat(lambda _: str(make().fit().summary()), lambda: None),
        "logLik": float(result.llf),
        "converged": bool(result.converged),
    }


def repeat(work, prepare):
    """Times of the work on what `prepare` makes, which is off the clock."""
    work(prepare())
    times = []
    begin = time.perf_counter()
    while len(times) < LEAST or time.perf_counter() < begin + SECONDS:
        given = prepare()
        start = time.perf_counter()
        work(given)
        times.append(1e3 * (time.perf_counter() - start))
        if time.perf_counter() > begin + MOST_SECONDS:
            break
    return times


main(json.loads(sys.argv[1]))
