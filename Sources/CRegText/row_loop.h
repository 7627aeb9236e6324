// One loop over rows for each instruction set: rows.c includes it with
//   NAME             what the function is called
//   TARGET           the attribute of its instruction set
//   HAS_QUICK        whether there are quick_length and quick_number

TARGET static void NAME(const reg_text *text, long start, long origin, long limit, double missing,
                        reg_column *columns, long count, reg_reading *reading) {
  const unsigned char *bytes = text->bytes;
  const long last = count - 1;
#if HAS_QUICK
  const unsigned char delimiter = text->delimiter, decimal = text->decimal;
  const int has_numeric_marks = text->has_numeric_marks;
#endif
  long at = start, row = 0;
#if HAS_QUICK
  target few[FEW_TARGETS];
  target *targets = make_targets(columns, count, few);
  if (!targets) {
    read_rows_anywhere(text, start, origin, limit, missing, columns, count, reading);
    return;
  }
#endif
  for (; row < limit; row++) {
    // In a single column an empty line is a missing value.
    if (count > 1)
      while (at < text->count && (bytes[at] == '\n' || bytes[at] == '\r')) at++;
    if (at >= text->count) break;
    long row_start = at;
    for (long j = 0; j < count; j++) {
#if HAS_QUICK
      // Behind it there is a byte more, for what ends the field.
      if (__builtin_expect(at >= 33 && at + 33 <= text->count, 1)) {
        int length = quick_length(bytes + at, delimiter);
        const unsigned char end = bytes[at + length];
        int ends_well = j < last ? end == delimiter : end == '\n';
        if (__builtin_expect(length < 32 && ends_well, 1)) {
          const unsigned char *field = bytes + at;
          int is_done = 0;
          target *column = targets + j;
          switch (column->kind) {
            case REG_NUMBERS:
              if (length == 0) {
                column->numbers[row] = missing;
                is_done = 1;
              } else if (!has_numeric_marks &&
                         quick_number(field, length, decimal, column->numbers + row)) {
                column->has_values = 1;
                is_done = 1;
              }
              break;
            case REG_SKIPPED:
              is_done = length == 0 || (*field > ' ' && *field != '"');
              break;
            case REG_TEXTS:
              if (length == 0) {
                column->slices[row].length = REG_MISSING;
                is_done = 1;
              } else if (*field > ' ' && *field != '"' && field[length - 1] > ' ') {
                is_done = quick_text(text, at, length, origin, column->slices + row);
                column->has_values |= is_done;
              }
              break;
            default:
              break;
          }
          if (__builtin_expect(is_done, 1)) {
            at += length + 1;
            continue;
          }
        }
      }
#endif
#if HAS_QUICK
      // Text is noted when numbers came before it.
      columns[j].has_numbers |= targets[j].kind == REG_NUMBERS && targets[j].has_values;
#endif
      reg_field field;
      int fault = read_cell(text, at, origin, missing, columns + j, row, &field);
      if (__builtin_expect(fault == REG_FINE && field.ends_row != (j == last), 0))
        fault = count_fields(text, row_start, reading, &field);
      if (__builtin_expect(fault != REG_FINE, 0)) {
        reading->fault = fault;
        reading->offset = fault == REG_RAGGED ? row_start : field.start;
        reading->column = j;
        reading->field = field;
        reading->rows = row;
        reading->next = row_start;
        goto done;
      }
      at = field.next;
    }
  }
  reading->fault = REG_FINE;
  reading->rows = row;
  reading->next = at;
done:;
#if HAS_QUICK
  end_targets(targets, columns, count, few);
#endif
}
