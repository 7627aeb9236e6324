// The part of OpenBLAS that RegLinearAlgebra calls: CBLAS as installed, and the LAPACK routines in
// use by their Fortran names, since Debian's OpenBLAS ships no LAPACKE.
//
// Each routine gets an inline wrapper that takes sizes by value and returns LAPACK's `info`. Fortran
// passes the length of every CHARACTER argument as a hidden size_t at the end.
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
void dormtr_(const char *, const char *, const char *, const int *, const int *, const double *,
             const int *, const double *, double *, const int *, double *, const int *, int *,
             size_t, size_t, size_t);
void dormqr_(const char *, const char *, const int *, const int *, const int *, const double *,
             const int *, const double *, double *, const int *, double *, const int *, int *,
             size_t, size_t);
void dsterf_(const int *, double *, double *, int *);
void dpttrf_(const int *, double *, double *, int *);
void dgeev_(const char *, const char *, const int *, double *, const int *, double *, double *,
            double *, const int *, double *, const int *, double *, const int *, int *, size_t,
            size_t);

// Cholesky: the triangle named by `uplo` is overwritten by the factor.
static inline int reg_dpotrf(char uplo, int n, double *a, int lda) {
  int info;
  dpotrf_(&uplo, &n, a, &lda, &info, 1);
  return info;
}

static inline int reg_dpocon(char uplo, int n, const double *a, int lda, double norm,
                             double *rcond, double *work, int *iwork) {
  int info;
  dpocon_(&uplo, &n, a, &lda, &norm, rcond, work, iwork, &info, 1);
  return info;
}

static inline int reg_dpotrs(char uplo, int n, int nrhs, const double *a, int lda, double *b,
                             int ldb) {
  int info;
  dpotrs_(&uplo, &n, &nrhs, a, &lda, b, &ldb, &info, 1);
  return info;
}

static inline int reg_dtrtrs(char uplo, char trans, int n, int nrhs, const double *a, int lda,
                             double *b, int ldb) {
  int info;
  dtrtrs_(&uplo, &trans, "N", &n, &nrhs, a, &lda, b, &ldb, &info, 1, 1, 1);
  return info;
}

static inline int reg_dtrcon(char uplo, int n, const double *a, int lda, double *rcond,
                             double *work, int *iwork) {
  int info;
  dtrcon_("1", &uplo, "N", &n, a, &lda, rcond, work, iwork, &info, 1, 1, 1);
  return info;
}

static inline int reg_dgetrf(int m, int n, double *a, int lda, int *pivots) {
  int info;
  dgetrf_(&m, &n, a, &lda, pivots, &info);
  return info;
}

static inline int reg_dgetrs(int n, int nrhs, const double *a, int lda, const int *pivots,
                             double *b, int ldb) {
  int info;
  dgetrs_("N", &n, &nrhs, a, &lda, pivots, b, &ldb, &info, 1);
  return info;
}

static inline int reg_dgetri(int n, double *a, int lda, const int *pivots, double *work,
                             int lwork) {
  int info;
  dgetri_(&n, a, &lda, pivots, work, &lwork, &info);
  return info;
}

static inline int reg_dgecon(int n, const double *a, int lda, double norm, double *rcond,
                             double *work, int *iwork) {
  int info;
  dgecon_("1", &n, a, &lda, &norm, rcond, work, iwork, &info, 1);
  return info;
}

static inline int reg_dgeqrf(int m, int n, double *a, int lda, double *tau, double *work,
                             int lwork) {
  int info;
  dgeqrf_(&m, &n, a, &lda, tau, work, &lwork, &info);
  return info;
}

static inline int reg_dorgqr(int m, int n, int k, double *a, int lda, const double *tau,
                             double *work, int lwork) {
  int info;
  dorgqr_(&m, &n, &k, a, &lda, tau, work, &lwork, &info);
  return info;
}

// Minimum-norm least squares by complete orthogonal factorisation.
static inline int reg_dgelsy(int m, int n, int nrhs, double *a, int lda, double *b, int ldb,
                             int *pivots, double rcond, int *rank, double *work, int lwork) {
  int info;
  dgelsy_(&m, &n, &nrhs, a, &lda, b, &ldb, pivots, &rcond, rank, work, &lwork, &info);
  return info;
}

static inline int reg_dgesdd(char job, int m, int n, double *a, int lda, double *s, double *u,
                             int ldu, double *vt, int ldvt, double *work, int lwork, int *iwork) {
  int info;
  dgesdd_(&job, &m, &n, a, &lda, s, u, &ldu, vt, &ldvt, work, &lwork, iwork, &info, 1);
  return info;
}

static inline int reg_dsyevd(char job, char uplo, int n, double *a, int lda, double *w,
                             double *work, int lwork, int *iwork, int liwork) {
  int info;
  dsyevd_(&job, &uplo, &n, a, &lda, w, work, &lwork, iwork, &liwork, &info, 1, 1);
  return info;
}

// The reflector that takes (alpha, x) with n entries to (beta, 0): alpha becomes beta, x the rest of
// the vector whose first entry is 1, and tau its scale.
static inline void reg_dlarfg(int n, double *alpha, double *x, double *tau) {
  int one = 1;
  dlarfg_(&n, alpha, x, &one, tau);
}

// A = Q·T·Q' from the lower triangle, one column at a time: T in `d` and `e`, the reflectors of Q
// below the diagonal.
static inline int reg_dsytd2(int n, double *a, int lda, double *d, double *e, double *tau) {
  int info;
  dsytd2_("L", &n, a, &lda, d, e, tau, &info, 1);
  return info;
}

// C ← Q·C or Q'·C (`trans`) for a Q made of such reflectors; C is m × n.
static inline int reg_dormtr(char trans, int m, int n, const double *a, int lda,
                             const double *tau, double *c, int ldc, double *work, int lwork) {
  int info;
  dormtr_("L", "L", &trans, &m, &n, a, &lda, tau, c, &ldc, work, &lwork, &info, 1, 1, 1);
  return info;
}

// C ← Q·C for the product Q of the first k reflectors that `reg_dgeqrf` leaves; C is m × n.
static inline int reg_dormqr(int m, int n, int k, const double *a, int lda, const double *tau,
                             double *c, int ldc, double *work, int lwork) {
  int info;
  dormqr_("L", "N", &m, &n, &k, a, &lda, tau, c, &ldc, work, &lwork, &info, 1, 1);
  return info;
}

// The eigenvalues of a symmetric tridiagonal matrix, rising.
static inline int reg_dsterf(int n, double *d, double *e) {
  int info;
  dsterf_(&n, d, e, &info);
  return info;
}

// A positive definite tridiagonal matrix as LDL', in place.
static inline int reg_dpttrf(int n, double *d, double *e) {
  int info;
  dpttrf_(&n, d, e, &info);
  return info;
}

static inline int reg_dgeev(char job, int n, double *a, int lda, double *wr, double *wi,
                            double *vr, int ldvr, double *work, int lwork) {
  int info;
  int one = 1;
  double unused;
  dgeev_("N", &job, &n, a, &lda, wr, wi, &unused, &one, vr, &ldvr, work, &lwork, &info, 1, 1);
  return info;
}
