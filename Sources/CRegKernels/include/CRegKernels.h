// The loops over raw columns that Swift cannot vectorise: sums whose order may change, compiled for
// several instruction sets and picked when the program starts.
#pragma once

/// Sum of (x - origin), each times its weight where `weights` is not null.
double reg_sum_about(long count, const double *x, double origin, const double *weights);

/// Sum of (x - center)², each times its weight where `weights` is not null.
double reg_squares_about(long count, const double *x, double center, const double *weights);

/// The weighted mean, the sum of weighted squares about it, the sum of the weights, and whether every
/// entry equals the first; weights are 1 where `weights` is null. Goes through x once.
void reg_moments(long count, const double *x, const double *weights, double *mean, double *squares,
                 double *weight, int *equal);

/// out ← (x - center) / length · root, with a root for each entry where `roots` is not null.
void reg_standardize(long count, const double *x, double center, double length, double root,
                     const double *roots, double *out);

/// 1 when every entry is finite.
int reg_all_finite(long count, const double *x);

/// 1 when every entry equals the first.
int reg_all_equal(long count, const double *x);

/// How many processors the program may run on, which can be fewer than there are.
int reg_processors(void);

/// Tells the processor that the thread waits in a loop.
static inline void reg_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// z ≈ steps[0] · coarse, and nearer steps[0] · coarse + steps[1] · fine, with the norms of what each
/// of the two loses.
void reg_quantize_column(long count, const double *z, signed char *coarse, signed char *fine,
                         double *steps, double *lost);

/// The largest entry of a vector in 16 bits: 1024 products of it with 8 bits add up in 32 bits.
#define REG_QUANTIZED_LIMIT 16383

/// v ≈ step · q, with the norm of what is lost and that of v.
void reg_quantize_vector(long count, const double *v, short *q, double *step, double *lost,
                         double *norm);

/// The sum of q · v for each column of q; columns are `stride` apart.
void reg_quantized_products(long count, long columns, const signed char *q, long stride,
                            const short *v, double *out);

/// out ← w'(T + s)⁻¹w for each row w of a matrix and each shift s, T + s being LDL' with the
/// multipliers `lower` (the first of them 0) and the inverses of D, one after another for each shift.
/// `packed` has room for 16 · order.
void reg_tridiagonal_forms(long order, long height, const double *rows, long ld, long shifts,
                           const double *lower, const double *inverses, double *packed,
                           double *out);
