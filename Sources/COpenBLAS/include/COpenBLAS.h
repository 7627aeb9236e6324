// The part of OpenBLAS that RegLinearAlgebra calls, loaded when it is first asked for: linking it
// would cost each start of the program a third of its time. CBLAS is as installed; the LAPACK
// routines go by their Fortran names, since Debian's OpenBLAS ships no LAPACKE.
//
// Each routine gets an inline wrapper that takes sizes by value and returns LAPACK's `info`. Fortran
// passes the length of every CHARACTER argument as a hidden size_t at the end. No wrapper may be
// called before `reg_openblas_load`.
#pragma once
#include <cblas.h>
#include <stddef.h>

void dpotrf_(const char *, const int *, double *, const int *, int *, size_t);
void dpocon_(const char *, const int *, const double *, const int *, const double *, double *,
             double *, int *, int *, size_t);
void dpotrs_(const char *, const int *, const int *, const double *, const int *, double *,
             const int *, int *, size_t);
void dtrtrs_(const char *, const char *, const char *, const int *, const int *, const double *,
             const int *, double *, const int *, int *, size_t, size_t, size_t);
void dtrcon_(const char *, const char *, const char *, const int *, const double *, const int *,
             double *, double *, int *, int *, size_t, size_t, size_t);
void dgetrf_(const int *, const int *, double *, const int *, int *, int *);
void dgetrs_(const char *, const int *, const int *, const double *, const int *, const int *,
             double *, const int *, int *, size_t);
void dgetri_(const int *, double *, const int *, const int *, double *, const int *, int *);
void dgecon_(const char *, const int *, const double *, const int *, const double *, double *,
             double *, int *, int *, size_t);
void dgeqrf_(const int *, const int *, double *, const int *, double *, double *, const int *,
             int *);
void dorgqr_(const int *, const int *, const int *, double *, const int *, const double *,
             double *, const int *, int *);
void dgelsy_(const int *, const int *, const int *, double *, const int *, double *, const int *,
             int *, const double *, int *, double *, const int *, int *);
void dgesdd_(const char *, const int *, const int *, double *, const int *, double *, double *,
             const int *, double *, const int *, double *, const int *, int *, int *, size_t);
void dsyevd_(const char *, const char *, const int *, double *, const int *, double *, double *,
             const int *, int *, const int *, int *, size_t, size_t);
void dlarfg_(const int *, double *, double *, const int *, double *);
void dsytd2_(const char *, const int *, double *, const int *, double *, double *, double *, int *,
             size_t);
void dsterf_(const int *, double *, double *, int *);
void dpttrf_(const int *, double *, double *, int *);
void dgeev_(const char *, const char *, const int *, double *, const int *, double *, double *,
            double *, const int *, double *, const int *, double *, const int *, int *, size_t,
            size_t);

#define REG_OPENBLAS(F) \
  F(cblas_ddot) F(cblas_daxpy) F(cblas_dasum) F(cblas_dnrm2) F(cblas_dgemv) F(cblas_dsymv) \
  F(cblas_dgemm) F(cblas_dsyrk) F(cblas_dsymm) F(cblas_dtrsm) F(cblas_dtrsv) F(dpotrf_) \
  F(dpocon_) F(dpotrs_) F(dtrtrs_) F(dtrcon_) F(dgetrf_) F(dgetrs_) F(dgetri_) F(dgecon_) \
  F(dgeqrf_) F(dorgqr_) F(dgelsy_) F(dgesdd_) F(dsyevd_) F(dlarfg_) F(dsytd2_) F(dsterf_) \
  F(dpttrf_) F(dgeev_) F(openblas_get_parallel) \
  F(openblas_set_num_threads)

typedef struct {
#define REG_FUNCTION(name) __typeof__(name) *name;
  REG_OPENBLAS(REG_FUNCTION)
#undef REG_FUNCTION
} reg_openblas_functions;

extern reg_openblas_functions reg_openblas;

// Loads the library at the first call, and keeps it from dividing work itself. Where it cannot be
// used, the program ends with a message, as it would had the library been linked.
//
// Returns what sets the calling thread's number of threads, where the library takes it anew at every
// call; else 0.
void (*reg_openblas_load(void))(int);

// Vectors.
static inline double reg_ddot(int n, const double *x, const double *y) {
  return reg_openblas.cblas_ddot(n, x, 1, y, 1);
}

