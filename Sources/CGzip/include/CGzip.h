// Unpacking what gzip packed, by zlib, whose own header must not be seen: it would claim types of the
// C library for its module.
#pragma once

typedef struct reg_inflater reg_inflater;

enum { REG_INFLATE_MORE, REG_INFLATE_END, REG_INFLATE_DAMAGED };

/// Starts a member of a file; null where memory is short.
reg_inflater *_Nullable reg_inflater_make(void);
void reg_inflater_free(reg_inflater *_Nullable inflater);

/// Unpacks some of the input to some of the output, and replaces both sizes by what was used.
int reg_inflater_run(reg_inflater *_Nonnull inflater, const unsigned char *_Nullable input,
                     unsigned *_Nonnull input_count, unsigned char *_Nullable output,
                     unsigned *_Nonnull output_count);
