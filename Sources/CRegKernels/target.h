// How a kernel is compiled: for several instruction sets where the loader can pick among them.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define REG_KERNEL __attribute__((target_clones("avx512f", "avx2", "default")))
// The same for loops in which a product is added at once.
#define REG_FUSED_KERNEL __attribute__((target_clones("avx512f", "fma", "default")))
#else
#define REG_KERNEL
#define REG_FUSED_KERNEL
#endif
