#define _GNU_SOURCE
#pragma once
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

// What Linux has and Swift's Glibc module does not show: a signal through a descriptor reaches the process that was
// looked at, never one that took its number since.
static inline int wsgimatrix_pidfd_open(pid_t pid) { return pidfd_open(pid, 0); }
static inline int wsgimatrix_pidfd_signal(int descriptor, int signal) {
    return pidfd_send_signal(descriptor, signal, (siginfo_t *)0, 0);
}

// Orphans of whatever depth become our children, so that `waitpid` tells when the last one is gone.
static inline int wsgimatrix_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
static inline int wsgimatrix_signalfd(const sigset_t *signals) { return signalfd(-1, signals, SFD_CLOEXEC); }
static inline short wsgimatrix_spawn_setsid(void) { return POSIX_SPAWN_SETSID; }
static inline char **wsgimatrix_environment(void) { return environ; }

// Extensions of glibc (2.26 and 2.34) that its header hides from C without _GNU_SOURCE.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
static inline int wsgimatrix_spawn_in_own_session(posix_spawnattr_t *attributes) {
    return posix_spawnattr_setflags(attributes, 0x80 /* POSIX_SPAWN_SETSID */);
}
static inline int wsgimatrix_spawn_close_from(posix_spawn_file_actions_t *actions, int descriptor) {
    return posix_spawn_file_actions_addclosefrom_np(actions, descriptor);
}
