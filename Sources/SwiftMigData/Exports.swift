// An application that imports the engine needs the names of its options, statements and values as well.
@_exported public import ConnectionPool
@_exported public import SwiftMig
@_exported public import SwiftMigQueries
