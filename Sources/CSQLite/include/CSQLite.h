// SQLite, loaded when it is first asked for: linking it would cost each start of the program.
#pragma once
#include <sqlite3.h>

#define REG_FUNCTION(name) __typeof__(sqlite3_##name) *_Nonnull name

typedef struct {
  REG_FUNCTION(open_v2);
  REG_FUNCTION(close_v2);
  REG_FUNCTION(errmsg);
  REG_FUNCTION(errstr);
  REG_FUNCTION(error_offset);
  REG_FUNCTION(prepare_v2);
  REG_FUNCTION(stmt_readonly);
  REG_FUNCTION(bind_parameter_count);
  REG_FUNCTION(bind_parameter_name);
  REG_FUNCTION(step);
  REG_FUNCTION(finalize);
  REG_FUNCTION(progress_handler);
  REG_FUNCTION(busy_timeout);
  REG_FUNCTION(limit);
  REG_FUNCTION(db_config);
  REG_FUNCTION(column_count);
  REG_FUNCTION(column_name);
  REG_FUNCTION(column_type);
  REG_FUNCTION(column_double);
  REG_FUNCTION(column_text);
  REG_FUNCTION(column_bytes);
} reg_sqlite;

#undef REG_FUNCTION

/// SQLite's functions, or null where the library is not installed or too old.
const reg_sqlite *_Nullable reg_sqlite_load(void);

/// Keeps a connection from running what a file that is not trusted may hold.
static inline void reg_sqlite_defend(const reg_sqlite *_Nonnull sqlite, sqlite3 *_Nonnull database) {
  sqlite->db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  sqlite->db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}
