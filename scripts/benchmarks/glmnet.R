# glmnet on a benchmark's folder: glmnet.R TASK FOLDER, answering lines as station.py says.
suppressMessages(library(glmnet))
arguments <- commandArgs(trailingOnly = TRUE)
task <- arguments[1]
folder <- arguments[2]
numbers <- function(name) {
  path <- file.path(folder, name)
  readBin(path, "double", file.size(path) / 8)
}
y <- numbers("y")
x <- matrix(numbers("x"), length(y))
lambdas <- numbers("lambdas")
# It would stop early otherwise, and answer fewer values of lambda.
glmnet.control(fdev = 0, devmax = 1)

fit_path <- function(threshold, at = lambdas) {
  glmnet(x, y, lambda = at, standardize = FALSE, thresh = threshold, maxit = 1e8)
}
table_of <- function(fit) rbind(fit$a0, as.matrix(fit$beta))
prepared <- if (task == "new") fit_path(1e-7)

run <- list(
  path = function(threshold) table_of(fit_path(threshold)),
  cv = function(threshold) {
    cv.glmnet(x, y, lambda = lambdas, foldid = numbers("folds") + 1, standardize = FALSE,
              thresh = threshold, maxit = 1e8)$cvm
  },
  ridge = function(threshold) {
    # With alpha = 0 its lambda is in units of the response's deviation.
    spread <- sqrt(mean((y - mean(y))^2))
    fit <- glmnet(x, y, alpha = 0, lambda = lambdas * spread, standardize = FALSE,
                  thresh = threshold, maxit = 1e8)
    table_of(fit)
  },
  # Exact coefficients mean a fit of the whole path once more, with the new lambdas in it.
  new = function(threshold) {
    as.matrix(coef(prepared, s = numbers("new"), exact = TRUE, x = x, y = y))
  })[[task]]
# What one run answers, where the time asked for is that of one answer.
answers <- if (task == "new") length(numbers("new")) else 1

input <- file("stdin")
open(input)
while (length(line <- readLines(input, 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  if (words[1] == "run") {
    threshold <- if (words[2] == "default") 1e-7 else as.numeric(words[2])
    seconds <- system.time(result <- run(threshold))[["elapsed"]]
    cat(format(seconds / answers, digits = 10), "\n")
  } else {
    writeBin(as.vector(result), words[2])
    cat("written\n")
  }
  flush(stdout())
}
