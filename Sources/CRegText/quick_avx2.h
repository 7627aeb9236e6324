// A plain number and what ends it, without a branch on how long it is: included by the rows for AVX2.

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#include "nearest.h"

#define QUICK __attribute__((target("avx2,bmi,bmi2,lzcnt"), always_inline)) static inline

// Ones from the middle on: 32 bytes from `reg_ones + n` on have ones in all but the first 32 - n.
static const unsigned char reg_ones[64] __attribute__((aligned(64))) = {
    [32] = 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255,        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

/// How many of the bytes from `at` on come before a delimiter or a byte up to CR; 32 if all do.
/// There must be 32.
QUICK int quick_length(const unsigned char *at, unsigned char delimiter) {
  __m256i window = _mm256_loadu_si256((const __m256i *)at);
  __m256i ends = _mm256_or_si256(
      _mm256_cmpeq_epi8(window, _mm256_set1_epi8((char)delimiter)),
      _mm256_cmpeq_epi8(_mm256_min_epu8(window, _mm256_set1_epi8('\r')), window));
  return (int)_tzcnt_u32((unsigned)_mm256_movemask_epi8(ends));
}

/// The whole number that the last `size` of the 8 bytes before `end` are, if all are digits.
QUICK int quick_whole(const unsigned char *end, int size, uint64_t *whole) {
  uint64_t digits;
  memcpy(&digits, end - 8, 8);
  // Digits become their values, and the bytes before them zeros.
  digits = (digits ^ 0x3030303030303030) & (~(uint64_t)0 << (64 - 8 * size));
  if (((digits + 0x7676767676767676) | digits) & 0x8080808080808080) return 0;
  // Neighbours are joined: to four numbers of two digits, then to one.
  digits = digits * 10 + (digits >> 8);
  const uint64_t mask = 0x000000FF000000FF;
  *whole = ((digits & mask) * (100 + (1000000ULL << 32)) +
            ((digits >> 16) & mask) * (1 + (10000ULL << 32))) >>
           32;
  return 1;
}

/// The number that `length` bytes are, at most 32, if it has a minus, digits and a decimal mark
/// only, and no more than 19 digits that count. 33 bytes before their end must be there.
QUICK int quick_number(const unsigned char *start, int length, unsigned char decimal,
                       double *number) {
  const unsigned char *end = start + length;
  uint64_t sign = *start == '-';
  int size = length - (int)sign;
  if (size <= 0) return 0;
  uint64_t whole;
  if (size <= 8 && quick_whole(end, size, &whole)) {
    double magnitude = (double)(int64_t)whole;
    uint64_t bits;
    memcpy(&bits, &magnitude, sizeof bits);
    *number = reg_double_of_bits(bits | sign << 63);
    return 1;
  }
  // The bytes up to the end, and the same one place further right.
  __m256i here = _mm256_loadu_si256((const __m256i *)(end - 32));
  __m256i moved = _mm256_loadu_si256((const __m256i *)(end - 33));
  unsigned marks =
      (unsigned)_mm256_movemask_epi8(
          _mm256_cmpeq_epi8(here, _mm256_set1_epi8((char)decimal))) &
      (unsigned)(~(uint64_t)0 << (32 - size));
  int has_mark = marks != 0;
  int mark = has_mark ? (int)_tzcnt_u32(marks) : -1;
  // Digits before the mark move over it.
  __m256i behind = _mm256_loadu_si256((const __m256i *)(reg_ones + 31 - mark));
  __m256i digits = _mm256_blendv_epi8(moved, here, behind);
  int count = size - has_mark;
  __m256i kept = _mm256_loadu_si256((const __m256i *)(reg_ones + count));
  digits = _mm256_and_si256(_mm256_sub_epi8(digits, _mm256_set1_epi8('0')), kept);
  __m256i excess = _mm256_subs_epu8(digits, _mm256_set1_epi8(9));
  if (count == 0 || !_mm256_testz_si256(excess, excess)) return 0;
  // Neighbours are joined until each half of the register holds two numbers of eight digits.
  __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
  __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
  __m256i packed = _mm256_packus_epi32(fours, fours);
  __m256i eights = _mm256_madd_epi16(packed, _mm256_set1_epi32(0x00012710));
  uint64_t left = (uint64_t)_mm_cvtsi128_si64(_mm256_castsi256_si128(eights));
  uint64_t right = (uint64_t)_mm_cvtsi128_si64(_mm256_extracti128_si256(eights, 1));
  uint64_t upper = (left & 0xFFFFFFFF) * 100000000 + (left >> 32);
  uint64_t lower = (right & 0xFFFFFFFF) * 100000000 + (right >> 32);
  if (upper > 999) return 0;
  uint64_t w = upper * 10000000000000000 + lower;
  int fraction = has_mark ? 31 - mark : 0;
  uint64_t bits = 0;
  if (w != 0) {
    int is_sure = 1;
    bits = reg_nearest_bits(w, -fraction, &is_sure);
    if (!is_sure) return 0;
  }
  *number = reg_double_of_bits(bits | sign << 63);
  return 1;
}

#undef QUICK
