# Seconds that bootMer takes for replicates of one model: Rscript lme4_bootstrap.R data.csv formula replicates. The function that
# it evaluates reads the same parameters that ours keeps.
suppressPackageStartupMessages(library(lme4))
given <- commandArgs(trailingOnly = TRUE)
data <- read.csv(given[1], stringsAsFactors = TRUE)
fit <- suppressMessages(suppressWarnings(lmer(as.formula(given[2]), data)))
parameters <- function(fit) c(fixef(fit), getME(fit, "theta"), sigma(fit))
set.seed(1)
took <- system.time(suppressMessages(suppressWarnings(bootMer(fit, parameters, nsim = as.integer(given[3])))))
cat(took[["elapsed"]])
