// The loops over delimited text: bytes to rows, fields, numbers and codes, and numbers to bytes.
//
// Offsets count bytes from the start of the text. Nothing is read outside of it.
#pragma once

// How some text is written. Text is valid UTF-8 without zero bytes, of any length.
typedef struct {
  const unsigned char *bytes;
  long count;
  unsigned char delimiter;
  unsigned char decimal;
  // What stands for a missing value, besides an empty field: spellings one behind the other, and
  // where each ends.
  const unsigned char *marks;
  const long *mark_ends;
  long mark_count;
  // Whether a mark is also a number, as -999 is.
  int has_numeric_marks;
  // Whether quotes do not tell text from numbers, as where every field stands in them, and from
  // logicals, as where every field but numbers does.
  int has_idle_quotes, has_idle_words;
} reg_text;

// MARK: Fields

enum { REG_FINE, REG_OPEN_QUOTE, REG_TEXT_AFTER_QUOTE, REG_RAGGED, REG_NOT_OF_KIND, REG_TOO_LONG };

// A field ends at a delimiter or a line end (LF, CRLF or CR). One in quotes may hold both, and a
// quote as two. Blanks around a field are not part of it.
typedef struct {
  // Its bytes, without its quotes.
  long start, end;
  // Where the next field or row starts.
  long next;
  int is_quoted, has_doubled_quotes, ends_row;
} reg_field;

/// The field that starts at an offset. REG_FINE, or a fault with its offset in field->start.
int reg_read_field(const reg_text *text, long start, reg_field *field);

/// Whether a field is empty or a mark of a missing value.
int reg_is_missing(const reg_text *text, const reg_field *field);

enum { REG_NUMBER = 1, REG_LOGICAL = 2, REG_OTHER = 4, REG_OVERFLOW = 8 };

/// What a field is that is not missing: a number (and too large for a double), a logical, or other.
int reg_read_value(const reg_text *text, const reg_field *field, double *number, int *logical);

// MARK: Numbers

/// The longest decimal number that starts at an offset, rounded to the nearest double, ties to
/// even: an optional sign, digits with at most one decimal mark, an exponent. Gives the offset
/// behind it, or -1 where there is none; a number too large for a double is infinite.
long reg_read_number(const unsigned char *bytes, long start, long count, unsigned char decimal,
                     double *number);

/// The longest text that `reg_write_number` gives.
enum { REG_NUMBER_ROOM = 32 };

/// Writes a finite double in the fewest digits that read back as it, and of these the nearest.
/// Gives their number of bytes.
int reg_write_number(double number, char *out);

// MARK: Rows

// What some bytes hold, if they begin outside of quotes (0) or inside (1) and every quote opens or
// closes.
typedef struct {
  // How many rows start there, and where the first does; -1 for none.
  long rows[2], first[2];
  // Whether the number of quotes is odd.
  int is_odd;
  // Whether there are zero bytes, and bytes that are not ASCII.
  int has_zero, has_high;
} reg_block;

/// Counts the rows that start in [from, to). Empty lines are rows of a single column only. Text
/// starts at `begin`.
void reg_count_rows(const reg_text *text, long begin, long from, long to, int is_single,
                    reg_block *block);

// A field of text by its place, relative to the start of its block; doubled quotes are still two.
typedef struct {
  unsigned offset;
  // Of its bytes, with REG_DOUBLED added where it holds doubled quotes; REG_MISSING for no field.
  unsigned length;
} reg_slice;

#define REG_DOUBLED 0x80000000u
#define REG_MISSING 0xFFFFFFFFu

enum { REG_SKIPPED, REG_NUMBERS, REG_LOGICALS, REG_TEXTS };

// A column's values in some rows, and what they say about its kind.
typedef struct {
  // What values are collected as, and whether others are a fault.
  int kind, is_given;
  // Where the values go: of these the one of the kind. A logical is 0, 1, or 2 for missing.
  double *numbers;
  unsigned char *logicals;
  reg_slice *slices;
  // What was met that was not missing: numbers, logicals, other text, quoted missing marks.
  int has_numbers, has_logicals, has_text, has_quoted_marks, has_values;
  // Numbers and logicals in quotes that are not idle.
  int has_quoted_numbers, has_quoted_logicals;
  // The first text, and whether a number came before it; the first number too large for a double.
  reg_field text, overflow;
  int text_among_numbers, has_overflow;
} reg_column;

typedef struct {
  int fault;
  // Where it is, in which column, and how many fields a ragged row has.
  long offset, column, fields;
  reg_field field;
  // Rows read, and where the next one starts.
  long rows, next;
} reg_reading;

/// Reads rows from the start of one until there are `limit`, or text ends, or a fault.
///
/// - missing: The number that stands for a missing value.
/// - origin: What the offsets of slices are relative to.
void reg_read_rows(const reg_text *text, long start, long origin, long limit, double missing,
                   reg_column *columns, long count, reg_reading *reading);

// MARK: Levels

// Distinct texts in order of their first occurrence.
typedef struct reg_levels reg_levels;

/// Null where memory is short.
reg_levels *reg_levels_make(void);
void reg_levels_free(reg_levels *levels);
long reg_levels_count(const reg_levels *levels);

/// A level's bytes and length, with REG_DOUBLED as in a slice.
const unsigned char *reg_levels_text(const reg_levels *levels, long level, unsigned *length);

/// Codes texts by their levels, -1 for missing, and adds levels as they occur. 0 where memory is
/// short, or where levels stay so many that coding does not pay.
int reg_levels_code(reg_levels *levels, const unsigned char *origin, long count,
                    const reg_slice *slices, int *codes);

/// Adds the levels of another and gives the code of each. 0 where memory is short.
int reg_levels_add(reg_levels *levels, const reg_levels *others, int *codes);

/// Replaces each code but -1 by its place in `codes`.
void reg_recode(long count, int *values, const int *codes);
