// The table of powers of five, for numbers from text and text from numbers.
#pragma once

#include <stdint.h>

typedef struct {
  uint64_t upper, lower;
} reg_power;

enum { REG_SMALLEST_POWER = -342, REG_LARGEST_POWER = 324 };

extern const reg_power reg_powers[];

// 5^q as an integer of 128 bits, its highest bit set.
static inline reg_power reg_power_of_five(int q) { return reg_powers[q - REG_SMALLEST_POWER]; }
