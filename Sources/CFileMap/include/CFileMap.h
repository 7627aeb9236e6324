// Files as memory, of which a part that is lost while it is read costs no process.
//
// The system raises SIGBUS where mapped memory is read that its file no longer holds, since another
// program cut it short or its disk failed. As long as a file is mapped here a handler puts zeros
// there instead; every other SIGBUS goes where it went before.
#pragma once

typedef struct {
  // Null where the file cannot be mapped; it can be read still.
  const void *_Nullable start;
  long size;
  int slot;
} reg_file_map;

/// Maps the first `size` bytes of a file, at least one.
reg_file_map reg_file_map_make(int descriptor, long size);

/// Whether some of its memory was lost, and is zeros.
int reg_file_map_is_damaged(const reg_file_map *_Nonnull map);

/// Gives the memory back.
void reg_file_map_free(const reg_file_map *_Nonnull map);
