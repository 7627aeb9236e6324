// Cairo, loaded when a picture is first wanted as PNG: linking it would cost each start of the program,
// and what it needs at build time is declared here.
#pragma once

typedef struct reg_cairo_surface reg_cairo_surface;
typedef struct reg_cairo reg_cairo;

typedef struct {
  double x_bearing, y_bearing, width, height, x_advance, y_advance;
} reg_cairo_text_extents;

/// Takes a part of a file; 0 for success.
typedef int (*reg_cairo_write)(void *_Nullable closure, const unsigned char *_Nonnull data,
                               unsigned length);

typedef struct {
  reg_cairo_surface *_Nullable (*_Nonnull image_surface_create)(int format, int width, int height);
  reg_cairo *_Nullable (*_Nonnull create)(reg_cairo_surface *_Nonnull);
  void (*_Nonnull destroy)(reg_cairo *_Nonnull);
  void (*_Nonnull surface_destroy)(reg_cairo_surface *_Nonnull);
  int (*_Nonnull surface_write_to_png_stream)(reg_cairo_surface *_Nonnull, reg_cairo_write _Nonnull,
                                              void *_Nullable);
  void (*_Nonnull surface_flush)(reg_cairo_surface *_Nonnull);
  unsigned char *_Nullable (*_Nonnull image_surface_get_data)(reg_cairo_surface *_Nonnull);
  int (*_Nonnull image_surface_get_stride)(reg_cairo_surface *_Nonnull);
  void (*_Nonnull scale)(reg_cairo *_Nonnull, double, double);
  void (*_Nonnull save)(reg_cairo *_Nonnull);
  void (*_Nonnull restore)(reg_cairo *_Nonnull);
  void (*_Nonnull translate)(reg_cairo *_Nonnull, double, double);
  void (*_Nonnull rotate)(reg_cairo *_Nonnull, double);
  void (*_Nonnull set_source_rgba)(reg_cairo *_Nonnull, double, double, double, double);
  void (*_Nonnull set_line_width)(reg_cairo *_Nonnull, double);
  void (*_Nonnull set_line_join)(reg_cairo *_Nonnull, int);
  void (*_Nonnull set_dash)(reg_cairo *_Nonnull, const double *_Nullable, int, double);
  void (*_Nonnull move_to)(reg_cairo *_Nonnull, double, double);
  void (*_Nonnull line_to)(reg_cairo *_Nonnull, double, double);
  void (*_Nonnull rectangle)(reg_cairo *_Nonnull, double, double, double, double);
  void (*_Nonnull arc)(reg_cairo *_Nonnull, double, double, double, double, double);
  void (*_Nonnull fill)(reg_cairo *_Nonnull);
  void (*_Nonnull stroke)(reg_cairo *_Nonnull);
  void (*_Nonnull select_font_face)(reg_cairo *_Nonnull, const char *_Nonnull, int slant, int weight);
  void (*_Nonnull set_font_size)(reg_cairo *_Nonnull, double);
  void (*_Nonnull text_extents)(reg_cairo *_Nonnull, const char *_Nonnull,
                                reg_cairo_text_extents *_Nonnull);
  void (*_Nonnull show_text)(reg_cairo *_Nonnull, const char *_Nonnull);
} reg_cairo_functions;

/// Cairo's functions, or null where the library is not installed.
const reg_cairo_functions *_Nullable reg_cairo_load(void);
