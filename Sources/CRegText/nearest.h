// The double nearest to w · 10^q.
//
// Method: D. Lemire, Number parsing at a gigabyte per second, Softw. Pract. Exp. 51 (2021), after
// M. Eisel; N. Mushtak and D. Lemire, Fast number parsing without fallback (2023).
#pragma once

#include <string.h>

#include "powers.h"

static inline double reg_double_of_bits(uint64_t bits) {
  double number;
  memcpy(&number, &bits, sizeof number);
  return number;
}

/// The bits of the double nearest to w · 10^q, ties to even, for w > 0; those of infinity where that
/// is too large. Sets *is_sure to 0, and gives no answer, where the product may be too short to tell.
static inline uint64_t reg_nearest_bits(uint64_t w, long q, int *is_sure) {
  // Below 10^-342 · 2^64 nothing is left, above 10^308 all is infinite.
  if (q < -342) return 0;
  if (q > 308) return (uint64_t)0x7FF << 52;
  int zeros = __builtin_clzll(w);
  w <<= zeros;
  reg_power power = reg_power_of_five((int)q);
  unsigned __int128 product = (unsigned __int128)w * power.upper;
  uint64_t upper = (uint64_t)(product >> 64), lower = (uint64_t)product;
  // The bits below the 55 that decide are all ones: what was cut off the power may carry into them.
  if ((upper & 0x1FF) == 0x1FF) {
    uint64_t more = (uint64_t)(((unsigned __int128)w * power.lower) >> 64);
    lower += more;
    upper += lower < more;
    if (lower == UINT64_MAX && (q < -27 || q > 55)) *is_sure = 0;
  }
  int top = (int)(upper >> 63);
  uint64_t significand = upper >> (top + 9);
  // (217706 q) >> 16 is floor(log2(10^q)) in the range of q.
  long exponent = ((217706 * q) >> 16) + 63 + 1023 + top - zeros;
  if (__builtin_expect(exponent <= 0, 0)) {
    if (exponent <= -63) return 0;
    // Below the normal doubles the step no longer shrinks. No tie is possible there.
    significand >>= 1 - exponent;
    significand += significand & 1;
    // A carry into bit 52 is the exponent of the smallest normal double.
    return significand >> 1;
  }
  // Only for these powers can w · 10^q lie halfway between two doubles; it does where nothing is
  // left below the halving bit, and then an even significand must not be rounded up.
  if (lower <= 1 && q >= -4 && q <= 23 && (significand & 3) == 1 &&
      significand << (top + 9) == upper)
    significand &= ~(uint64_t)1;
  significand += significand & 1;
  significand >>= 1;
  // Rounding up may carry into the exponent, which addition then does by itself.
  uint64_t bits = ((uint64_t)(exponent - 1) << 52) + significand;
  return bits >= (uint64_t)0x7FF << 52 ? (uint64_t)0x7FF << 52 : bits;
}
