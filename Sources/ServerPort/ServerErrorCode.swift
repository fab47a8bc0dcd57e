/// The number of an error of the server (1000 and up) or of the client library (2000 and 5000), with the name that the
/// manual gives it. The numbers are the same on MariaDB and MySQL if a name does not say otherwise.
package struct ServerErrorCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}

extension ServerErrorCode {
    // MARK: - Server

    package static let databaseExists = Self(rawValue: 1007)  // ER_DB_CREATE_EXISTS
    package static let databaseDoesNotExist = Self(rawValue: 1008)  // ER_DB_DROP_EXISTS
    package static let tooManyConnections = Self(rawValue: 1040)  // ER_CON_COUNT_ERROR
    package static let databaseAccessDenied = Self(rawValue: 1044)  // ER_DBACCESS_DENIED_ERROR
    package static let accessDenied = Self(rawValue: 1045)  // ER_ACCESS_DENIED_ERROR
    package static let recordChanged = Self(rawValue: 1020)  // ER_CHECKREAD
    package static let diskFull = Self(rawValue: 1021)  // ER_DISK_FULL
    package static let badNull = Self(rawValue: 1048)  // ER_BAD_NULL_ERROR
    /// A Galera node refuses every statement with it until the node is ready.
    package static let unknownCommand = Self(rawValue: 1047)  // ER_UNKNOWN_COM_ERROR
    package static let unknownDatabase = Self(rawValue: 1049)  // ER_BAD_DB_ERROR
    package static let tableExists = Self(rawValue: 1050)  // ER_TABLE_EXISTS_ERROR
    package static let unknownTable = Self(rawValue: 1051)  // ER_BAD_TABLE_ERROR
    package static let serverShutdown = Self(rawValue: 1053)  // ER_SERVER_SHUTDOWN
    package static let unknownColumn = Self(rawValue: 1054)  // ER_BAD_FIELD_ERROR
    package static let duplicateColumn = Self(rawValue: 1060)  // ER_DUP_FIELDNAME
    package static let duplicateKeyName = Self(rawValue: 1061)  // ER_DUP_KEYNAME
    package static let duplicateEntry = Self(rawValue: 1062)  // ER_DUP_ENTRY
    package static let syntaxError = Self(rawValue: 1064)  // ER_PARSE_ERROR
    package static let invalidDefault = Self(rawValue: 1067)  // ER_INVALID_DEFAULT
    package static let keyColumnDoesNotExist = Self(rawValue: 1072)  // ER_KEY_COLUMN_DOES_NOT_EXITS
    package static let cannotDropColumnOrKey = Self(rawValue: 1091)  // ER_CANT_DROP_FIELD_OR_KEY
    package static let tableIsFull = Self(rawValue: 1114)  // ER_RECORD_FILE_FULL
    package static let hostIsBlocked = Self(rawValue: 1129)  // ER_HOST_IS_BLOCKED
    package static let hostNotPrivileged = Self(rawValue: 1130)  // ER_HOST_NOT_PRIVILEGED
    package static let invalidUseOfNull = Self(rawValue: 1138)  // ER_INVALID_USE_OF_NULL
    package static let tableAccessDenied = Self(rawValue: 1142)  // ER_TABLEACCESS_DENIED_ERROR
    package static let columnAccessDenied = Self(rawValue: 1143)  // ER_COLUMNACCESS_DENIED_ERROR
    package static let noSuchTable = Self(rawValue: 1146)  // ER_NO_SUCH_TABLE
    package static let notAllowedCommand = Self(rawValue: 1148)  // ER_NOT_ALLOWED_COMMAND
    package static let duplicateInUniqueIndex = Self(rawValue: 1169)  // ER_DUP_UNIQUE
    package static let incompleteRollback = Self(rawValue: 1196)  // ER_WARNING_NOT_COMPLETE_ROLLBACK
    package static let tooManyUserConnections = Self(rawValue: 1203)  // ER_TOO_MANY_USER_CONNECTIONS
    package static let lockWaitTimeout = Self(rawValue: 1205)  // ER_LOCK_WAIT_TIMEOUT
    /// A Galera cluster also reports it for a transaction that conflicts with DDL or with another node.
    package static let lockDeadlock = Self(rawValue: 1213)  // ER_LOCK_DEADLOCK
    package static let noReferencedRowUnnamed = Self(rawValue: 1216)  // ER_NO_REFERENCED_ROW
    package static let rowIsReferencedUnnamed = Self(rawValue: 1217)  // ER_ROW_IS_REFERENCED
    package static let wrongUsage = Self(rawValue: 1221)  // ER_WRONG_USAGE
    package static let userLimitReached = Self(rawValue: 1226)  // ER_USER_LIMIT_REACHED
    package static let specificAccessDenied = Self(rawValue: 1227)  // ER_SPECIFIC_ACCESS_DENIED_ERROR
    package static let subqueryReturnsSeveralRows = Self(rawValue: 1242)  // ER_SUBQUERY_NO_1_ROW
    package static let unknownStatement = Self(rawValue: 1243)  // ER_UNKNOWN_STMT_HANDLER
    package static let dataOutOfRange = Self(rawValue: 1264)  // ER_WARN_DATA_OUT_OF_RANGE
    package static let dataTruncated = Self(rawValue: 1265)  // WARN_DATA_TRUNCATED
    package static let optionPreventsStatement = Self(rawValue: 1290)  // ER_OPTION_PREVENTS_STATEMENT
    package static let truncatedWrongValue = Self(rawValue: 1292)  // ER_TRUNCATED_WRONG_VALUE
    package static let notPreparable = Self(rawValue: 1295)  // ER_UNSUPPORTED_PS
    package static let routineExists = Self(rawValue: 1304)  // ER_SP_ALREADY_EXISTS
    package static let routineDoesNotExist = Self(rawValue: 1305)  // ER_SP_DOES_NOT_EXIST
    package static let queryInterrupted = Self(rawValue: 1317)  // ER_QUERY_INTERRUPTED
    package static let wrongArgumentCount = Self(rawValue: 1318)  // ER_SP_WRONG_NO_OF_ARGS
    package static let wrongObject = Self(rawValue: 1347)  // ER_WRONG_OBJECT
    package static let viewInvalid = Self(rawValue: 1356)  // ER_VIEW_INVALID
    package static let triggerExists = Self(rawValue: 1359)  // ER_TRG_ALREADY_EXISTS
    package static let triggerDoesNotExist = Self(rawValue: 1360)  // ER_TRG_DOES_NOT_EXIST
    package static let wrongValueForField = Self(rawValue: 1366)  // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
    package static let routineAccessDenied = Self(rawValue: 1370)  // ER_PROCACCESS_DENIED_ERROR
    package static let noDefaultForField = Self(rawValue: 1364)  // ER_NO_DEFAULT_FOR_FIELD
    package static let dataTooLong = Self(rawValue: 1406)  // ER_DATA_TOO_LONG
    package static let binlogRoutineNeedsSuper = Self(rawValue: 1419)  // ER_BINLOG_CREATE_ROUTINE_NEED_SUPER
    package static let rowIsReferenced = Self(rawValue: 1451)  // ER_ROW_IS_REFERENCED_2
    package static let noReferencedRow = Self(rawValue: 1452)  // ER_NO_REFERENCED_ROW_2
    package static let tooManyPreparedStatements = Self(rawValue: 1461)  // ER_MAX_PREPARED_STMT_COUNT_REACHED
    package static let pluginIsNotLoaded = Self(rawValue: 1524)  // ER_PLUGIN_IS_NOT_LOADED
    package static let noPartitionForValue = Self(rawValue: 1526)  // ER_NO_PARTITION_FOR_GIVEN_VALUE
    package static let eventExists = Self(rawValue: 1537)  // ER_EVENT_ALREADY_EXISTS
    package static let eventDoesNotExist = Self(rawValue: 1539)  // ER_EVENT_DOES_NOT_EXIST
    package static let duplicateEntryWithKeyName = Self(rawValue: 1586)  // ER_DUP_ENTRY_WITH_KEY_NAME
    package static let accessDeniedWithoutPassword = Self(rawValue: 1698)  // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
    package static let unknownPartition = Self(rawValue: 1735)  // ER_UNKNOWN_PARTITION
    package static let partitionOfUnpartitionedTable = Self(rawValue: 1747)  // ER_PARTITION_CLAUSE_ON_NONPARTITIONED
    package static let foreignDuplicateKey = Self(rawValue: 1761)  // ER_FOREIGN_DUPLICATE_KEY_WITH_CHILD_INFO
    package static let foreignDuplicateKeyUnnamed = Self(rawValue: 1762)  // ER_FOREIGN_DUPLICATE_KEY_WITHOUT_CHILD_INFO
    package static let mustChangePassword = Self(rawValue: 1820)  // ER_MUST_CHANGE_PASSWORD
    package static let readOnlyMode = Self(rawValue: 1836)  // ER_READ_ONLY_MODE
    package static let alterNotSupported = Self(rawValue: 1845)  // ER_ALTER_OPERATION_NOT_SUPPORTED
    package static let alterNotSupportedBecause = Self(rawValue: 1846)  // ER_ALTER_OPERATION_NOT_SUPPORTED_REASON
    package static let duplicateUnknownInIndex = Self(rawValue: 1859)  // ER_DUP_UNKNOWN_IN_INDEX
    package static let mustChangePasswordLogin = Self(rawValue: 1862)  // ER_MUST_CHANGE_PASSWORD_LOGIN
    package static let accessDeniedChangeUser = Self(rawValue: 1873)  // ER_ACCESS_DENIED_CHANGE_USER_ERROR
    package static let connectionKilled = Self(rawValue: 1927)  // ER_CONNECTION_KILLED (MariaDB)
    package static let statementTimeout = Self(rawValue: 1969)  // ER_STATEMENT_TIMEOUT (MariaDB)
    package static let referencedTriggerDoesNotExist = Self(rawValue: 3011)  // ER_REFERENCED_TRG_DOES_NOT_EXIST (MySQL)
    package static let queryTimeout = Self(rawValue: 3024)  // ER_QUERY_TIMEOUT (MySQL)
    /// A MySQL group rolls back a transaction that conflicts with another member.
    package static let rollbackDuringCommit = Self(rawValue: 3101)  // ER_TRANSACTION_ROLLBACK_DURING_COMMIT
    package static let accountLocked = Self(rawValue: 3118)  // ER_ACCOUNT_HAS_BEEN_LOCKED (MySQL)
    package static let secureTransportRequired = Self(rawValue: 3159)  // ER_SECURE_TRANSPORT_REQUIRED
    package static let checkViolated = Self(rawValue: 3819)  // ER_CHECK_CONSTRAINT_VIOLATED (MySQL)
    package static let checkOfUnknownColumn = Self(rawValue: 3820)  // ER_CHECK_CONSTRAINT_REFERS_UNKNOWN_COLUMN (MySQL)
    package static let localFilesDisabled = Self(rawValue: 3948)  // ER_CLIENT_LOCAL_FILES_DISABLED (MySQL)
    package static let checkViolatedInMariaDB = Self(rawValue: 4025)  // ER_CONSTRAINT_FAILED (MariaDB)
    package static let clientInteractionTimeout = Self(rawValue: 4031)  // ER_CLIENT_INTERACTION_TIMEOUT (MySQL)
    // ER_REFERENCED_TRG_DOES_NOT_EXIST (MariaDB)
    package static let referencedTriggerDoesNotExistInMariaDB = Self(rawValue: 4031)
    package static let notSequence = Self(rawValue: 4089)  // ER_NOT_SEQUENCE (MariaDB)
    package static let unknownSequence = Self(rawValue: 4091)  // ER_UNKNOWN_SEQUENCES (MariaDB)
    package static let unknownView = Self(rawValue: 4092)  // ER_UNKNOWN_VIEW (MariaDB)
    package static let accountLockedInMariaDB = Self(rawValue: 4151)  // ER_ACCOUNT_HAS_BEEN_LOCKED (MariaDB)
    package static let unknownDataType = Self(rawValue: 4161)  // ER_UNKNOWN_DATA_TYPE (MariaDB)
    // ER_LOAD_INFILE_CAPABILITY_DISABLED (MariaDB)
    package static let localFilesDisabledInMariaDB = Self(rawValue: 4166)

