// Where rows start, sixty-four bytes at a time.
#include <stdint.h>
#include <string.h>

#include "CRegText.h"
#include "target.h"

// Compilers turn these into the widest vectors there are.
typedef unsigned char wide __attribute__((ext_vector_type(64)));
typedef _Bool wide_bits __attribute__((ext_vector_type(64)));

// A bit for each of 64 bytes that equals one. No function, since vectors this wide cannot be passed
// alike for all instruction sets.
#define BITS_EQUAL(bits, bytes, byte)                                                \
  do {                                                                               \
    wide_bits found = __builtin_convertvector((bytes) == (wide)(byte), wide_bits);   \
    memcpy(&(bits), &found, sizeof(bits));                                           \
  } while (0)

/// Each bit the parity of those up to it.
static inline uint64_t parities(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

static int ends_line(const reg_text *text, long at) {
  const unsigned char *bytes = text->bytes;
  if (bytes[at] == '\n') return 1;
  return bytes[at] == '\r' && !(at + 1 < text->count && bytes[at + 1] == '\n');
}

REG_KERNEL void reg_count_rows(const reg_text *text, long begin, long from, long to, int is_single,
                               reg_block *block) {
  *block = (reg_block){{0, 0}, {-1, -1}, 0, 0, 0};
  // Whether the next byte is behind a line end, outside of quotes by each guess.
  uint64_t is_behind[2] = {from == begin || ends_line(text, from - 1), 0};
  uint64_t inside = 0;
  wide any = 0, least = 255;
  for (long at = from; at < to; at += 64) {
    long width = to - at < 64 ? to - at : 64;
    wide bytes = 'x';  // Letters end no line.
    if (width == 64) {
      memcpy(&bytes, text->bytes + at, 64);
    } else {
      memcpy(&bytes, text->bytes + at, (size_t)width);
    }
    any |= bytes;
    least = __builtin_elementwise_min(least, bytes);
    uint64_t feeds, returns, quotes;
    BITS_EQUAL(feeds, bytes, '\n');
    BITS_EQUAL(returns, bytes, '\r');
    BITS_EQUAL(quotes, bytes, '"');
    uint64_t ends = feeds;
    if (returns) {
      int meets_feed = at + width < text->count && text->bytes[at + width] == '\n';
      ends |= returns & ~(feeds >> 1 | (uint64_t)meets_feed << (width - 1));
    }
    uint64_t valid = width == 64 ? ~(uint64_t)0 : ((uint64_t)1 << width) - 1;
    uint64_t eligible = is_single ? valid : valid & ~(feeds | returns);
    uint64_t quoted = inside;
    if (quotes) {
      quoted ^= parities(quotes);
      if (__builtin_popcountll(quotes) & 1) inside = ~inside;
    }
    for (int guess = 0; guess < 2; guess++) {
      uint64_t outer = ends & (guess ? quoted : ~quoted);
      uint64_t starts = (outer << 1 | is_behind[guess]) & eligible;
      is_behind[guess] = outer >> 63;
      if (starts && block->first[guess] < 0) block->first[guess] = at + __builtin_ctzll(starts);
      block->rows[guess] += __builtin_popcountll(starts);
    }
  }
  block->is_odd = inside != 0;
  block->has_high = __builtin_reduce_or(any) >> 7;
  block->has_zero = to > from && __builtin_reduce_min(least) == 0;
}
