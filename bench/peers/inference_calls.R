# In: a JSON file with a job: call, formula, a CSV file, columns that are factors, replicates. Out, on standard output: one
# JSON record: wall and CPU milliseconds of each call on a fit that was made before, and the answers, to be compared with ours.

suppressPackageStartupMessages({
  library(lme4)
  library(jsonlite)
})
# loaded before the clock runs, with what they load when they are first asked
for (package in c("lmerTest", "pbkrtest", "emmeans", "clubSandwich")) requireNamespace(package, quietly = TRUE)

job <- fromJSON(commandArgs(trailingOnly = TRUE))
data <- read.csv(job$csv)
for (name in job$factors) data[[name]] <- factor(data[[name]])
# packages evaluate the call of a fit again: the formula has to stand in it
fit <- suppressMessages(suppressWarnings(do.call(lmer, list(as.formula(job$formula), data = quote(data)))))
units <- diag(length(fixef(fit)))

calls <- list(
  # derivatives by finite differences are part of making lmerTest's object
  satterthwaite = function() {
    own <- lmerTest::as_lmerModLmerTest(fit)
    apply(units, 1, function(l) lmerTest::contest1D(own, l)$df)
  },
  `kenward-roger` = function() {
    adjusted <- pbkrtest::vcovAdj(fit)
    apply(units, 1, function(l) pbkrtest::Lb_ddf(l, vcov(fit), adjusted))
  },
  anova = function() stats::anova(lmerTest::as_lmerModLmerTest(fit), type = "III")$DenDF,
  # of all parameters, as ours
  profile = function() c(t(confint(fit, method = "profile", quiet = TRUE)[names(fixef(fit)), ])),
  emmeans = function() {
    means <- emmeans::emmeans(fit, pairwise ~ Machine, lmer.df = "kenward-roger")
    c(as.data.frame(means$emmeans)$df, as.data.frame(means$contrasts)$df)
  },
  robust = function() {
    robust <- clubSandwich::vcovCR(fit, type = "CR2")
    tests <- clubSandwich::coef_test(fit, vcov = robust, test = "Satterthwaite")
    if (is.null(tests$df)) tests$df_Satt else tests$df
  },
  influence = function() {
    deleted <- influence(fit, groups = "Pig")
    beta <- deleted[["fixed.effects[-Pig]"]]
    colSums(sweep(beta, 2, fixef(fit))^2)
  },
  leverage = function() sum(hatvalues(fit)),
  bootstrap = function() {
    numbers <- function(own) c(fixef(own), getME(own, "theta"), sigma(own))
    drawn <- bootMer(fit, numbers, nsim = job$replicates, seed = 1)
    apply(drawn$t[, seq_along(fixef(fit)), drop = FALSE], 2, sd, na.rm = TRUE)
  }
)
now <- function() {
  times <- proc.time()
  1e3 * c(wall = as.numeric(Sys.time()), cpu = times[["user.self"]] + times[["sys.self"]])
}
work <- function() suppressMessages(suppressWarnings(calls[[job$call]]()))

# a first call that takes seconds is the measurement; otherwise it warms up
start <- now()
answers <- work()
runs <- rbind(now() - start)
if (runs[, "cpu"] < 3000) {
  runs <- NULL
  end <- now()[["wall"]] + 3000
  while (NROW(runs) < 5 || now()[["wall"]] < end) {
    start <- now()
    work()
    runs <- rbind(runs, now() - start)
  }
}

packages <- c(bootMer = "lme4")
package <- if (job$peer %in% names(packages)) packages[[job$peer]] else job$peer
record <- list(
  engine = unbox(paste(package, packageVersion(package))),
  wall = unname(runs[, "wall"]),
  cpu = unname(runs[, "cpu"]),
  answers = unname(answers)
)
cat(toJSON(record, digits = NA))
