#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "COpenBLAS.h"

extern char **environ;

reg_openblas_functions reg_openblas;

static void *library;
static void (*set_threads)(int);
static pthread_once_t once = PTHREAD_ONCE_INIT;

// Calls `body` with settings put before those of the environment, which stays as it is: others may
// keep addresses into it, and into what is lent.
static void with_settings(char **settings, size_t count, void (*body)(void)) {
  char **own = environ;
  size_t owned = 0;
  while (own && own[owned]) owned++;
  char **lent = malloc((count + owned + 1) * sizeof *lent);
  if (lent) {
    memcpy(lent, settings, count * sizeof *lent);
    if (owned) memcpy(lent + count, own, owned * sizeof *lent);
    lent[count + owned] = NULL;
    environ = lent;
  }
  body();
  environ = own;
}

static void open_library(void) { library = dlopen("libopenblas.so.0", RTLD_LAZY | RTLD_LOCAL); }

#if defined(__x86_64__)

// OpenBLAS picks its kernels by the processor's model number. It takes a model that is newer than
// itself for one of 2004, which is several times slower, or for one without the wide vectors that it
// has, which is a third slower. Such a library is told to use its newest kernels that this processor
// can run.
//
// The functions are OpenBLAS's own, not part of its interface: where one is missing, nothing is done.

// The core whose kernels are to be used in place of another's; null where these are as good.
static char *better_core(const char *chosen) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return NULL;
  int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  int is_oldest = strcmp(chosen, "Prescott") == 0;
  int lacks_avx512 = is_oldest || strcmp(chosen, "Haswell") == 0 || strcmp(chosen, "Zen") == 0;
  if (has_avx512 && lacks_avx512) return "OPENBLAS_CORETYPE=SkylakeX";
  return is_oldest ? "OPENBLAS_CORETYPE=Haswell" : NULL;
}

static void start_again(void) {
  void (*quit)(void), (*init)(void);
  *(void **)&quit = dlsym(library, "gotoblas_dynamic_quit");
  *(void **)&init = dlsym(library, "gotoblas_dynamic_init");
  if (!quit || !init) return;
  quit();
  init();
}

static void choose_core(void) {
  char *(*core_name)(void);
  *(void **)&core_name = dlsym(library, "openblas_get_corename");
  if (!core_name || getenv("OPENBLAS_CORETYPE")) return;
  char *core = better_core(core_name());
  if (core) with_settings(&core, 1, start_again);
}

#else

static void choose_core(void) {}

#endif

_Noreturn static void give_up(const char *complaint) {
  fprintf(stderr, "reg: OpenBLAS cannot be used: %s\n", complaint);
  exit(127);
}

static void load(void) {
  // Threads are ours: the library need not start any of its own.
  char *settings[] = {"OPENBLAS_NUM_THREADS=1"};
  with_settings(settings, 1, open_library);
  if (!library) give_up("install libopenblas.so.0 (Debian: libopenblas0)");
  choose_core();
#define REG_LOAD(name)                                  \
  *(void **)&reg_openblas.name = dlsym(library, #name); \
  if (!reg_openblas.name) give_up("it has no " #name);
  REG_OPENBLAS(REG_LOAD)
#undef REG_LOAD
  reg_openblas.openblas_set_num_threads(1);
  if (reg_openblas.openblas_get_parallel() == OPENBLAS_OPENMP) {
    *(void **)&set_threads = dlsym(library, "omp_set_num_threads");
  }
}

void (*reg_openblas_load(void))(int) {
  pthread_once(&once, load);
  return set_threads;
}
