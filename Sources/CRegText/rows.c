#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "CRegText.h"

// A slice holds its length in 31 bits, the highest of which are taken.
static const long longest_slice = 0x7FFFFFF0;

/// Stores a text by its place.
static int store_slice(const reg_field *field, long origin, reg_slice *slice) {
  long length = field->end - field->start, offset = field->start - origin;
  if (length > longest_slice || offset > 0xFFFFFFFF) return REG_TOO_LONG;
  slice->offset = (unsigned)offset;
  slice->length = (unsigned)length | (field->has_doubled_quotes ? REG_DOUBLED : 0);
  return REG_FINE;
}

static void store_missing(double missing, reg_column *column, long row) {
  switch (column->kind) {
    case REG_NUMBERS: column->numbers[row] = missing; break;
    case REG_LOGICALS: column->logicals[row] = 2; break;
    case REG_TEXTS: column->slices[row].length = REG_MISSING; break;
    default: break;
  }
}

/// Reads any field into its column, or says why it cannot be.
static int read_cell(const reg_text *text, long at, long origin, double missing,
                     reg_column *column, long row, reg_field *field) {
  int fault = reg_read_field(text, at, field);
  if (fault != REG_FINE || column->kind == REG_SKIPPED) return fault;
  int is_mark = reg_is_missing(text, field);
  if (column->kind == REG_TEXTS) {
    if (is_mark && !field->is_quoted) {
      column->slices[row].length = REG_MISSING;
      return REG_FINE;
    }
    column->has_values = 1;
    return store_slice(field, origin, column->slices + row);
  }
  if (is_mark) {
    column->has_quoted_marks |= field->is_quoted;
    store_missing(missing, column, row);
    return REG_FINE;
  }
  int is_plain = !field->is_quoted || text->has_idle_quotes;
  int is_plain_word = !field->is_quoted || text->has_idle_words;
  double number = 0;
  int logical = 0;
  int value = reg_read_value(text, field, &number, &logical);
  if (value & REG_NUMBER && (column->kind == REG_NUMBERS || !column->is_given)) {
    if (value & REG_OVERFLOW && !column->has_overflow) {
      column->has_overflow = 1;
      column->overflow = *field;
    }
    *(is_plain ? &column->has_numbers : &column->has_quoted_numbers) = 1;
    if (column->kind == REG_NUMBERS) {
      column->numbers[row] = number;
    } else {
      store_missing(missing, column, row);
    }
    return REG_FINE;
  }
  if (value == REG_LOGICAL && (column->kind == REG_LOGICALS || !column->is_given)) {
    *(is_plain_word ? &column->has_logicals : &column->has_quoted_logicals) = 1;
    if (column->kind == REG_LOGICALS) {
      column->logicals[row] = (unsigned char)logical;
    } else {
      store_missing(missing, column, row);
    }
    return REG_FINE;
  }
  if (column->is_given) return REG_NOT_OF_KIND;
  if (!column->has_text) {
    column->has_text = 1;
    column->text = *field;
    column->text_among_numbers = column->has_numbers;
  }
  store_missing(missing, column, row);
  return REG_FINE;
}

/// Counts the fields of a row that has too many or too few.
static int count_fields(const reg_text *text, long at, reg_reading *reading, reg_field *field) {
  reading->fields = 0;
  do {
    int fault = reg_read_field(text, at, field);
    if (fault != REG_FINE) return fault;
    reading->fields++;
    at = field->next;
  } while (!field->ends_row);
  return REG_RAGGED;
}

#define NAME read_rows_anywhere
#define TARGET
#define HAS_QUICK 0
#include "row_loop.h"
#undef NAME
#undef TARGET
#undef HAS_QUICK

#if defined(__x86_64__) && defined(__linux__)
#include "quick_avx2.h"

// What the loop needs of a column as long as all goes well: small, so that hundreds of columns stay
// in the first cache.
typedef struct {
  union {
    double *numbers;
    reg_slice *slices;
  };
  int kind, has_values;
} target;

enum { FEW_TARGETS = 64 };

static target *make_targets(const reg_column *columns, long count, target *few) {
  target *targets = count <= FEW_TARGETS ? few : malloc((size_t)count * sizeof *targets);
  for (long j = 0; targets && j < count; j++) {
    targets[j] = (target){{NULL}, columns[j].kind, 0};
    if (columns[j].kind == REG_NUMBERS) targets[j].numbers = columns[j].numbers;
    if (columns[j].kind == REG_TEXTS) targets[j].slices = columns[j].slices;
  }
  return targets;
}

static void end_targets(target *targets, reg_column *columns, long count, target *few) {
  for (long j = 0; j < count; j++) {
    columns[j].has_numbers |= targets[j].kind == REG_NUMBERS && targets[j].has_values;
    columns[j].has_values |= targets[j].kind == REG_TEXTS && targets[j].has_values;
  }
  if (targets != few) free(targets);
}

/// Stores a text without blanks around it and without quotes, unless it may be a missing mark.
static inline int quick_text(const reg_text *text, long at, int length, long origin,
                             reg_slice *slice) {
  if (at - origin > 0xFFFFFFFF) return 0;
  reg_field field = {at, at + length, 0, 0, 0, 0};
  if (reg_is_missing(text, &field)) return 0;
  *slice = (reg_slice){(unsigned)(at - origin), (unsigned)length};
  return 1;
}

#define NAME read_rows_by_avx2
#define TARGET __attribute__((target("avx2,bmi,bmi2,lzcnt")))
#define HAS_QUICK 1
#include "row_loop.h"

static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt");
}
#endif

void reg_read_rows(const reg_text *text, long start, long origin, long limit, double missing,
                   reg_column *columns, long count, reg_reading *reading) {
#if defined(__x86_64__) && defined(__linux__)
  if (has_avx2()) {
    read_rows_by_avx2(text, start, origin, limit, missing, columns, count, reading);
    return;
  }
#endif
  read_rows_anywhere(text, start, origin, limit, missing, columns, count, reading);
}
