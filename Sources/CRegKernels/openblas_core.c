// OpenBLAS picks its kernels by the processor's model number, and takes a model that is newer than
// itself for one of 2004, which is several times slower. Such a library is told, before the program
// starts and before anything has called it, to use its newest kernels that this processor can run.
//
// The functions are OpenBLAS's own, not part of its interface: where one is missing, nothing is done.

#if defined(__x86_64__) && defined(__linux__)

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

__attribute__((weak)) char *openblas_get_corename(void);
__attribute__((weak)) void gotoblas_dynamic_init(void);
__attribute__((weak)) void gotoblas_dynamic_quit(void);

static char *newest_core(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return NULL;
  int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  return has_avx512 ? "OPENBLAS_CORETYPE=SkylakeX" : "OPENBLAS_CORETYPE=Haswell";
}

__attribute__((constructor)) static void choose_core(void) {
  if (!openblas_get_corename || !gotoblas_dynamic_init || !gotoblas_dynamic_quit) return;
  if (getenv("OPENBLAS_CORETYPE") || strcmp(openblas_get_corename(), "Prescott") != 0) return;
  char *core = newest_core();
  if (!core) return;
  // The environment itself stays as it is: others keep addresses into it.
  char *lent[] = {core, NULL};
  char **own = environ;
  environ = lent;
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  environ = own;
}

#endif
