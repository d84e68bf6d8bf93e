# In: names of cases in tools/fixtures/cases.json. Out, on standard output: one JSON record with the times of lme4's lmer()
# with its default settings and of its printed summary on each, in milliseconds, warm, data read beforehand.

suppressPackageStartupMessages({
  library(lme4)
  library(jsonlite)
})

root <- file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "..", "..")
wanted <- commandArgs(trailingOnly = TRUE)
seconds <- 2
least <- 5

now <- function() as.numeric(Sys.time())

repeated <- function(work) {
  times <- numeric(0)
  end <- now() + seconds
  while (length(times) < least || now() < end) {
    start <- now()
    work()
    times <- c(times, 1e3 * (now() - start))
  }
  times
}

time_job <- function(case) {
  data <- read.csv(file.path(root, "fixtures", case$dataset, "data.csv"))
  formula <- as.formula(case$lme4)
  data[[case$groups]] <- factor(data[[case$groups]])
  fit <- function() lmer(formula, data)
  result <- fit()
  list(
    fit = repeated(fit),
    summary = repeated(function() capture.output(print(summary(result)))),
    logLik = unbox(as.numeric(logLik(result))),
    converged = unbox(is.null(result@optinfo$conv$lme4$code))
  )
}

cases <- fromJSON(file.path(root, "tools", "fixtures", "cases.json"), simplifyDataFrame = FALSE)
names(cases) <- vapply(cases, function(case) paste0(case$dataset, "/", case$case), "")
jobs <- suppressMessages(lapply(cases[wanted], time_job))
cat(toJSON(list(engine = unbox(paste("lme4", packageVersion("lme4"))), jobs = jobs), digits = NA))
