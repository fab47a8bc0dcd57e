#ifndef SWIFTMIG_PLATFORM_H
#define SWIFTMIG_PLATFORM_H

#include <spawn.h>

/// `posix_spawn_file_actions_addchdir_np`. Swift imports glibc without `_GNU_SOURCE`, and so without this.
int swiftmig_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *path);

/// Makes a pipe whose ends programs do not inherit. Swift imports glibc without `pipe2`. 0, or -1 with `errno`.
int swiftmig_pipe(int ends[2]);

/// Removes a file, or a folder with all that is in it, and follows no links. 0, or -1 with `errno`.
int swiftmig_remove_tree(const char *path);

/// `environ`, which Darwin does not declare.
char **swiftmig_environment(void);

/// Makes `malloc` of glibc get memory from the system in large parts. Swift imports glibc without `mallopt`.
void swiftmig_grow_memory_in_large_parts(void);

#endif
