#include <math.h>

#include "CRegKernels.h"
#include "target.h"

// The largest absolute value.
static inline double largest_size(long count, const double *x) {
#pragma clang fp reassociate(on)
  double largest = 0;
  for (long i = 0; i < count; i++) {
    double size = x[i] < 0 ? -x[i] : x[i];
    largest = size > largest ? size : largest;
  }
  return largest;
}

// What is smaller counts as lost: its reciprocal could overflow.
#define REG_TINY 1e-250

static inline int nearest(double x) { return (int)(x + (x < 0 ? -0.5 : 0.5)); }

REG_KERNEL void reg_quantize_column(long count, const double *restrict z, signed char *restrict coarse,
                                    signed char *restrict fine, double *steps, double *lost) {
  double largest = largest_size(count, z);
  double step = largest > REG_TINY ? largest / 127 : 1;
  double finest = step / 254;
  double inverse = 1 / step, inverse_finest = 1 / finest;
  double coarse_loss = 0, fine_loss = 0;
  {
#pragma clang fp reassociate(on)
    for (long i = 0; i < count; i++) {
      int whole = nearest(z[i] * inverse);
      double rest = z[i] - step * whole;
      int part = nearest(rest * inverse_finest);
      double left = rest - finest * part;
      coarse[i] = (signed char)whole;
      fine[i] = (signed char)part;
      coarse_loss += rest * rest;
      fine_loss += left * left;
    }
  }
  steps[0] = step;
  steps[1] = finest;
  lost[0] = sqrt(coarse_loss);
  lost[1] = sqrt(fine_loss);
}

REG_KERNEL void reg_quantize_vector(long count, const double *restrict v, short *restrict q,
                                    double *step, double *lost, double *norm) {
#pragma clang fp reassociate(on)
  double largest = largest_size(count, v);
  double unit = largest > REG_TINY ? largest / REG_QUANTIZED_LIMIT : 1;
  double inverse = 1 / unit, loss = 0, squares = 0;
  for (long i = 0; i < count; i++) {
    int whole = nearest(v[i] * inverse);
    double rest = v[i] - unit * whole;
    q[i] = (short)whole;
    loss += rest * rest;
    squares += v[i] * v[i];
  }
  *step = unit;
  *lost = sqrt(loss);
  *norm = sqrt(squares);
}

REG_KERNEL void reg_quantized_products(long count, long columns, const signed char *restrict q,
                                       long stride, const short *restrict v, double *restrict out) {
  for (long j = 0; j < columns; j++) {
    const signed char *column = q + j * stride;
    long total = 0;
    // So many terms of at most 127 · REG_QUANTIZED_LIMIT fit into 32 bits.
    for (long start = 0; start < count; start += 1024) {
      long end = count - start < 1024 ? count : start + 1024;
      int sum = 0;
#pragma clang loop vectorize_width(16) interleave_count(2)
      for (long i = start; i < end; i++) sum += (int)column[i] * (int)v[i];
      total += sum;
    }
    out[j] = (double)total;
  }
}
