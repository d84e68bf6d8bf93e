# In: a JSON file with a job: formula, files of the data, columns that are factors, how to repeat. Out, on standard output:
# one JSON record of what lmer() with its default settings took: wall and CPU milliseconds of every call including the
# covariance matrix of the fixed effects, evaluations, criterion, and the process's largest size.

suppressPackageStartupMessages({
  library(lme4)
  library(jsonlite)
})

now <- function() {
  times <- proc.time()
  1e3 * c(wall = as.numeric(Sys.time()), cpu = times[["user.self"]] + times[["sys.self"]])
}

read_column <- function(column) {
  bytes <- if (column$type == "int32") 4 else 8
  what <- if (column$type == "int32") "integer" else "double"
  readBin(column$path, what, file.size(column$path) / bytes, bytes, endian = "little")
}

read_data <- function(files) {
  if (!is.null(files$csv)) return(read.csv(files$csv))
  columns <- lapply(files$columns, read_column)
  names(columns) <- vapply(files$columns, function(column) column$name, "")
  list2DF(columns)
}

# a first call that takes longer than one is patient for is the measurement; otherwise it warms up
repeated <- function(work, first, repeats) {
  if (first[["wall"]] > 1e3 * repeats$patience) return(rbind(first))
  runs <- NULL
  end <- now()[["wall"]] + 1e3 * repeats$seconds
  while (NROW(runs) < repeats$least || now()[["wall"]] < end) {
    start <- now()
    work()
    runs <- rbind(runs, now() - start)
  }
  runs
}

peak <- function() {
  if (!file.exists("/proc/self/status")) return(NA)
  line <- grep("^VmHWM", readLines("/proc/self/status"), value = TRUE)
  1024 * as.numeric(gsub("\\D", "", line))
}

job <- fromJSON(commandArgs(trailingOnly = TRUE), simplifyDataFrame = FALSE)
data <- read_data(job$files)
for (name in job$factors) data[[name]] <- factor(data[[name]])
formula <- as.formula(job$formula)
fit <- function() {
  result <- suppressMessages(suppressWarnings(lmer(formula, data)))
  vcov(result)
  result
}
start <- now()
result <- fit()
first <- now() - start
largest <- peak()
runs <- repeated(fit, first, job$repeats)
record <- list(
  engine = unbox(paste("lme4", packageVersion("lme4"))),
  wall = unname(runs[, "wall"]),
  cpu = unname(runs[, "cpu"]),
  evaluations = unbox(result@optinfo$feval),
  objective = unbox(REMLcrit(result)),
  converged = unbox(is.null(result@optinfo$conv$lme4$code)),
  peak = unbox(largest)
)
cat(toJSON(record, digits = NA))