    // MARK: - Client library

    package static let cannotConnect = Self(rawValue: 2002)  // CR_CONNECTION_ERROR
    package static let cannotConnectToHost = Self(rawValue: 2003)  // CR_CONN_HOST_ERROR
    package static let cannotCreateSocket = Self(rawValue: 2004)  // CR_IPSOCK_ERROR
    package static let unknownHost = Self(rawValue: 2005)  // CR_UNKNOWN_HOST
    package static let serverGone = Self(rawValue: 2006)  // CR_SERVER_GONE_ERROR
    package static let wrongProtocolVersion = Self(rawValue: 2007)  // CR_VERSION_ERROR
    package static let outOfMemory = Self(rawValue: 2008)  // CR_OUT_OF_MEMORY
    package static let wrongHostInfo = Self(rawValue: 2009)  // CR_WRONG_HOST_INFO
    package static let handshakeError = Self(rawValue: 2012)  // CR_SERVER_HANDSHAKE_ERR
    package static let serverLost = Self(rawValue: 2013)  // CR_SERVER_LOST
    /// A lost TLS connection gives it too ("unexpected eof while reading").
    package static let tlsError = Self(rawValue: 2026)  // CR_SSL_CONNECTION_ERROR
    package static let malformedPacket = Self(rawValue: 2027)  // CR_MALFORMED_PACKET
    package static let serverLostExtended = Self(rawValue: 2055)  // CR_SERVER_LOST_EXTENDED
    package static let alreadyConnected = Self(rawValue: 2058)  // CR_ALREADY_CONNECTED
    package static let pluginCannotLoad = Self(rawValue: 2059)  // CR_AUTH_PLUGIN_CANNOT_LOAD
    package static let pluginError = Self(rawValue: 2061)  // CR_AUTH_PLUGIN_ERR
    package static let pluginNotAllowed = Self(rawValue: 5010)  // CR_PLUGIN_NOT_ALLOWED
}

