// The least that a client over libmariadb can cost: non-blocking calls on one thread, with epoll.
//   client lookup|insert|fetch OPERATIONS HOST PORT CONNECTIONS
// Prints {"operations", "seconds", "cpu", "rows", "peak"} of the work, without connecting: times in seconds, memory in KiB.
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>

enum { COLUMNS = 10, MOST_TEXT = 128 };
static const char *SELECT = "SELECT id, a, b, c, d, e, f, g, h, i FROM bench";

typedef enum { LOOKUP, INSERT, FETCH } Workload;
typedef enum { START, EXECUTING, STORING, COMMITTING } State;

typedef struct {
    long long id, b;
    int a, h;
    char *c, *d, *i;
    double e;
    char f[16];
    MYSQL_TIME g;
} Row;

typedef struct {
    MYSQL *handle;
    MYSQL_STMT *statement;
    State state;
    int left, result;
    unsigned seed;
    long long key, numbers[COLUMNS];
    char text[COLUMNS][MOST_TEXT];
    unsigned long lengths[COLUMNS];
    MYSQL_TIME time;
} Connection;

static Workload workload;
static long rows;

static void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static double seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void bind_columns(Connection *connection) {
    MYSQL_BIND binds[COLUMNS] = {0};
    for (int column = 0; column < COLUMNS; column++) {
        MYSQL_BIND *bind = &binds[column];
        bind->length = &connection->lengths[column];
        switch (column) {
        case 0: case 1: case 2: case 8:
            bind->buffer_type = MYSQL_TYPE_LONGLONG;
            bind->buffer = &connection->numbers[column];
            break;
        case 5:
            bind->buffer_type = MYSQL_TYPE_DOUBLE;
            bind->buffer = &connection->numbers[column];
            break;
        case 7:
            bind->buffer_type = MYSQL_TYPE_DATETIME;
            bind->buffer = &connection->time;
            break;
        default:
            bind->buffer_type = MYSQL_TYPE_STRING;
            bind->buffer = connection->text[column];
            bind->buffer_length = MOST_TEXT;
        }
    }
    if (mysql_stmt_bind_result(connection->statement, binds)) fail("bind", mysql_stmt_error(connection->statement));
}

static void prepare(Connection *connection) {
    char text[256];
    if (workload == INSERT) snprintf(text, sizeof text, "INSERT INTO benchins (a, c) VALUES (?, 'some text here')");
    else snprintf(text, sizeof text, "%s%s", SELECT, workload == LOOKUP ? " WHERE id = ?" : "");
    connection->statement = mysql_stmt_init(connection->handle);
    if (mysql_stmt_prepare(connection->statement, text, strlen(text)))
        fail("prepare", mysql_stmt_error(connection->statement));
    if (workload != FETCH) {
        MYSQL_BIND key = {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &connection->key};
        mysql_stmt_bind_param(connection->statement, &key);
    }
    if (workload != INSERT) bind_columns(connection);
}

static char *copy(Connection *connection, int column) {
    return strndup(connection->text[column], connection->lengths[column]);
}

// Copies every row into a structure of its own, as a program that uses the rows does.
static void read_rows(Connection *connection) {
    long count = mysql_stmt_num_rows(connection->statement), read = 0;
    Row *all = malloc(count * sizeof *all);
    while (mysql_stmt_fetch(connection->statement) == 0) {
        Row *row = &all[read++];
        row->id = connection->numbers[0];
        row->a = connection->numbers[1];
        row->b = connection->numbers[2];
        row->c = copy(connection, 3);
        row->d = copy(connection, 4);
        memcpy(&row->e, &connection->numbers[5], sizeof row->e);
        memcpy(row->f, connection->text[6], sizeof row->f);
        row->g = connection->time;
        row->h = connection->numbers[8] != 0;
        row->i = copy(connection, 9);
    }
    for (long index = 0; index < read; index++) free(all[index].c), free(all[index].d), free(all[index].i);
    free(all);
    rows += read;
    mysql_stmt_free_result(connection->statement);
}

// Goes on until the connection waits for the server. Returns what it waits for; 0 when its work is done.
static int step(Connection *connection, int ready) {
    for (;;) {
        int waits;
        switch (connection->state) {
        case START:
            if (connection->left == 0) return 0;
            connection->left--;
            connection->key = 1 + rand_r(&connection->seed) % 10000;
            connection->state = EXECUTING;
            waits = mysql_stmt_execute_start(&connection->result, connection->statement);
            break;
        case EXECUTING:
            waits = mysql_stmt_execute_cont(&connection->result, connection->statement, ready);
            break;
        case STORING:
            waits = mysql_stmt_store_result_cont(&connection->result, connection->statement, ready);
            break;
        case COMMITTING:
            waits = mysql_real_query_cont(&connection->result, connection->handle, ready);
            break;
        }
        if (waits) return waits;
        if (connection->result) fail("statement", mysql_error(connection->handle));
        if (connection->state == EXECUTING && workload == INSERT) {
            connection->state = COMMITTING;
            waits = mysql_real_query_start(&connection->result, connection->handle, "COMMIT", 6);
            if (waits) return waits;
            rows++;
            connection->state = START;
        } else if (connection->state == EXECUTING) {
            connection->state = STORING;
            waits = mysql_stmt_store_result_start(&connection->result, connection->statement);
            if (waits) return waits;
            read_rows(connection);
            connection->state = START;
        } else {
            if (connection->state == COMMITTING) rows++;
            else read_rows(connection);
            connection->state = START;
        }
    }
}

int main(int count, char **arguments) {
    if (count != 6) fail("usage", "client lookup|insert|fetch OPERATIONS HOST PORT CONNECTIONS");
    workload = !strcmp(arguments[1], "lookup") ? LOOKUP : !strcmp(arguments[1], "insert") ? INSERT : FETCH;
    int operations = atoi(arguments[2]), connections = atoi(arguments[5]);
    mysql_library_init(0, NULL, NULL);
    int poller = epoll_create1(0);
    Connection *all = calloc(connections, sizeof *all);
    for (int index = 0; index < connections; index++) {
        Connection *connection = &all[index];
        connection->handle = mysql_init(NULL);
        mysql_options(connection->handle, MYSQL_OPT_NONBLOCK, NULL);
        if (!mysql_real_connect(connection->handle, arguments[3], "root", "", "d", atoi(arguments[4]), NULL, 0))
            fail("connect", mysql_error(connection->handle));
        if (workload == INSERT) mysql_autocommit(connection->handle, 0);
        prepare(connection);
        connection->left = operations / connections;
        connection->seed = index + 1;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        epoll_ctl(poller, EPOLL_CTL_ADD, mysql_get_socket(connection->handle), &event);
    }
    double start = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    int busy = 0;
    for (int index = 0; index < connections; index++) busy += step(&all[index], 0) != 0;
    while (busy > 0) {
        struct epoll_event events[64];
        int ready = epoll_wait(poller, events, 64, -1);
        for (int index = 0; index < ready; index++) busy -= step(events[index].data.ptr, MYSQL_WAIT_READ) == 0;
    }
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"operations\": %d, \"seconds\": %.6f, \"cpu\": %.6f, \"rows\": %ld, \"peak\": %ld}\n", operations,
           seconds(CLOCK_MONOTONIC) - start, cpu, rows, usage.ru_maxrss);
}
