#include <math.h>

#include "CRegKernels.h"
#include "target.h"

REG_KERNEL void reg_quantize(long count, const double *restrict x, short *restrict q,
                             double *scale, double *error) {
#pragma clang fp reassociate(on)
  double largest = 0;
  for (long i = 0; i < count; i++) {
    double size = x[i] < 0 ? -x[i] : x[i];
    largest = size > largest ? size : largest;
  }
  double step = largest > 0 ? largest / 32767 : 1;
  double lost = 0;
  for (long i = 0; i < count; i++) {
    double exact = x[i] / step;
    int rounded = (int)(exact + (exact < 0 ? -0.5 : 0.5));
    q[i] = (short)rounded;
    double rest = x[i] - step * rounded;
    lost += rest * rest;
  }
  *scale = step;
  *error = sqrt(lost);
}

REG_KERNEL float reg_quantized_dot(long count, const short *restrict q, const float *restrict r) {
#pragma clang fp reassociate(on)
  float sum = 0;
  for (long i = 0; i < count; i++) sum += (float)q[i] * r[i];
  return sum;
}
