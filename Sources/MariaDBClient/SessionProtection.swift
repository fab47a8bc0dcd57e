/// Removes the limits of a server that cut off, refuse or end statements. They protect against applications that ask
/// too much by mistake, and do not change what a statement means. Every session removes them first.
///
/// `sql_mode` and all other settings that affect the meaning of a statement stay as the server has them.
enum SessionProtection {
    /// Two statements for the round trip that prepares the session. Every account may run them (MariaDB 10.11 and 11.8,
    /// MySQL 9.7).
    static let statements = [
        // A versioned comment is run by servers from that version on; with `M` only by MariaDB, which ignores MySQL's
        // version numbers. Under `completion_type=2` the server disconnects after each COMMIT. MariaDB answers SHOW and
        // queries of information_schema through temporary tables.
        """
        SET SESSION sql_select_limit = 18446744073709551615, SESSION max_join_size = 18446744073709551615, \
        SESSION sql_big_selects = 1, SESSION completion_type = 0, SESSION sql_quote_show_create = 1 \
        /*!80000 , SESSION show_create_table_verbosity = 0, SESSION max_execution_time = 0 */ \
        /*M!100000 , SESSION max_statement_time = 0, \
        SESSION tmp_disk_table_size = GREATEST(@@SESSION.tmp_disk_table_size, 1073741824) */
        """,
        // `transaction_read_only` refuses even temporary tables. MariaDB 10 has it under another name.
        "SET SESSION TRANSACTION READ WRITE",
    ]
}
