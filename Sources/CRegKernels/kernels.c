#include "CRegKernels.h"
#include "target.h"

REG_KERNEL double reg_sum_about(long count, const double *x, double origin,
                                const double *weights) {
#pragma clang fp reassociate(on)
  double sum = 0;
  if (weights) {
    for (long i = 0; i < count; i++) sum += weights[i] * (x[i] - origin);
  } else {
    for (long i = 0; i < count; i++) sum += x[i] - origin;
  }
  return sum;
}

REG_KERNEL double reg_squares_about(long count, const double *x, double center,
                                    const double *weights) {
#pragma clang fp reassociate(on)
  double sum = 0;
  if (weights) {
    for (long i = 0; i < count; i++) sum += weights[i] * ((x[i] - center) * (x[i] - center));
  } else {
    for (long i = 0; i < count; i++) sum += (x[i] - center) * (x[i] - center);
  }
  return sum;
}

REG_KERNEL void reg_standardize(long count, const double *restrict x, double center, double length,
                                double root, const double *restrict roots, double *restrict out) {
  if (roots) {
    for (long i = 0; i < count; i++) out[i] = (x[i] - center) / length * roots[i];
  } else {
    for (long i = 0; i < count; i++) out[i] = (x[i] - center) / length * root;
  }
}

REG_KERNEL int reg_all_finite(long count, const double *x) {
#pragma clang fp reassociate(on)
  // Zero times what is not finite is not a number, and stays it in every sum.
  double sum = 0;
  for (long i = 0; i < count; i++) sum += x[i] * 0;
  return sum == 0;
}

REG_KERNEL int reg_all_equal(long count, const double *x) {
  for (long start = 0; start < count; start += 256) {
    long end = count - start < 256 ? count : start + 256;
    int differs = 0;
    for (long i = start; i < end; i++) differs |= x[i] != x[0];
    if (differs) return 0;
  }
  return 1;
}

// A column that does not fit into the first cache is gone through once: the moments of each run of
// rows are taken in two passes, which lose nothing, and put together (Chan et al. 1983).
#define RUN 2048

REG_KERNEL void reg_moments(long count, const double *x, const double *weights, double *mean,
                            double *squares, double *weight, int *equal) {
  double total = 0, center = 0, around = 0;
  int differs = 0;
  for (long start = 0; start < count; start += RUN) {
    long end = count - start < RUN ? count : start + RUN;
    double origin = x[start], sum = 0, share = (double)(end - start), local = 0;
    {
#pragma clang fp reassociate(on)
      if (weights) {
        share = 0;
        for (long i = start; i < end; i++) share += weights[i];
        for (long i = start; i < end; i++) sum += weights[i] * (x[i] - origin);
      } else {
        for (long i = start; i < end; i++) sum += x[i] - origin;
      }
      if (share == 0) continue;
      double middle = origin + sum / share;
      if (weights) {
        for (long i = start; i < end; i++) {
          local += weights[i] * ((x[i] - middle) * (x[i] - middle));
        }
      } else {
        for (long i = start; i < end; i++) local += (x[i] - middle) * (x[i] - middle);
      }
      for (long i = start; i < end; i++) differs |= x[i] != x[0];
    }
    double middle = origin + sum / share;
    double distance = middle - center;
    double part = share / (total + share);
    around += local + distance * distance * total * part;
    center += distance * part;
    total += share;
  }
  *mean = center;
  *squares = around;
  *weight = total;
  *equal = !differs;
}