extension Set<ServerErrorCode> {
    /// The connection is gone, so the statement may or may not have run. During login, `tlsError` is an error of the
    /// login.
    package static let connectionLost: Set = [
        .serverGone, .serverLost, .serverLostExtended, .connectionKilled, .serverShutdown, .tlsError,
    ]

    /// The server cannot be reached.
    package static let unreachable: Set = [
        .cannotConnect, .cannotConnectToHost, .cannotCreateSocket, .unknownHost, .serverGone, .wrongProtocolVersion,
        .wrongHostInfo, .handshakeError,
        .serverLost, .serverLostExtended, .serverShutdown,
    ]

    /// The account lacks a privilege.
    package static let privilegeDenied: Set = [
        .databaseAccessDenied, .accessDenied, .tableAccessDenied, .columnAccessDenied, .specificAccessDenied,
        .routineAccessDenied, .binlogRoutineNeedsSuper,
    ]

    /// The server has done nothing, and may do the same statement at another try.
    package static let retriable: Set = [
        .lockWaitTimeout, .lockDeadlock, .unknownCommand, .rollbackDuringCommit,
    ]

    /// Another session or a time limit has stopped the statement.
    package static let stopped: Set = [.queryInterrupted, .statementTimeout, .queryTimeout]

    /// The server's disk, or a table's space, is full.
    package static let full: Set = [.diskFull, .tableIsFull]

