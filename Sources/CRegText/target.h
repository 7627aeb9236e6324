// How a loop is compiled: for several instruction sets where the loader can pick among them.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define REG_KERNEL __attribute__((target_clones("avx2", "default")))
#else
#define REG_KERNEL
#endif