static inline void reg_daxpy(int n, double a, const double *x, double *y) {
  reg_openblas.cblas_daxpy(n, a, x, 1, y, 1);
}

static inline double reg_dasum(int n, const double *x) { return reg_openblas.cblas_dasum(n, x, 1); }

static inline double reg_dnrm2(int n, const double *x) { return reg_openblas.cblas_dnrm2(n, x, 1); }

// y ← y + A·x or y + A'·x; A is m × n.
static inline void reg_dgemv(CBLAS_TRANSPOSE trans, int m, int n, const double *a, int lda,
                             const double *x, double *y) {
  reg_openblas.cblas_dgemv(CblasColMajor, trans, m, n, 1, a, lda, x, 1, 1, y, 1);
}

// y ← y + A·x for a symmetric A, by its lower triangle.
static inline void reg_dsymv(int n, const double *a, int lda, const double *x, double *y) {
  reg_openblas.cblas_dsymv(CblasColMajor, CblasLower, n, 1, a, lda, x, 1, 1, y, 1);
}

// C ← beta·C + alpha·op(A)·op(B); C is m × n.
static inline void reg_dgemm(CBLAS_TRANSPOSE transA, CBLAS_TRANSPOSE transB, int m, int n, int k,
                             double alpha, const double *a, int lda, const double *b, int ldb,
                             double beta, double *c, int ldc) {
  reg_openblas.cblas_dgemm(CblasColMajor, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c,
                           ldc);
}

// The upper triangle of C ← beta·C + alpha·op(A)·op(A)', of order n.
static inline void reg_dsyrk(CBLAS_TRANSPOSE trans, int n, int k, double alpha, const double *a,
                             int lda, double beta, double *c, int ldc) {
  reg_openblas.cblas_dsyrk(CblasColMajor, CblasUpper, trans, n, k, alpha, a, lda, beta, c, ldc);
}

// C ← A·B for a symmetric A, by its upper triangle; C is m × n.
static inline void reg_dsymm(int m, int n, const double *a, int lda, const double *b, int ldb,
                             double *c, int ldc) {
  reg_openblas.cblas_dsymm(CblasColMajor, CblasLeft, CblasUpper, m, n, 1, a, lda, b, ldb, 0, c,
                           ldc);
}

// B ← R⁻'·B for an upper triangle R; B is m × n.
static inline void reg_dtrsm(int m, int n, const double *r, int ldr, double *b, int ldb) {
  reg_openblas.cblas_dtrsm(CblasColMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit, m, n, 1,
                           r, ldr, b, ldb);
}

// x ← R⁻¹·x or R⁻'·x for an upper triangle R.
static inline void reg_dtrsv(CBLAS_TRANSPOSE trans, int n, const double *r, int ldr, double *x) {
  reg_openblas.cblas_dtrsv(CblasColMajor, CblasUpper, trans, CblasNonUnit, n, r, ldr, x, 1);
}

// Cholesky: the triangle named by `uplo` is overwritten by the factor.
static inline int reg_dpotrf(char uplo, int n, double *a, int lda) {
  int info;
  reg_openblas.dpotrf_(&uplo, &n, a, &lda, &info, 1);
  return info;
}

static inline int reg_dpocon(char uplo, int n, const double *a, int lda, double norm,
                             double *rcond, double *work, int *iwork) {
  int info;
  reg_openblas.dpocon_(&uplo, &n, a, &lda, &norm, rcond, work, iwork, &info, 1);
  return info;
}

static inline int reg_dpotrs(char uplo, int n, int nrhs, const double *a, int lda, double *b,
                             int ldb) {
  int info;
  reg_openblas.dpotrs_(&uplo, &n, &nrhs, a, &lda, b, &ldb, &info, 1);
  return info;
}

static inline int reg_dtrtrs(char uplo, char trans, int n, int nrhs, const double *a, int lda,
                             double *b, int ldb) {
  int info;
  reg_openblas.dtrtrs_(&uplo, &trans, "N", &n, &nrhs, a, &lda, b, &ldb, &info, 1, 1, 1);
  return info;
}

static inline int reg_dtrcon(char uplo, int n, const double *a, int lda, double *rcond,
                             double *work, int *iwork) {
  int info;
  reg_openblas.dtrcon_("1", &uplo, "N", &n, a, &lda, rcond, work, iwork, &info, 1, 1, 1);
  return info;
}