    /// A value, in a table or in the statement, violates a type, a key or a check.
    package static let valueRefused: Set = [
        .badNull, .duplicateEntry, .invalidUseOfNull, .duplicateInUniqueIndex, .dataOutOfRange, .dataTruncated,
        .truncatedWrongValue, .wrongValueForField, .dataTooLong, .noReferencedRow, .noPartitionForValue,
        .duplicateEntryWithKeyName, .duplicateUnknownInIndex, .checkViolated, .checkViolatedInMariaDB,
    ]

    /// An object of any kind does not exist, or is of another kind.
    package static let objectAbsent: Set = [
        .unknownDatabase, .unknownTable, .noSuchTable, .routineDoesNotExist, .wrongObject, .triggerDoesNotExist,
        .eventDoesNotExist,
        .notSequence, .unknownSequence,
    ]

    /// A table, one of its columns, or one of its partitions does not exist.
    package static let rowsAbsent: Set = [
        .unknownDatabase, .unknownTable, .unknownColumn, .noSuchTable, .unknownPartition,
        .partitionOfUnpartitionedTable,
    ]

    /// A definition uses something that does not exist, or not yet.
    package static let referenceAbsent: Set = [
        .unknownColumn, .keyColumnDoesNotExist, .noSuchTable, .routineDoesNotExist, .viewInvalid,
        .referencedTriggerDoesNotExist,
        .referencedTriggerDoesNotExistInMariaDB, .unknownSequence,
    ]

    /// A view uses something that does not exist or that the account may not see.
    package static let viewReferenceAbsent: Set = [
        .noSuchTable, .unknownDatabase, .routineDoesNotExist, .databaseAccessDenied, .tableAccessDenied, .viewInvalid,
    ]

    /// The notes that IF EXISTS and IF NOT EXISTS produce.
    package static let existence: Set = [
        .databaseExists, .databaseDoesNotExist, .tableExists, .unknownTable, .duplicateColumn, .duplicateKeyName,
        .cannotDropColumnOrKey,
        .routineExists, .routineDoesNotExist, .triggerExists, .triggerDoesNotExist, .eventExists, .eventDoesNotExist,
        .unknownSequence, .unknownView,
    ]

    /// An ALTER TABLE does not support the ALGORITHM or the LOCK. MySQL reports `wrongUsage` for LOCK with INSTANT.
    package static let alterNotSupported: Set = [
        .alterNotSupported, .alterNotSupportedBecause, .wrongUsage,
    ]
}
