// Distinct texts in a table of open addresses.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "CRegText.h"

typedef struct {
  const unsigned char *text;
  unsigned length, hash;
} level;

struct reg_levels {
  level *all;
  // Places in `all`, or -1; a power of two of them, at least twice as many as levels.
  int *slots;
  long count, room, mask;
  // Texts coded so far.
  long coded;
};

static int grow(reg_levels *levels) {
  long room = levels->room ? levels->room * 4 : 64;
  if (room > 1L << 30) return 0;
  level *all = realloc(levels->all, (size_t)room * sizeof *all);
  if (!all) return 0;
  levels->all = all;
  int *slots = malloc((size_t)room * 2 * sizeof *slots);
  if (!slots) return 0;
  memset(slots, 0xFF, (size_t)room * 2 * sizeof *slots);
  free(levels->slots);
  levels->slots = slots;
  levels->room = room;
  levels->mask = room * 2 - 1;
  for (long i = 0; i < levels->count; i++) {
    long slot = all[i].hash & levels->mask;
    while (slots[slot] >= 0) slot = (slot + 1) & levels->mask;
    slots[slot] = (int)i;
  }
  return 1;
}

reg_levels *reg_levels_make(void) {
  reg_levels *levels = calloc(1, sizeof *levels);
  if (levels && !grow(levels)) {
    reg_levels_free(levels);
    return NULL;
  }
  return levels;
}

void reg_levels_free(reg_levels *levels) {
  if (!levels) return;
  free(levels->all);
  free(levels->slots);
  free(levels);
}

long reg_levels_count(const reg_levels *levels) { return levels->count; }

const unsigned char *reg_levels_text(const reg_levels *levels, long level, unsigned *length) {
  *length = levels->all[level].length;
  return levels->all[level].text;
}

/// Whether texts of the same size are the same, without a call for the short ones.
static inline int is_same(const unsigned char *a, const unsigned char *b, unsigned size) {
  if (size >= 8) {
    for (unsigned at = 0;; at += 8) {
      // The last word may overlap the one before.
      if (at + 8 > size) at = size - 8;
      uint64_t x, y;
      memcpy(&x, a + at, 8);
      memcpy(&y, b + at, 8);
      if (x != y) return 0;
      if (at + 8 == size) return 1;
    }
  }
  for (unsigned i = 0; i < size; i++)
    if (a[i] != b[i]) return 0;
  return 1;
}

static unsigned hash_of(const unsigned char *text, unsigned size) {
  const uint64_t odd = 0x9E3779B97F4A7C15;
  uint64_t hash = size, word;
  for (; size >= 8; size -= 8, text += 8) {
    memcpy(&word, text, 8);
    hash = (hash ^ word) * odd;
    hash ^= hash >> 32;
  }
  word = 0;
  // Whole words need no call.
  if (size >= 4) {
    uint32_t first, last;
    memcpy(&first, text, 4);
    memcpy(&last, text + size - 4, 4);
    word = first | (uint64_t)last << 32;
  } else if (size > 0) {
    word = text[0] | (uint64_t)text[size / 2] << 8 | (uint64_t)text[size - 1] << 16;
  }
  hash = (hash ^ word) * odd;
  return (unsigned)(hash >> 32) ^ (unsigned)(hash >> 15);
}

/// The code of a text, which is added if it is new; -1 where memory is short.
static inline int code_of(reg_levels *levels, const unsigned char *text, unsigned length,
                          unsigned hash) {
  long slot = hash & levels->mask;
  for (int found; (found = levels->slots[slot]) >= 0; slot = (slot + 1) & levels->mask) {
    const level *known = levels->all + found;
    if (known->hash == hash && known->length == length &&
        is_same(known->text, text, length & ~REG_DOUBLED))
      return found;
  }
  if (levels->count == levels->room) {
    if (!grow(levels)) return -1;
    slot = hash & levels->mask;
    while (levels->slots[slot] >= 0) slot = (slot + 1) & levels->mask;
  }
  levels->all[levels->count] = (level){text, length, hash};
  levels->slots[slot] = (int)levels->count;
  return (int)levels->count++;
}

int reg_levels_code(reg_levels *levels, const unsigned char *origin, long count,
                    const reg_slice *slices, int *codes) {
  for (long i = 0; i < count; i++) {
    unsigned length = slices[i].length;
    if (length == REG_MISSING) {
      codes[i] = -1;
      continue;
    }
    const unsigned char *text = origin + slices[i].offset;
    codes[i] = code_of(levels, text, length, hash_of(text, length & ~REG_DOUBLED));
    if (codes[i] < 0) return 0;
    // Nearly every text another one.
    if (levels->count > 1024 && levels->count > (levels->coded + i) / 4 * 3) return 0;
  }
  levels->coded += count;
  return 1;
}

int reg_levels_add(reg_levels *levels, const reg_levels *others, int *codes) {
  for (long i = 0; i < others->count; i++) {
    const level *other = others->all + i;
    codes[i] = code_of(levels, other->text, other->length, other->hash);
    if (codes[i] < 0) return 0;
  }
  return 1;
}

void reg_recode(long count, int *values, const int *codes) {
  for (long i = 0; i < count; i++)
    if (values[i] >= 0) values[i] = codes[values[i]];
}
