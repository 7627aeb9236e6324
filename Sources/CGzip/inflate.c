#include <stdlib.h>
#include <zlib.h>

#include "CGzip.h"

struct reg_inflater {
  z_stream stream;
};

reg_inflater *reg_inflater_make(void) {
  reg_inflater *inflater = calloc(1, sizeof *inflater);
  // The largest window, and gzip's own header.
  if (inflater && inflateInit2(&inflater->stream, 15 + 16) != Z_OK) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

void reg_inflater_free(reg_inflater *inflater) {
  if (!inflater) return;
  inflateEnd(&inflater->stream);
  free(inflater);
}

int reg_inflater_run(reg_inflater *inflater, const unsigned char *input, unsigned *input_count,
                     unsigned char *output, unsigned *output_count) {
  z_stream *stream = &inflater->stream;
  stream->next_in = (unsigned char *)input;
  stream->avail_in = *input_count;
  stream->next_out = output;
  stream->avail_out = *output_count;
  int status = inflate(stream, Z_NO_FLUSH);
  int is_stuck = stream->avail_in == *input_count && stream->avail_out == *output_count;
  *input_count -= stream->avail_in;
  *output_count -= stream->avail_out;
  if (status == Z_STREAM_END) return REG_INFLATE_END;
  return status == Z_OK && !is_stuck ? REG_INFLATE_MORE : REG_INFLATE_DAMAGED;
}