static inline int reg_dgetrf(int m, int n, double *a, int lda, int *pivots) {
  int info;
  reg_openblas.dgetrf_(&m, &n, a, &lda, pivots, &info);
  return info;
}

static inline int reg_dgetrs(int n, int nrhs, const double *a, int lda, const int *pivots,
                             double *b, int ldb) {
  int info;
  reg_openblas.dgetrs_("N", &n, &nrhs, a, &lda, pivots, b, &ldb, &info, 1);
  return info;
}

static inline int reg_dgetri(int n, double *a, int lda, const int *pivots, double *work,
                             int lwork) {
  int info;
  reg_openblas.dgetri_(&n, a, &lda, pivots, work, &lwork, &info);
  return info;
}

static inline int reg_dgecon(int n, const double *a, int lda, double norm, double *rcond,
                             double *work, int *iwork) {
  int info;
  reg_openblas.dgecon_("1", &n, a, &lda, &norm, rcond, work, iwork, &info, 1);
  return info;
}

static inline int reg_dgeqrf(int m, int n, double *a, int lda, double *tau, double *work,
                             int lwork) {
  int info;
  reg_openblas.dgeqrf_(&m, &n, a, &lda, tau, work, &lwork, &info);
  return info;
}

static inline int reg_dorgqr(int m, int n, int k, double *a, int lda, const double *tau,
                             double *work, int lwork) {
  int info;
  reg_openblas.dorgqr_(&m, &n, &k, a, &lda, tau, work, &lwork, &info);
  return info;
}

// Minimum-norm least squares by complete orthogonal factorisation.
static inline int reg_dgelsy(int m, int n, int nrhs, double *a, int lda, double *b, int ldb,
                             int *pivots, double rcond, int *rank, double *work, int lwork) {
  int info;
  reg_openblas.dgelsy_(&m, &n, &nrhs, a, &lda, b, &ldb, pivots, &rcond, rank, work, &lwork, &info);
  return info;
}

static inline int reg_dgesdd(char job, int m, int n, double *a, int lda, double *s, double *u,
                             int ldu, double *vt, int ldvt, double *work, int lwork, int *iwork) {
  int info;
  reg_openblas.dgesdd_(&job, &m, &n, a, &lda, s, u, &ldu, vt, &ldvt, work, &lwork, iwork, &info, 1);
  return info;
}

static inline int reg_dsyevd(char job, char uplo, int n, double *a, int lda, double *w,
                             double *work, int lwork, int *iwork, int liwork) {
  int info;
  reg_openblas.dsyevd_(&job, &uplo, &n, a, &lda, w, work, &lwork, iwork, &liwork, &info, 1, 1);
  return info;
}

// The reflector that takes (alpha, x) with n entries to (beta, 0): alpha becomes beta, x the rest of
// the vector whose first entry is 1, and tau its scale.
static inline void reg_dlarfg(int n, double *alpha, double *x, double *tau) {
  int one = 1;
  reg_openblas.dlarfg_(&n, alpha, x, &one, tau);
}

// A = Q·T·Q' from the lower triangle, one column at a time: T in `d` and `e`, the reflectors of Q
// below the diagonal.
static inline int reg_dsytd2(int n, double *a, int lda, double *d, double *e, double *tau) {
  int info;
  reg_openblas.dsytd2_("L", &n, a, &lda, d, e, tau, &info, 1);
  return info;
}

// The eigenvalues of a symmetric tridiagonal matrix, rising.
static inline int reg_dsterf(int n, double *d, double *e) {
  int info;
  reg_openblas.dsterf_(&n, d, e, &info);
  return info;
}

// A positive definite tridiagonal matrix as LDL', in place.
static inline int reg_dpttrf(int n, double *d, double *e) {
  int info;
  reg_openblas.dpttrf_(&n, d, e, &info);
  return info;
}

static inline int reg_dgeev(char job, int n, double *a, int lda, double *wr, double *wi,
                            double *vr, int ldvr, double *work, int lwork) {
  int info;
  int one = 1;
  double unused;
  reg_openblas.dgeev_("N", &job, &n, a, &lda, wr, wi, &unused, &one, vr, &ldvr, work, &lwork, &info, 1, 1);
  return info;
}
