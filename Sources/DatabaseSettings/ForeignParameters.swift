/// URL parameters for the drivers and connection pools of applications, which do not matter for a migration.
///
/// Parameters that could matter are not included: TLS, logins, and everything that changes the meaning of statements
/// (`sql_mode`, `init_command`, `sessionVariables`).
enum ForeignParameters {
    static func contains(_ name: String) -> Bool {
        let name = String(name.lowercased().filter { $0 != "-" && $0 != "_" })
        return name.hasPrefix("pool") || names.contains(name)
    }

    /// Whether it is a parameter of golang-migrate.
    static func isOfAnotherTool(_ name: String) -> Bool {
        name.lowercased().hasPrefix("x-")
    }

    /// The names in lower case, without `-` and `_`.
    private static let names = Set(go + java + ruby + python + node + others)

    private static let go = [
        "allowallfiles", "allownativepasswords", "allowoldpasswords", "checkconnliveness", "clientfoundrows",
        "columnswithalias", "compress", "connectionattributes", "interpolateparams", "loc", "maxallowedpacket",
        "multistatements", "parsetime", "readtimeout", "rejectreadonly", "timetruncate", "timeout", "writetimeout",
    ]

    private static let java = [
        "allowmultiqueries", "allowpublickeyretrieval", "autoreconnect", "cachecallablestmts", "cacheprepstmts",
        "cacheresultsetmetadata", "cacheserverconfiguration", "characterencoding", "characterset",
        "charactersetresults", "connectioncollation", "connectiontimezone", "connecttimeout",
        "createdatabaseifnotexist", "defaultfetchsize", "elidesetautocommits", "failoverreadonly",
        "forceconnectiontimezonetosession", "jdbccompliant", "jdbccomplianttruncation", "maintaintimestats",
        "maxreconnects", "noaccesstoprocedurebodies", "nullcatalogmeanscurrent", "nulldatabasemeanscurrent",
        "prepstmtcachesize", "prepstmtcachesqllimit", "preserveinstants", "rewritebatchedstatements",
        "servertimezone", "sockettimeout", "tcpkeepalive", "tinyint1isbit", "transformedbitisboolean",
        "usecompression", "usecursorfetch", "useinformationschema", "usejdbccomplianttimezoneshift",
        "uselegacydatetimecode", "uselocalsessionstate", "usemysqlmetadata", "useserverprepstmts",
        "yearisdatetype", "zerodatetimebehavior",
    ]

    private static let ruby = [
        "adapter", "asyncqueryexecutor", "checkouttimeout", "encoding", "idletimeout", "keepalive", "maxage",
        "maxconnections", "maxthreads", "minconnections", "preparedstatements", "reapingfrequency", "reconnect",
        "statementlimit",
    ]

    private static let python = [
        "atomicrequests", "binaryprefix", "buffered", "connhealthchecks", "connmaxage", "cursorclass", "echo",
        "maxoverflow", "maxsize", "minsize", "programname", "raiseonwarnings", "usepure",
    ]

    private static let node = [
        "acquiretimeout", "bignumberstrings", "connectionlimit", "datestrings", "debug", "decimalnumbers",
        "enablekeepalive", "keepaliveinitialdelay", "maxidle", "multiplestatements",
        "namedplaceholders", "nesttables", "queuelimit", "rowsasarray", "statementcachesize", "stringifyobjects",
        "supportbignumbers", "timezone", "trace", "typecast", "waitforconnections",
    ]

    /// The names of Doctrine, sqlx and others.
    private static let others = [
        "driver", "persistent", "serverversion", "statementcachecapacity",
    ]
}
