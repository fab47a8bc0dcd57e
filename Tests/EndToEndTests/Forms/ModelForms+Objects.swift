import Foundation
import SwiftMigMacros

@Table("accounts")
private struct Account {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(.varchar(254))
    var email: String
    var balance = 0
}

@Table(
    "archived",
    comment: "Old rows",
    options: TableOptions(
        engine: "InnoDB",
        charset: "latin1",
        collation: "latin1_german1_ci",
        rowFormat: "dynamic",
        autoIncrement: 1000,
        others: ["stats_persistent": "1"]
    )
)
private struct Archived {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(.varchar(80), index: true)
    var name: String

    static func elements(_: Columns) -> [TableElement] {
        [.partitioned(by: "hash (`id`) partitions 4", partitions: .ignore)]
    }
}

@Table("plain")
private struct Plain {
    @Column(primaryKey: true)
    let id: UInt64
    @Column(.varchar(80), unique: true, index: true)
    var name: String
    @Column(references: \Plain.id)
    var parentID: UInt64?

    static func elements(_: Columns) -> [TableElement] { [.check("name <> ''")] }
}

extension ModelForms {
    @MetadataBuilder private static func objectElements() -> [MetadataElement] {
        View(
            "rich",
            "select `id`, `email` from `accounts` where `balance` > 1000",
            algorithm: .merge,
            checkOption: .local
        )
        View("names", "select `email` from `accounts`", columns: ["name"], security: .invoker)
        Trigger("low", .before, .insert, on: "accounts", "SET NEW.email = LOWER(NEW.email)")
        Trigger("trimmed", .before, .insert, on: "accounts", "SET NEW.email = TRIM(NEW.email)", order: .follows("low"))
        Routine.procedure("pay", "IN who bigint", "UPDATE accounts SET balance = balance + 1 WHERE id = who")
            .comment("it's paid").dataAccess(.modifiesSQLData).security(.invoker)
        Routine.function("half", "n int", returns: "int", "RETURN n / 2", isDeterministic: true).dataAccess(.noSQL)
        Event("forget", .every("1 DAY", starts: "2035-01-01 03:00:00"), "DELETE FROM accounts WHERE balance = 0")
            .status(.disabled).comment("at night")
        Event("once", .at("2036-01-01 00:00:00"), "DELETE FROM accounts").preserved()
    }

    static let objects = ModelForms(
        name: "views, triggers, routines and events",
        macros: Metadata {
            Account.self
            objectElements()
        },
        values: Metadata {
            Table("accounts") {
                Column("id", .bigInt.unsigned).primaryKey().autoIncrement()
                Column("email", .varchar(254))
                Column("balance", .bigInt)
            }
            objectElements()
        },
        yaml: """
            swiftmig: 1
            tables:
              accounts:
                columns:
                  id: {type: bigint unsigned, auto_increment: true, primary_key: true}
                  email: varchar(254)
                  balance: bigint
            views:
              names: {sql: select `email` from `accounts`, columns: [name], security: invoker}
              rich: {sql: "select `id`, `email` from `accounts` where `balance` > 1000", algorithm: merge, check_option: local}
            triggers:
              low: {table: accounts, timing: before, event: insert, body: SET NEW.email = LOWER(NEW.email)}
              trimmed: {table: accounts, timing: before, event: insert, follows: low, body: SET NEW.email = TRIM(NEW.email)}
            procedures:
              pay:
                parameters: IN who bigint
                data_access: modifies sql data
                security: invoker
                comment: it's paid
                body: UPDATE accounts SET balance = balance + 1 WHERE id = who
            functions:
              half: {parameters: n int, returns: int, deterministic: true, data_access: no sql, body: RETURN n / 2}
            events:
              forget:
                every: 1 DAY
                starts: '2035-01-01 03:00:00'
                status: disabled
                comment: at night
                body: DELETE FROM accounts WHERE balance = 0
              once: {at: '2036-01-01 00:00:00', preserve: true, body: DELETE FROM accounts}
            """
    )

    static let options = ModelForms(
        name: "options, partitions, defaults and names",
        macros: Metadata(
            Archived.self,
            Plain.self,
            defaults: TableOptions(charset: "utf8mb4", collation: "utf8mb4_unicode_ci"),
            database: DatabaseDefaults(charset: "utf8mb4", collation: "utf8mb4_unicode_ci"),
            naming: NamingConvention(
                index: "idx_{table}_{columns}",
                unique: "unq_{table}_{columns}",
                foreignKey: "{table}_to_{referenced_table}_{referenced_columns}",
                check: "chk_{table}_{name}"
            )
        ),
        values: Metadata(
            Table(
                "archived",
                comment: "Old rows",
                options: TableOptions(
                    engine: "InnoDB",
                    charset: "latin1",
                    collation: "latin1_german1_ci",
                    rowFormat: "dynamic",
                    autoIncrement: 1000,
                    others: ["stats_persistent": "1"]
                )
            ) {
                Column("id", .bigInt.unsigned).primaryKey().autoIncrement()
                Column("name", .varchar(80)).indexed()
                TableElement.partitioned(by: "hash (`id`) partitions 4", partitions: .ignore)
            },
            Table("plain") {
                Column("id", .bigInt.unsigned).primaryKey()
                Column("name", .varchar(80)).unique().indexed()
                Column("parent_id", .bigInt.unsigned).nullable().references("plain")
                Check("name <> ''")
            },
            defaults: TableOptions(charset: "utf8mb4", collation: "utf8mb4_unicode_ci"),
            database: DatabaseDefaults(charset: "utf8mb4", collation: "utf8mb4_unicode_ci"),
            naming: NamingConvention(
                index: "idx_{table}_{columns}",
                unique: "unq_{table}_{columns}",
                foreignKey: "{table}_to_{referenced_table}_{referenced_columns}",
                check: "chk_{table}_{name}"
            )
        ),
        yaml: """
            swiftmig: 1
            database: {charset: utf8mb4, collation: utf8mb4_unicode_ci}
            defaults: {charset: utf8mb4, collation: utf8mb4_unicode_ci}
            naming:
              index: "idx_{table}_{columns}"
              unique: "unq_{table}_{columns}"
              foreign_key: "{table}_to_{referenced_table}_{referenced_columns}"
              check: "chk_{table}_{name}"
            tables:
              archived:
                comment: Old rows
                columns:
                  id: {type: bigint unsigned, auto_increment: true, primary_key: true}
                  name: {type: varchar(80), index: true}
                options:
                  engine: InnoDB
                  charset: latin1
                  collation: latin1_german1_ci
                  row_format: dynamic
                  auto_increment: 1000
                  stats_persistent: 1
                partition_by: hash (`id`) partitions 4
                partitions: ignore
              plain:
                columns:
                  id: {type: bigint unsigned, primary_key: true}
                  name: {type: varchar(80), unique: true, index: true}
                  parent_id: {type: bigint unsigned, nullable: true, references: plain(id)}
                checks: [{sql: name <> ''}]
            """
    )
}
