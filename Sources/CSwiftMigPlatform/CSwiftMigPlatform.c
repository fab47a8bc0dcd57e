#define _GNU_SOURCE
#include "CSwiftMigPlatform.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#else
#include <sys/event.h>
#endif

#ifdef __APPLE__
#include <crt_externs.h>
#define environ (*_NSGetEnviron())
#endif

void *swiftmig_find_function(const char *name) {
    return dlsym(RTLD_DEFAULT, name);
}

int swiftmig_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np(actions, path);
}

int swiftmig_pipe(int ends[2]) {
#ifdef __APPLE__
    // Darwin has no pipe2.
    if (pipe(ends) != 0) return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
#else
    return pipe2(ends, O_CLOEXEC);
#endif
}

static int remove_entry(const char *path, const struct stat *facts, int kind, struct FTW *place) {
    (void)facts, (void)kind, (void)place;
    return remove(path);
}

int swiftmig_remove_tree(const char *path) {
    // No more than 16 folders are open at once.
    return nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

char **swiftmig_environment(void) {
    return environ;
}

#ifndef __has_feature
#define __has_feature(name) 0
#endif

#if __has_feature(thread_sanitizer)
#include <sanitizer/tsan_interface.h>

// No header declares these two.
void AnnotateIgnoreReadsBegin(const char *file, int line);
void AnnotateIgnoreReadsEnd(const char *file, int line);

void swiftmig_sanitizer_release(void *address) {
    __tsan_release(address);
}

void swiftmig_sanitizer_acquire(void *address) {
    __tsan_acquire(address);
}

void swiftmig_sanitizer_ignore_reads(int ignores) {
    if (ignores) AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    else AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}
#else
void swiftmig_sanitizer_release(void *address) {
    (void)address;
}

void swiftmig_sanitizer_acquire(void *address) {
    (void)address;
}

void swiftmig_sanitizer_ignore_reads(int ignores) {
    (void)ignores;
}
#endif

void swiftmig_grow_memory_in_large_parts(void) {
#ifdef __GLIBC__
    // A thread's heap has at most 64 MB. Memory that is not used yet costs nothing.
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

enum { MOST_READY = 64 };

#ifdef __linux__
int swiftmig_poller_make(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

int swiftmig_poller_watch(int poller, int descriptor, uint64_t token, int reading, int writing, int is_new) {
    struct epoll_event event = {.events = (reading ? EPOLLIN : 0) | (writing ? EPOLLOUT : 0), .data.u64 = token};
    return epoll_ctl(poller, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event);
}

void swiftmig_poller_forget(int poller, int descriptor) {
    epoll_ctl(poller, EPOLL_CTL_DEL, descriptor, NULL);
}

int swiftmig_poller_wait(int poller, struct swiftmig_ready *ready, int capacity, int milliseconds) {
    struct epoll_event events[MOST_READY];
    int count = epoll_wait(poller, events, capacity < MOST_READY ? capacity : MOST_READY, milliseconds);
    for (int i = 0; i < count; i++) {
        ready[i].token = events[i].data.u64;
        ready[i].can_read = (events[i].events & EPOLLIN) != 0;
        ready[i].can_write = (events[i].events & EPOLLOUT) != 0;
        ready[i].is_closed = (events[i].events & (EPOLLHUP | EPOLLERR)) != 0;
    }
    return count;
}

int swiftmig_waker_make(int ends[2]) {
    return ends[0] = ends[1] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), ends[0] < 0 ? -1 : 0;
}
#else
int swiftmig_poller_make(void) {
    int poller = kqueue();
    if (poller >= 0) fcntl(poller, F_SETFD, FD_CLOEXEC);
    return poller;
}

int swiftmig_poller_watch(int poller, int descriptor, uint64_t token, int reading, int writing, int is_new) {
    (void)is_new;
    struct kevent changes[2];
    EV_SET(&changes[0], descriptor, EVFILT_READ, reading ? EV_ADD : EV_DELETE, 0, 0, (void *)(uintptr_t)token);
    EV_SET(&changes[1], descriptor, EVFILT_WRITE, writing ? EV_ADD : EV_DELETE, 0, 0, (void *)(uintptr_t)token);
    for (int i = 0; i < 2; i++) {
        int status = kevent(poller, &changes[i], 1, NULL, 0, NULL);
        // What is not watched cannot be removed.
        if (status != 0 && !(errno == ENOENT && changes[i].flags == EV_DELETE)) return -1;
    }
    return 0;
}

void swiftmig_poller_forget(int poller, int descriptor) {
    swiftmig_poller_watch(poller, descriptor, 0, 0, 0, 0);
}

int swiftmig_poller_wait(int poller, struct swiftmig_ready *ready, int capacity, int milliseconds) {
    struct kevent events[MOST_READY];
    struct timespec limit = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    int count = kevent(poller, NULL, 0, events, capacity < MOST_READY ? capacity : MOST_READY,
                       milliseconds < 0 ? NULL : &limit);
    for (int i = 0; i < count; i++) {
        ready[i].token = (uint64_t)(uintptr_t)events[i].udata;
        ready[i].can_read = events[i].filter == EVFILT_READ;
        ready[i].can_write = events[i].filter == EVFILT_WRITE;
        ready[i].is_closed = (events[i].flags & (EV_EOF | EV_ERROR)) != 0;
    }
    return count;
}

int swiftmig_waker_make(int ends[2]) {
    if (swiftmig_pipe(ends) != 0) return -1;
    swiftmig_set_nonblocking(ends[0]);
    swiftmig_set_nonblocking(ends[1]);
    return 0;
}
#endif

void swiftmig_waker_wake(int writing_end) {
    uint64_t one = 1;
    // If it cannot take more, it is readable already.
    if (write(writing_end, &one, sizeof one) < 0) return;
}

void swiftmig_waker_clear(int reading_end) {
    uint64_t bytes[8];
    while (read(reading_end, bytes, sizeof bytes) == sizeof bytes) continue;
}

int swiftmig_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

int swiftmig_duplicate(int descriptor) {
    return fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
}

static _Thread_local const void *thread_owner;

void swiftmig_set_thread_owner(const void *owner) {
    thread_owner = owner;
}

const void *swiftmig_thread_owner(void) {
    return thread_owner;
}

int swiftmig_peek(int descriptor) {
    char byte;
    ssize_t count = recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (count > 0) return 1;
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? 0 : -1;
}
