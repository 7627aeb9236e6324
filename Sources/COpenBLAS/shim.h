// The part of OpenBLAS that RegLinearAlgebra calls: CBLAS as installed, and the LAPACK routines in
// use by their Fortran names, since Debian's OpenBLAS ships no LAPACKE.
#pragma once
#include <cblas.h>
