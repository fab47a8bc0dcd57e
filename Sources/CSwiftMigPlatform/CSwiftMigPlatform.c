#define _GNU_SOURCE
#include "CSwiftMigPlatform.h"
#include <ftw.h>
#include <stdio.h>

#ifdef __APPLE__
#include <crt_externs.h>
#define environ (*_NSGetEnviron())
#else
#include <unistd.h>
#endif

int swiftmig_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np(actions, path);
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
