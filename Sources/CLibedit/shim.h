// libedit's narrow interface, with the calls that Swift cannot make: those with variable arguments,
// and those that take stdin, stdout and stderr.
#pragma once
#include <histedit.h>
#include <stdio.h>

typedef unsigned char (*reg_edit_function)(EditLine *, int);
typedef char *(*reg_edit_prompt)(EditLine *);

static inline EditLine *reg_edit_init(const char *program) {
  return el_init(program, stdin, stdout, stderr);
}

static inline int reg_edit_set_prompt(EditLine *editor, reg_edit_prompt prompt) {
  return el_set(editor, EL_PROMPT_ESC, prompt, '\1');
}

static inline int reg_edit_set_editor(EditLine *editor, const char *name) {
  return el_set(editor, EL_EDITOR, name);
}

static inline const char *reg_edit_editor(EditLine *editor) {
  const char *name = NULL;
  return el_get(editor, EL_EDITOR, &name) == 0 ? name : NULL;
}

static inline int reg_edit_handle_signals(EditLine *editor) {
  return el_set(editor, EL_SIGNAL, 1);
}

static inline int reg_edit_prepare_terminal(EditLine *editor) {
  return el_set(editor, EL_PREP_TERM, 1);
}

static inline int reg_edit_set_client_data(EditLine *editor, void *data) {
  return el_set(editor, EL_CLIENTDATA, data);
}

static inline void *reg_edit_client_data(EditLine *editor) {
  void *data = NULL;
  return el_get(editor, EL_CLIENTDATA, &data) == 0 ? data : NULL;
}

static inline int reg_edit_add_function(
    EditLine *editor, const char *name, const char *help, reg_edit_function function) {
  return el_set(editor, EL_ADDFN, name, help, function);
}

static inline int reg_edit_bind(EditLine *editor, const char *key, const char *function) {
  return el_set(editor, EL_BIND, key, function, NULL);
}

// For the command mode of vi.
static inline int reg_edit_bind_command(
    EditLine *editor, const char *key, const char *function) {
  return el_set(editor, EL_BIND, "-a", key, function, NULL);
}

// A key that stands for others, in the command mode of vi.
static inline int reg_edit_bind_command_keys(
    EditLine *editor, const char *key, const char *keys) {
  return el_set(editor, EL_BIND, "-a", "-s", key, keys, NULL);
}

// Whether the terminal can move its cursor up, which a dumb or unknown one cannot.
static inline int reg_edit_can_move(EditLine *editor) {
  const char *up = NULL;
  return el_get(editor, EL_GETTC, "up", &up, NULL) == 0 && up != NULL && *up != '\0';
}

// The columns that the C library gives a character, by which libedit lays out a line.
static inline int reg_columns_of(wchar_t character) {
  extern int wcwidth(wchar_t);
  return wcwidth(character);
}

static inline int reg_edit_set_reader(EditLine *editor, el_rfunc_t reader) {
  return el_set(editor, EL_GETCFN, reader);
}

static inline int reg_edit_set_own_reader(EditLine *editor) {
  return el_set(editor, EL_GETCFN, EL_BUILTIN_GETCFN);
}

static inline int reg_edit_set_history(EditLine *editor, History *entries) {
  return el_set(editor, EL_HIST, history, entries);
}

static inline int reg_history_set_size(History *entries, int size) {
  HistEvent event;
  return history(entries, &event, H_SETSIZE, size);
}

static inline int reg_history_set_unique(History *entries) {
  HistEvent event;
  return history(entries, &event, H_SETUNIQUE, 1);
}

static inline int reg_history_enter(History *entries, const char *text) {
  HistEvent event;
  return history(entries, &event, H_ENTER, text);
}
