#define _GNU_SOURCE
#include "CSwiftMigPlatform.h"
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __APPLE__
#include <crt_externs.h>
#define environ (*_NSGetEnviron())
#endif

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

void swiftmig_grow_memory_in_large_parts(void) {
#ifdef __GLIBC__
    // A thread's heap has at most 64 MB. Memory that is not used yet costs nothing.
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}
