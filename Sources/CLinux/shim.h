#pragma once
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

// No _GNU_SOURCE: with it `fd_set` and others have other members than in the modules of other libraries, and Swift refuses to
// see both. What glibc shows with it alone is declared here.

// What Linux has and Swift's Glibc module does not show: a signal through a descriptor reaches the process that was
// looked at, never one that took its number since.
static inline int wsgimatrix_pidfd_open(pid_t pid) { return pidfd_open(pid, 0); }
static inline int wsgimatrix_pidfd_signal(int descriptor, int signal) {
    return pidfd_send_signal(descriptor, signal, (siginfo_t *)0, 0);
}

// Swift imports neither the packed `epoll_event` with its union nor the enum's members as numbers.
static inline int wsgimatrix_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }
static inline int wsgimatrix_epoll_control(int epoll, int operation, int descriptor, int reads, int writes) {
    struct epoll_event event = {.events = (reads ? EPOLLIN : 0) | (writes ? EPOLLOUT : 0), .data.fd = descriptor};
    return epoll_ctl(epoll, operation, descriptor, &event);
}
static const int wsgimatrix_epoll_add = EPOLL_CTL_ADD;
static const int wsgimatrix_epoll_modify = EPOLL_CTL_MOD;
static const int wsgimatrix_epoll_remove = EPOLL_CTL_DEL;

typedef struct {
    int descriptor;
    int readable, writable, failed;
} wsgimatrix_epoll_ready;

// At most 256 at a time.
static inline int wsgimatrix_epoll_wait(int epoll, wsgimatrix_epoll_ready *ready, int count, int milliseconds) {
    struct epoll_event events[256];
    int found = epoll_wait(epoll, events, count > 256 ? 256 : count, milliseconds);
    for (int index = 0; index < found; index++) {
        ready[index].descriptor = events[index].data.fd;
        ready[index].readable = (events[index].events & EPOLLIN) != 0;
        ready[index].writable = (events[index].events & EPOLLOUT) != 0;
        ready[index].failed = (events[index].events & (EPOLLERR | EPOLLHUP)) != 0;
    }
    return found;
}
extern int pipe2(int *, int);
// Never inherited; a read of an empty one does not block.
static inline int wsgimatrix_token_pipe(int *ends) { return pipe2(ends, 02000000 /* O_CLOEXEC */ | 04000 /* O_NONBLOCK */); }
static inline int wsgimatrix_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

extern void *memmem(const void *text, size_t length, const void *part, size_t part_length);
static inline int wsgimatrix_contains(const void *text, size_t length, const void *part, size_t part_length) {
    return memmem(text, length, part, part_length) != 0;
}

extern int tgkill(pid_t process, pid_t thread, int signal);
static inline int wsgimatrix_signal_thread(pid_t process, pid_t thread, int signal) {
    return tgkill(process, thread, signal);
}

// Orphans of whatever depth become our children, so that `waitpid` tells when the last one is gone.
static inline int wsgimatrix_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
static inline int wsgimatrix_signalfd(const sigset_t *signals) { return signalfd(-1, signals, SFD_CLOEXEC); }
static inline short wsgimatrix_spawn_setsid(void) { return 0x80 /* POSIX_SPAWN_SETSID */; }
extern char **environ;
static inline char **wsgimatrix_environment(void) { return environ; }
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
static inline int wsgimatrix_spawn_close_from(posix_spawn_file_actions_t *actions, int descriptor) {
    return posix_spawn_file_actions_addclosefrom_np(actions, descriptor);
}

// Hidden by glibc without _GNU_SOURCE.
extern int syncfs(int descriptor);
static inline int wsgimatrix_syncfs(int descriptor) { return syncfs(descriptor); }
