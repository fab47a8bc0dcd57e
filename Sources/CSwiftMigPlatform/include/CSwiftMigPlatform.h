#ifndef SWIFTMIG_PLATFORM_H
#define SWIFTMIG_PLATFORM_H

#include <spawn.h>
#include <stdint.h>

/// `posix_spawn_file_actions_addchdir_np`. Swift imports glibc without `_GNU_SOURCE`, and so without this.
int swiftmig_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *path);

/// Makes a pipe whose ends programs do not inherit. Swift imports glibc without `pipe2`. 0, or -1 with `errno`.
int swiftmig_pipe(int ends[2]);

/// Removes a file, or a folder with all that is in it, and follows no links. 0, or -1 with `errno`.
int swiftmig_remove_tree(const char *path);

/// A descriptor that is ready, by the token that it is watched with.
struct swiftmig_ready {
    uint64_t token;
    int can_read;
    int can_write;
    /// The other end is closed, or the descriptor has an error.
    int is_closed;
};

/// Makes a set of descriptors to wait for: epoll on Linux, kqueue elsewhere. The descriptor of the set, or -1 with `errno`.
int swiftmig_poller_make(void);

/// Watches a descriptor for what can be read from or written to it, or changes what it is watched for. 0, or -1 with `errno`.
int swiftmig_poller_watch(int poller, int descriptor, uint64_t token, int reading, int writing, int is_new);

/// Stops watching a descriptor.
void swiftmig_poller_forget(int poller, int descriptor);

/// Waits until at least one descriptor is ready, but no longer than `milliseconds`; -1 waits forever. The number of those
/// that are ready, or -1 with `errno`.
int swiftmig_poller_wait(int poller, struct swiftmig_ready *ready, int capacity, int milliseconds);

/// Makes a descriptor that becomes readable when `swiftmig_waker_wake` is called, until `swiftmig_waker_clear`: an
/// eventfd on Linux, a pipe elsewhere. `ends` are equal for an eventfd. 0, or -1 with `errno`.
int swiftmig_waker_make(int ends[2]);
void swiftmig_waker_wake(int writing_end);
void swiftmig_waker_clear(int reading_end);

/// Makes a descriptor non-blocking. 0, or -1 with `errno`.
int swiftmig_set_nonblocking(int descriptor);

/// Another descriptor of the same file, which programs do not inherit; -1 with `errno`.
int swiftmig_duplicate(int descriptor);

/// Marks the current thread with an owner, and returns the owner of the current thread, or NULL.
void swiftmig_set_thread_owner(const void *owner);
const void *swiftmig_thread_owner(void);

/// Whether a socket that nothing is expected from has ended (-1), has bytes (1), or is silent (0).
int swiftmig_peek(int descriptor);

/// The function of a loaded library, or NULL. Swift imports glibc without `RTLD_DEFAULT`.
void *swiftmig_find_function(const char *name);

/// `environ`, which Darwin does not declare.
char **swiftmig_environment(void);

/// Tells the thread sanitizer that what this thread did before `release` comes before what another one does after
/// `acquire` with the same address. These do nothing in builds without it.
void swiftmig_sanitizer_release(void *address);
void swiftmig_sanitizer_acquire(void *address);
/// Whether the sanitizer ignores what this thread reads.
void swiftmig_sanitizer_ignore_reads(int ignores);

/// Makes `malloc` of glibc get memory from the system in large parts. Swift imports glibc without `mallopt`.
void swiftmig_grow_memory_in_large_parts(void);

#endif
