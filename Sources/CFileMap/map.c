#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CFileMap.h"

// What the handler looks through, so nothing in it is ever freed. A slot without an end is empty; the
// end is set last and cleared first.
static struct {
  _Atomic uintptr_t start, end;
  atomic_int is_damaged;
} slots[64];

enum { SLOTS = sizeof slots / sizeof *slots };

// Held to change slots and the handler, and never in the handler.
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int used;
static struct sigaction before;

/// Puts zeros from the page of an address on, up to the end of the map that it is in.
static int mend(uintptr_t address) {
  for (int i = 0; i < SLOTS; i++) {
    uintptr_t end = atomic_load(&slots[i].end);
    if (address >= end || address < atomic_load(&slots[i].start)) continue;
    uintptr_t page = address & ~((uintptr_t)getpagesize() - 1);
    atomic_store(&slots[i].is_damaged, 1);
    return mmap((void *)page, end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
                0) != MAP_FAILED;
  }
  return 0;
}

static void handle(int signal, siginfo_t *info, void *context) {
  int error = errno;
  // One that a program sends has no address.
  if (info->si_code > 0 && mend((uintptr_t)info->si_addr)) {
    errno = error;
    return;
  }
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    before.sa_handler(signal);
  } else if (before.sa_handler == SIG_DFL || info->si_code > 0) {
    // The fault happens again, and what is sent comes again, as if there were no handler.
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(SIGBUS, &plain, NULL);
    if (info->si_code <= 0) raise(signal);
  }
  errno = error;
}

static int install(void) {
  struct sigaction guard = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&guard.sa_mask);
  return sigaction(SIGBUS, &guard, &before) == 0;
}

/// Restores what was there, unless someone else has put a handler of theirs since.
static void uninstall(void) {
  struct sigaction now;
  if (sigaction(SIGBUS, NULL, &now) != 0 || !(now.sa_flags & SA_SIGINFO)) return;
  if (now.sa_sigaction == handle) sigaction(SIGBUS, &before, NULL);
}

/// Where SIGBUS is blocked no handler is asked.
static int is_blocked(void) {
  sigset_t mask;
  return pthread_sigmask(SIG_BLOCK, NULL, &mask) != 0 || sigismember(&mask, SIGBUS);
}

static int take_slot(void) {
  for (int i = 0; i < SLOTS; i++)
    if (atomic_load(&slots[i].end) == 0) return i;
  return -1;
}

reg_file_map reg_file_map_make(int descriptor, long size) {
  reg_file_map map = {NULL, size, -1};
  if (is_blocked()) return map;
  pthread_mutex_lock(&mutex);
  int slot = take_slot();
  if (slot >= 0 && (used > 0 || install())) {
    void *start = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (start != MAP_FAILED) {
      madvise(start, (size_t)size, MADV_SEQUENTIAL);
      uintptr_t page = (uintptr_t)getpagesize();
      atomic_store(&slots[slot].is_damaged, 0);
      atomic_store(&slots[slot].start, (uintptr_t)start);
      atomic_store(&slots[slot].end, ((uintptr_t)start + (uintptr_t)size + page - 1) & ~(page - 1));
      used++;
      map.start = start;
      map.slot = slot;
    } else if (used == 0) {
      uninstall();
    }
  }
  pthread_mutex_unlock(&mutex);
  return map;
}

int reg_file_map_is_damaged(const reg_file_map *map) {
  return map->slot >= 0 && atomic_load(&slots[map->slot].is_damaged);
}

void reg_file_map_free(const reg_file_map *map) {
  if (!map->start) return;
  pthread_mutex_lock(&mutex);
  // First, since what others map may come to lie there.
  atomic_store(&slots[map->slot].end, 0);
  munmap((void *)map->start, (size_t)map->size);
  if (--used == 0) uninstall();
  pthread_mutex_unlock(&mutex);
}
