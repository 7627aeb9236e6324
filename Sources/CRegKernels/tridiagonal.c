#include "CRegKernels.h"
#include "target.h"

// Rows side by side: sixteen keep the units busy while each waits for its own last step.
#define LANES 16

REG_FUSED_KERNEL void reg_tridiagonal_forms(long order, long height, const double *restrict rows,
                                            long ld, long shifts, const double *restrict lower,
                                            const double *restrict inverses,
                                            double *restrict packed, double *restrict out) {
  for (long first = 0; first < height; first += LANES) {
    long lanes = height - first < LANES ? height - first : LANES;
    for (long k = 0; k < order; k++) {
      for (long i = 0; i < lanes; i++) packed[k * LANES + i] = rows[k * ld + first + i];
      for (long i = lanes; i < LANES; i++) packed[k * LANES + i] = 0;
    }
    for (long s = 0; s < shifts; s++) {
      const double *l = lower + s * order, *d = inverses + s * order;
      double u[LANES] = {0}, sum[LANES] = {0};
      for (long k = 0; k < order; k++) {
        for (long i = 0; i < LANES; i++) {
          u[i] = packed[k * LANES + i] - l[k] * u[i];
          sum[i] += u[i] * d[k] * u[i];
        }
      }
      for (long i = 0; i < lanes; i++) out[s * height + first + i] = sum[i];
    }
  }
}
