#include <mysql.h>
#include <errmsg.h>
#include <mysqld_error.h>
#include <mysql/plugin_auth.h>

/* What <mysql/client_plugin.h> declares of authentication plugins. That header includes another one that Debian's
   package leaves out, so it cannot be included itself. The layout is the library's ABI; newer libraries read the last
   member only from plugins of a newer interface version. */
struct swiftmig_authentication_plugin {
    int type;
    unsigned int interface_version;
    const char *name;
    const char *author;
    const char *description;
    unsigned int version[3];
    const char *license;
    void *mysql_api;
    void *init;
    void *deinit;
    void *options;
    int (*authenticate_user)(MYSQL_PLUGIN_VIO *channel, MYSQL *handle);
    void *hash_password;
};

enum {
    SWIFTMIG_AUTHENTICATION_PLUGIN = 2,
    SWIFTMIG_AUTHENTICATION_PLUGIN_INTERFACE = 0x0100
};

/* The library takes the function as the data pointer of an option. */
typedef void (*swiftmig_progress)(const MYSQL *handle, unsigned int stage, unsigned int stages, double percent,
                                  const char *activity, unsigned int length);
static inline void swiftmig_ask_for_progress(MYSQL *handle, swiftmig_progress callback) {
    mysql_options(handle, MYSQL_PROGRESS_CALLBACK, (const void *)callback);
}
