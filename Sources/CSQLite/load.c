#include <dlfcn.h>
#include <pthread.h>

#include "CSQLite.h"

static reg_sqlite functions;
static int is_complete;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define LOAD(name)                                                        \
  do {                                                                    \
    *(void **)&functions.name = dlsym(library, "sqlite3_" #name);         \
    if (!*(void **)&functions.name) return;                               \
  } while (0)
  LOAD(open_v2);
  LOAD(close_v2);
  LOAD(errmsg);
  LOAD(errstr);
  LOAD(error_offset);
  LOAD(prepare_v2);
  LOAD(stmt_readonly);
  LOAD(bind_parameter_count);
  LOAD(bind_parameter_name);
  LOAD(step);
  LOAD(finalize);
  LOAD(progress_handler);
  LOAD(busy_timeout);
  LOAD(limit);
  LOAD(db_config);
  LOAD(column_count);
  LOAD(column_name);
  LOAD(column_type);
  LOAD(column_double);
  LOAD(column_text);
  LOAD(column_bytes);
#undef LOAD
  is_complete = 1;
}

const reg_sqlite *reg_sqlite_load(void) {
  pthread_once(&once, load);
  return is_complete ? &functions : 0;
}
