// Runs a command, and prints at the end how much memory it and all processes that it left behind needed together.
//   peak COMMAND [ARGUMENT...]
// Shared pages count once. What the machine has in /dev/shm beyond the start is added. It looks twice a second. Linux only.
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum { most = 65536 };
static pid_t command;

static void forward(int signal) { kill(command, signal); }

// The kilobytes of one process: its pages, divided by the number of processes that share them.
static long kilobytes(int process) {
    char path[64], line[256];
    long size = 0, resident = 0;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", process);
    FILE *file = fopen(path, "r");
    if (file) {
        while (fgets(line, sizeof line, file))
            if (sscanf(line, "Pss: %ld", &size) == 1) break;
        fclose(file);
    }
    if (size > 0) return size;
    // A process of another user.
    snprintf(path, sizeof path, "/proc/%d/statm", process);
    if (!(file = fopen(path, "r"))) return 0;
    if (fscanf(file, "%*d %ld", &resident) != 1) resident = 0;
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

// The kilobytes of all descendants of this process.
static long of_descendants(void) {
    static int ids[most], parents[most];
    static char is_ours[most];
    int count = 0;
    DIR *folder = opendir("/proc");
    if (!folder) return 0;
    for (struct dirent *entry; (entry = readdir(folder)) && count < most;) {
        char path[300];
        int id = atoi(entry->d_name), parent;
        if (id <= 0) continue;
        snprintf(path, sizeof path, "/proc/%d/stat", id);
        FILE *file = fopen(path, "r");
        if (!file) continue;
        // The name in parentheses may contain spaces, but the program that has parentheses in its name is not among ours.
        if (fscanf(file, "%*d (%*[^)]) %*c %d", &parent) == 1) {
            ids[count] = id;
            parents[count] = parent;
            is_ours[count] = parent == getpid();
            count++;
        }
        fclose(file);
    }
    closedir(folder);
    for (int has_changed = 1; has_changed;) {
        has_changed = 0;
        for (int child = 0; child < count; child++)
            for (int other = 0; other < count && !is_ours[child]; other++)
                if (is_ours[other] && ids[other] == parents[child]) has_changed = is_ours[child] = 1;
    }
    long sum = 0;
    for (int index = 0; index < count; index++)
        if (is_ours[index]) sum += kilobytes(ids[index]);
    return sum;
}

static long in_shared_memory(void) {
    struct statvfs state;
    if (statvfs("/dev/shm", &state)) return 0;
    return (long)(state.f_blocks - state.f_bfree) * (long)(state.f_frsize / 1024);
}

int main(int count, char **arguments) {
    if (count < 2) return 2;
    long before = in_shared_memory(), processes = 0, shared = 0, both = 0;
    // Processes whose parent is gone become children of this one.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    command = fork();
    if (command < 0) return 71;
    if (command == 0) {
        execvp(arguments[1], arguments + 1);
        perror(arguments[1]);
        _exit(127);
    }
    signal(SIGINT, SIG_IGN); // The terminal sends it to the command too.
    signal(SIGTERM, forward);
    signal(SIGHUP, forward);
    int status = 0;
    for (pid_t ended; (ended = waitpid(-1, &status, WNOHANG)) != command;) {
        if (ended > 0) continue;
        if (ended < 0 && errno != EINTR) return 71;
        long now = of_descendants(), held = in_shared_memory() - before;
        if (held < 0) held = 0; // somebody else has removed files
        if (now > processes) processes = now;
        if (held > shared) shared = held;
        if (now + held > both) both = now + held;
        usleep(500000);
    }
    fprintf(stderr, "At most %ld MiB of memory at a time: %ld MiB in processes, %ld MiB in /dev/shm\n", both / 1024,
            processes / 1024, shared / 1024);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
