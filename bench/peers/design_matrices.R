# In: rows and groups. Out, on standard output: JSON, medians in milliseconds of lme4's lFormula(), which makes the matrices
# of y ~ x + a with a random intercept, and with a random slope of x. Warm, the data in memory, text as text.

suppressPackageStartupMessages({
  library(lme4)
  library(jsonlite)
})

size <- as.numeric(commandArgs(trailingOnly = TRUE))
repetitions <- 3

set.seed(7)
n <- size[1]
data <- data.frame(
  y = runif(n), x = runif(n),
  a = paste("level", sample(c("a", "b", "c", "d"), n, TRUE)),
  g = sprintf("group %06d", sample.int(size[2], n, TRUE)),
  stringsAsFactors = FALSE
)

median_time <- function(work) {
  median(vapply(seq_len(repetitions), function(i) 1e3 * system.time(work())[["elapsed"]], 0))
}

times <- list(
  "lFormula, intercept" = unbox(median_time(function() lFormula(y ~ x + a + (1 | g), data))),
  "lFormula, slope" = unbox(median_time(function() lFormula(y ~ x + a + (1 + x | g), data)))
)
engine <- paste("lme4", packageVersion("lme4"))
cat(toJSON(list(list(engine = unbox(engine), milliseconds = times)), digits = NA))
