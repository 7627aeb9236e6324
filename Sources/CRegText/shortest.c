// Text from numbers: the fewest digits that read back as the same double, by the method of
// R. Giulietti, The Schubfach way to render doubles (2020).
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "CRegText.h"
#include "powers.h"

/// floor(power · c / 2^128), its lowest bit set where that left anything out.
static uint64_t product_to_odd(reg_power power, uint64_t c) {
  unsigned __int128 low = (unsigned __int128)power.lower * c;
  unsigned __int128 high = (unsigned __int128)power.upper * c + (uint64_t)(low >> 64);
  // What is below half a bit comes from the power's own error.
  return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

/// The power of five rounded up, as the bounds need it: the table cuts off where it is not exact.
static reg_power rounded_up(int q) {
  reg_power power = reg_power_of_five(q);
  if (q >= -27 && q <= 55) return power;
  power.lower++;
  power.upper += power.lower == 0;
  return power;
}

/// The digits and the decimal exponent of a positive finite double.
static uint64_t shortest(uint64_t bits, int *exponent) {
  uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
  int biased = (int)(bits >> 52);
  uint64_t c = biased ? fraction | (uint64_t)1 << 52 : fraction;
  int q = (biased ? biased : 1) - 1075;
  if (-q >= 0 && -q < 53 && (c & (((uint64_t)1 << -q) - 1)) == 0) {
    *exponent = 0;
    return c >> -q;
  }
  // The neighbour below a power of two is nearer.
  int is_uneven = fraction == 0 && biased > 1;
  int is_odd = c & 1;
  // floor(log10(2^q)), or of 3/4 · 2^q, and the shift that leaves two bits below the last digit.
  int k = (q * 1262611 - (is_uneven ? 524031 : 0)) >> 22;
  int shift = q + ((-k * 1741647) >> 19) + 1;
  reg_power power = rounded_up(-k);
  uint64_t lower = product_to_odd(power, (4 * c - 2 + (uint64_t)is_uneven) << shift) + is_odd;
  uint64_t value = product_to_odd(power, (4 * c) << shift);
  uint64_t upper = product_to_odd(power, (4 * c + 2) << shift) - is_odd;
  uint64_t digits = value / 4;
  if (digits >= 10) {
    uint64_t tens = digits / 10;
    int down_fits = lower <= 40 * tens, up_fits = 40 * tens + 40 <= upper;
    if (down_fits != up_fits) {
      *exponent = k + 1;
      return tens + (uint64_t)up_fits;
    }
  }
  *exponent = k;
  int down_fits = lower <= 4 * digits, up_fits = 4 * digits + 4 <= upper;
  if (down_fits != up_fits) return digits + (uint64_t)up_fits;
  uint64_t middle = 4 * digits + 2;
  return digits + (value > middle || (value == middle && (digits & 1)));
}

static const char pairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546"
    "4748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293"
    "949596979899";

/// Writes the digits of an integer so that they end before `end`; gives their number.
static int write_digits(uint64_t digits, char *end) {
  char *at = end;
  while (digits >= 100) {
    at -= 2;
    memcpy(at, pairs + 2 * (digits % 100), 2);
    digits /= 100;
  }
  if (digits >= 10) {
    at -= 2;
    memcpy(at, pairs + 2 * digits, 2);
  } else {
    *--at = (char)('0' + digits);
  }
  return (int)(end - at);
}

int reg_write_number(double number, char *out) {
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  char *at = out;
  if (bits >> 63) *at++ = '-';
  bits &= ~((uint64_t)1 << 63);
  if (bits == 0) {
    *at++ = '0';
    return (int)(at - out);
  }
  int exponent;
  uint64_t digits = shortest(bits, &exponent);
  while (exponent < 0 && digits % 10 == 0) {
    digits /= 10;
    exponent++;
  }
  char text[24];
  char *end = text + sizeof text;
  int count = write_digits(digits, end);
  const char *first = end - count;
  // Where the mark stands behind the first digit.
  int scale = exponent + count - 1;
  if (scale < -4 || scale > 15) {
    while (count > 1 && first[count - 1] == '0') count--;
    *at++ = first[0];
    if (count > 1) {
      *at++ = '.';
      memcpy(at, first + 1, (size_t)count - 1);
      at += count - 1;
    }
    *at++ = 'e';
    *at++ = scale < 0 ? '-' : '+';
    int size = scale < 0 ? -scale : scale;
    if (size >= 100) {
      *at++ = (char)('0' + size / 100);
      size %= 100;
    }
    memcpy(at, pairs + 2 * size, 2);
    return (int)(at + 2 - out);
  }
  if (scale < 0) {
    memcpy(at, "0.0000", 6);
    at += 1 - scale;
    memcpy(at, first, (size_t)count);
    return (int)(at + count - out);
  }
  int whole = scale + 1;
  if (whole >= count) {
    memcpy(at, first, (size_t)count);
    memset(at + count, '0', (size_t)(whole - count));
    return (int)(at + whole - out);
  }
  memcpy(at, first, (size_t)whole);
  at[whole] = '.';
  memcpy(at + whole + 1, first + whole, (size_t)(count - whole));
  return (int)(at + count + 1 - out);
}
