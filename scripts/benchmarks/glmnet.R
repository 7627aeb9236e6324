# Times glmnet on a benchmark's folder: glmnet.R TASK FOLDER REPEATS TOLERANCE, as peer.py does.
suppressMessages(library(glmnet))
arguments <- commandArgs(trailingOnly = TRUE)
task <- arguments[1]
folder <- arguments[2]
threshold <- if (arguments[4] == "default") 1e-7 else as.numeric(arguments[4])
numbers <- function(name) {
  path <- file.path(folder, name)
  readBin(path, "double", file.size(path) / 8)
}
y <- numbers("y")
x <- matrix(numbers("x"), length(y))
lambdas <- numbers("lambdas")
# It would stop early otherwise, and answer fewer values of lambda.
glmnet.control(fdev = 0, devmax = 1)
run <- list(
  path = function() {
    fit <- glmnet(x, y, lambda = lambdas, standardize = FALSE, thresh = threshold, maxit = 1e7)
    rbind(fit$a0, as.matrix(fit$beta))
  },
  cv = function() {
    cv.glmnet(x, y, lambda = lambdas, foldid = numbers("folds") + 1, standardize = FALSE,
              thresh = threshold)$cvm
  },
  ridge = function() {
    spread <- sqrt(mean((y - mean(y))^2))
    fit <- glmnet(x, y, alpha = 0, lambda = lambdas * spread, standardize = FALSE,
                  thresh = threshold)
    rbind(fit$a0, as.matrix(fit$beta))
  })[[task]]
for (i in seq_len(as.integer(arguments[3]))) {
  seconds <- system.time(result <- run())[["elapsed"]]
  cat(seconds, "\n")
}
writeBin(as.vector(result), file.path(folder, "result.glmnet"))
