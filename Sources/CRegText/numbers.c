// Numbers from text: Clinger's exact cases, then the method of Eisel and Lemire, then the C library.
#define _GNU_SOURCE
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "CRegText.h"
#include "nearest.h"

// A decimal halfway between two doubles has at most 767 digits, so one digit more that is not zero
// says all about the rest.
enum { LONGEST = 770 };

/// Any number of digits: the bytes from `first` to `end`, with a decimal mark among them, are the
/// digits of an integer that 10^exponent is to scale.
static double read_long(const unsigned char *first, const unsigned char *end, unsigned char decimal,
                        long exponent) {
  char digits[LONGEST + 32];
  int count = 0, has_more = 0;
  for (const unsigned char *at = first; at < end; at++) {
    if (*at == decimal || (*at == '0' && count == 0)) continue;
    if (count < LONGEST - 1) {
      digits[count++] = (char)*at;
    } else {
      has_more |= *at != '0';
      exponent++;
    }
  }
  if (count == 0) return 0;
  if (has_more) {
    digits[count++] = '1';
    exponent--;
  }
  snprintf(digits + count, 32, "e%ld", exponent);
  locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  // Without memory for a locale, of which glibc needs none here, the program's own must do.
  if (!plain) return strtod(digits, NULL);
  double number = strtod_l(digits, NULL, plain);
  freelocale(plain);
  return number;
}

static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

long reg_read_number(const unsigned char *bytes, long start, long count, unsigned char decimal,
                     double *number) {
  const unsigned char *at = bytes + start, *end = bytes + count;
  int is_negative = at < end && *at == '-';
  if (at < end && (*at == '-' || *at == '+')) at++;
  const unsigned char *first = at;
  uint64_t w = 0;
  while (at < end && (unsigned char)(*at - '0') < 10) w = w * 10 + (*at++ - '0');
  long digits = at - first, exponent = 0;
  if (at < end && *at == decimal) {
    const unsigned char *fraction = ++at;
    while (at < end && (unsigned char)(*at - '0') < 10) w = w * 10 + (*at++ - '0');
    exponent = fraction - at;
    digits -= exponent;
  }
  if (digits == 0) return -1;
  const unsigned char *digits_end = at;
  if (at < end && (*at | 0x20) == 'e') {
    at++;
    int is_small = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    if (at == end || (unsigned char)(*at - '0') >= 10) return -1;
    // No text is so long that its digits could make up for an exponent this large.
    const long largest = 1L << 60;
    long power = 0;
    for (; at < end && (unsigned char)(*at - '0') < 10; at++)
      power = power < largest / 10 ? power * 10 + (*at - '0') : largest;
    exponent += is_small ? -power : power;
  }
  double size;
  int is_sure = 1;
  if (digits > 19) {
    // Leading zeros do not count.
    const unsigned char *leading = first;
    for (; leading < digits_end && (*leading == '0' || *leading == decimal); leading++)
      digits -= *leading == '0';
  }
  if (digits > 19) {
    is_sure = 0;
  } else if (w == 0) {
    size = 0;
  } else if (w <= (uint64_t)1 << 53 && exponent >= -22 && exponent <= 22) {
    // Both are exact doubles, so there is one rounding.
    size = exponent < 0 ? (double)w / exact_powers[-exponent] : (double)w * exact_powers[exponent];
  } else {
    size = reg_double_of_bits(reg_nearest_bits(w, exponent, &is_sure));
  }
  if (!is_sure) size = read_long(first, digits_end, decimal, exponent);
  *number = is_negative ? -size : size;
  return at - bytes;
}
