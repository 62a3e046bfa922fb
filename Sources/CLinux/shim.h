#pragma once
#include <sys/pidfd.h>

// What Linux has and Swift's Glibc module does not show: a signal through a descriptor reaches the process that was
// looked at, never one that took its number since.
static inline int wsgimatrix_pidfd_open(pid_t pid) { return pidfd_open(pid, 0); }
static inline int wsgimatrix_pidfd_signal(int descriptor, int signal) {
    return pidfd_send_signal(descriptor, signal, (siginfo_t *)0, 0);
}
