// For LD_PRELOAD: shifts the wall clock of a program and its children by SHIFTED_CLOCK seconds, but not the monotonic clock.
// libfaketime does not work here: its processes share a semaphore, and a process that a test kills takes it along.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

// A compiler or SwiftPM compares the time with that of its files, which comes from the kernel.
static int isCompiler(void) { return strncmp(program_invocation_short_name, "swift-", 6) == 0; }

static time_t shift(void) {
    static time_t shift;
    static int known;
    if (!known) {
        const char *text = getenv("SHIFTED_CLOCK");
        shift = text && !isCompiler() ? atol(text) : 0;
        known = 1;
    }
    return shift;
}

#define REAL(name) ({ \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
    real; \
})

int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = REAL(clock_gettime)(clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec moment;
    int failed = clock_gettime(CLOCK_REALTIME, &moment);
    if (!failed) *now = (struct timeval){moment.tv_sec, moment.tv_nsec / 1000};
    return failed;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}

// The kernel waits by its own clock. A deadline more than half the shift ahead of that is from the shifted clock. Any other
// is from the monotonic clock.
static struct timespec unshifted(const struct timespec *deadline) {
    struct timespec now, real = *deadline;
    REAL(clock_gettime)(CLOCK_REALTIME, &now);
    if (deadline->tv_sec > now.tv_sec + shift() / 2) real.tv_sec -= shift();
    return real;
}

int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict deadline) {
    struct timespec real = unshifted(deadline);
    return REAL(pthread_cond_timedwait)(condition, mutex, &real);
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict deadline) {
    struct timespec real = unshifted(deadline);
    return REAL(pthread_mutex_timedlock)(mutex, &real);
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict deadline) {
    struct timespec real = unshifted(deadline);
    return REAL(sem_timedwait)(semaphore, &real);
}
