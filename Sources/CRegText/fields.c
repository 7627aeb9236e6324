#include "CRegText.h"

#include <math.h>
#include <string.h>

static int is_blank(unsigned char byte) { return byte == ' ' || byte == '\t'; }
static int is_line_end(unsigned char byte) { return byte == '\n' || byte == '\r'; }

static long after_blanks(const reg_text *text, long at) {
  while (at < text->count && is_blank(text->bytes[at]) && text->bytes[at] != text->delimiter) at++;
  return at;
}

/// Moves field->next, at a delimiter, a line end or the text's, behind it.
static int close_field(const reg_text *text, reg_field *field) {
  long at = field->next;
  if (at < text->count && text->bytes[at] == text->delimiter) {
    field->next = at + 1;
    field->ends_row = 0;
    return REG_FINE;
  }
  field->ends_row = 1;
  if (at < text->count) {
    int is_pair =
        text->bytes[at] == '\r' && at + 1 < text->count && text->bytes[at + 1] == '\n';
    field->next = at + (is_pair ? 2 : 1);
  }
  return REG_FINE;
}

static int read_quoted(const reg_text *text, long opening, reg_field *field) {
  const unsigned char *bytes = text->bytes;
  field->is_quoted = 1;
  field->has_doubled_quotes = 0;
  field->start = opening + 1;
  for (long at = opening + 1;; at++) {
    const unsigned char *quote =
        at < text->count ? memchr(bytes + at, '"', (size_t)(text->count - at)) : NULL;
    if (!quote) {
      field->start = opening;
      return REG_OPEN_QUOTE;
    }
    at = quote - bytes;
    if (at + 1 < text->count && bytes[at + 1] == '"') {
      field->has_doubled_quotes = 1;
      at++;
      continue;
    }
    field->end = at;
    field->next = after_blanks(text, at + 1);
    if (field->next < text->count && bytes[field->next] != text->delimiter &&
        !is_line_end(bytes[field->next])) {
      field->start = at;
      return REG_TEXT_AFTER_QUOTE;
    }
    return close_field(text, field);
  }
}

int reg_read_field(const reg_text *text, long start, reg_field *field) {
  long first = after_blanks(text, start);
  if (first < text->count && text->bytes[first] == '"') return read_quoted(text, first, field);
  long at = first;
  while (at < text->count && text->bytes[at] != text->delimiter && !is_line_end(text->bytes[at]))
    at++;
  field->start = first;
  field->end = field->next = at;
  while (field->end > first && is_blank(text->bytes[field->end - 1])) field->end--;
  field->is_quoted = field->has_doubled_quotes = 0;
  return close_field(text, field);
}

int reg_is_missing(const reg_text *text, const reg_field *field) {
  long length = field->end - field->start, mark = 0;
  if (length == 0) return 1;
  for (long i = 0; i < text->mark_count; i++) {
    long size = text->mark_ends[i] - mark;
    if (size == length && text->marks[mark] == text->bytes[field->start] &&
        memcmp(text->bytes + field->start, text->marks + mark, (size_t)length) == 0)
      return 1;
    mark = text->mark_ends[i];
  }
  return 0;
}

/// Whether bytes are a word, which is in lower case, in any case.
static int is_word(const unsigned char *bytes, long length, const char *word) {
  if (length != (long)strlen(word)) return 0;
  for (long i = 0; i < length; i++)
    if ((bytes[i] | 0x20) != word[i]) return 0;
  return 1;
}

/// TRUE, True or true; FALSE, False or false.
static int read_logical(const unsigned char *bytes, long length, int *logical) {
  if (length != 4 && length != 5) return 0;
  const char *word = length == 4 ? "true" : "false";
  if (!is_word(bytes, length, word)) return 0;
  int upper = 0;
  for (long i = 1; i < length; i++) upper += bytes[i] < 'a';
  int starts_upper = bytes[0] < 'a';
  *logical = length == 4;
  return upper == 0 || (starts_upper && upper == length - 1);
}

int reg_read_value(const reg_text *text, const reg_field *field, double *number, int *logical) {
  const unsigned char *bytes = text->bytes + field->start;
  long length = field->end - field->start;
  long next = reg_read_number(text->bytes, field->start, field->end, text->decimal, number);
  if (next == field->end) return isinf(*number) ? REG_NUMBER | REG_OVERFLOW : REG_NUMBER;
  if (length < 3 || length > 9) return REG_OTHER;
  if (read_logical(bytes, length, logical)) return REG_LOGICAL;
  int is_negative = bytes[0] == '-';
  if (bytes[0] == '-' || bytes[0] == '+') {
    bytes++;
    length--;
  }
  if (is_word(bytes, length, "nan")) {
    *number = NAN;
    return REG_NUMBER;
  }
  if (!is_word(bytes, length, "inf") && !is_word(bytes, length, "infinity")) return REG_OTHER;
  *number = is_negative ? -INFINITY : INFINITY;
  return REG_NUMBER;
}
