#include <dlfcn.h>
#include <pthread.h>

#include "CCairo.h"

static reg_cairo_functions functions;
static int is_complete;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
#define LOAD(name)                                                       \
  do {                                                                   \
    *(void **)&functions.name = dlsym(library, "cairo_" #name);          \
    if (!*(void **)&functions.name) return;                              \
  } while (0)
  LOAD(image_surface_create);
  LOAD(create);
  LOAD(destroy);
  LOAD(surface_destroy);
  LOAD(surface_write_to_png_stream);
  LOAD(surface_flush);
  LOAD(image_surface_get_data);
  LOAD(image_surface_get_stride);
  LOAD(scale);
  LOAD(save);
  LOAD(restore);
  LOAD(translate);
  LOAD(rotate);
  LOAD(set_source_rgba);
  LOAD(set_line_width);
  LOAD(set_line_join);
  LOAD(set_dash);
  LOAD(move_to);
  LOAD(line_to);
  LOAD(rectangle);
  LOAD(arc);
  LOAD(fill);
  LOAD(stroke);
  LOAD(select_font_face);
  LOAD(set_font_size);
  LOAD(text_extents);
  LOAD(show_text);
#undef LOAD
  is_complete = 1;
}

const reg_cairo_functions *reg_cairo_load(void) {
  pthread_once(&once, load);
  return is_complete ? &functions : 0;
}
