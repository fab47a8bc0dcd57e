import Testing

/// Two documents that differ in views, triggers, routines, events or sequences.
struct ObjectExample: Sendable, CustomTestStringConvertible {
    var name: String
    var before: String
    var after: String
    /// Statements to run before the change, for example to insert rows or use values of a sequence.
    var between: [String] = []
    /// The expected kinds of changes; nil expects any.
    var kinds: [String]?
    var isMariaDBOnly = false
    var testDescription: String { name }

    static let tables = """
        swiftmig: 1
        tables:
          t: {columns: {id: int, a: {type: varchar(40), nullable: true}, b: {type: int, nullable: true}}, primary_key: [id]}
          u: {columns: {id: int, n: {type: int, nullable: true}}, primary_key: [id]}

        """

    var documents: (before: String, after: String) {
        func document(_ text: String) -> String { text.contains("tables:") ? text : Self.tables + text }
        return (document(before), document(after))
    }

    private static let body = """
        |-
              BEGIN
                -- a comment; with a semicolon
                DECLARE x VARCHAR(40) DEFAULT 'it''s; "é"';
                /* another; one */
                IF NEW.b > 1 THEN
                  BEGIN
                    SET NEW.a = CONCAT(x, '\\\\', '日本');
                  END;
                ELSE
                  SET NEW.a = "//$$";
                END IF;
              END
        """

    static let all: [ObjectExample] = views + triggers + routines + events + sequences + exchanges + mixed

    // MARK: Views

    private static let views: [ObjectExample] = [
        ObjectExample(
            name: "view added",
            before: "",
            after: "views: {v: {sql: 'select id, a from t where b > 1'}}",
            kinds: ["add_view"]
        ),
        ObjectExample(
            name: "view over a star changed",
            before: "views: {v: 'select * from t'}",
            after: "views: {v: \"select *, 'é' as x from t\"}",
            kinds: ["change_view"]
        ),
        ObjectExample(
            name: "view algorithm",
            before: "views: {v: {sql: 'select id from t'}}",
            after: "views: {v: {sql: 'select id from t', algorithm: merge}}"
        ),
        ObjectExample(
            name: "view from temptable to merge",
            before: "views: {v: {sql: 'select id from t', algorithm: temptable}}",
            after: "views: {v: {sql: 'select id from t', algorithm: merge}}"
        ),
        ObjectExample(
            name: "view security",
            before: "views: {v: {sql: 'select id from t', security: invoker}}",
            after: "views: {v: {sql: 'select id from t'}}"
        ),
        ObjectExample(
            name: "view check option",
            before: "views: {v: {sql: 'select id, b from t where b < 9', check_option: local}}",
            after: "views: {v: {sql: 'select id, b from t where b < 9', check_option: cascaded}}"
        ),
        ObjectExample(
            name: "view columns",
            before: "views: {v: {sql: 'select id, b from t', columns: [p, q]}}",
            after: "views: {v: {sql: 'select id, b from t', columns: [p, 'r s']}}"
        ),
        ObjectExample(
            name: "views upon views, declared the wrong way round",
            before: "",
            after: "views: {a: 'select * from b', b: 'select * from c', c: 'select id, n from u'}",
            kinds: ["add_view", "add_view", "add_view"]
        ),
        ObjectExample(
            name: "views change what they use",
            before: "views: {a: 'select * from b', b: 'select id from u'}",
            after: "views: {a: 'select id, 1 as one from u', b: 'select * from a'}"
        ),
        ObjectExample(
            name: "view over a column that comes",
            before: "views: {v: 'select * from u'}\ntables: {u: {columns: {id: int}, primary_key: [id]}}",
            after:
                "views: {v: 'select * from u'}\ntables: {u: {columns: {id: int, z: {type: int, nullable: true}}, primary_key: [id]}}",
            kinds: ["add_column", "change_view"]
        ),
        ObjectExample(
            name: "view and its table go",
            before:
                "views: {v: 'select * from x'}\ntables: {u: {columns: {id: int}, primary_key: [id]}, x: {columns: {id: int}}}",
            after: "tables: {u: {columns: {id: int}, primary_key: [id]}}",
            kinds: ["drop_view", "drop_table"]
        ),
        ObjectExample(
            name: "table becomes a view",
            before: "tables: {u: {columns: {id: int}, primary_key: [id]}, x: {columns: {id: int}}}",
            after: "views: {x: 'select id from u'}\ntables: {u: {columns: {id: int}, primary_key: [id]}}",
            kinds: ["drop_table", "add_view"]
        ),
        ObjectExample(
            name: "table renamed under a view",
            before: "views: {v: 'select id from x'}\ntables: {x: {columns: {id: int}, primary_key: [id]}}",
            after:
                "views: {v: 'select id from y'}\ntables: {y: {renamed_from: x, columns: {id: int}, primary_key: [id]}}",
            kinds: ["rename_table", "change_view"]
        ),
        ObjectExample(
            name: "view with joins, unions and subqueries",
            before: "",
            after:
                "views: {v: \"select t.id, sum(u.n) as s from t left join u on u.id = t.id where exists (select 1 from u x where x.id = t.id) group by t.id having s > 1 union all select n, 'a;b' from u order by 1 limit 5\"}"
        ),
    ]

    // MARK: Triggers

    private static func trigger(_ name: String, _ body: String, _ rest: String = "") -> String {
        "  \(name): {table: t, timing: before, event: insert, body: \(body)\(rest)}\n"
    }

    private static let triggers: [ObjectExample] = [
        ObjectExample(
            name: "trigger with a compound body",
            before: "",
            after: "triggers:\n  tr:\n    table: t\n    timing: before\n    event: insert\n    body: " + body,
            kinds: ["add_trigger"]
        ),
        ObjectExample(
            name: "trigger body",
            before: "triggers:\n" + trigger("tr", "set new.b = 1"),
            after: "triggers:\n  tr:\n    table: t\n    timing: before\n    event: insert\n    body: " + body,
            kinds: ["change_trigger"]
        ),
        ObjectExample(
            name: "trigger event and timing",
            before: "triggers: {tr: {table: t, timing: before, event: insert, body: set @a = 1}}",
            after: "triggers: {tr: {table: t, timing: after, event: delete, body: set @a = 1}}",
            kinds: ["change_trigger"]
        ),
        ObjectExample(
            name: "trigger moves to another table",
            before: "triggers: {tr: {table: t, timing: before, event: insert, body: set @a = 1}}",
            after: "triggers: {tr: {table: u, timing: before, event: insert, body: set @a = 1}}"
        ),
        ObjectExample(
            name: "trigger order turned round",
            before: "triggers:\n" + trigger("a", "set new.b = 1") + trigger("b", "set new.b = 2", ", follows: a")
                + trigger("c", "set new.b = 3", ", follows: b"),
            after: "triggers:\n" + trigger("a", "set new.b = 1", ", follows: b")
                + trigger("b", "set new.b = 2", ", follows: c") + trigger("c", "set new.b = 3")
        ),
        ObjectExample(
            name: "trigger in front of others",
            before: "triggers:\n" + trigger("a", "set new.b = 1") + trigger("b", "set new.b = 2"),
            after: "triggers:\n" + trigger("a", "set new.b = 1") + trigger("b", "set new.b = 2")
                + trigger("z", "set new.b = 9", ", precedes: a"),
            kinds: ["add_trigger"]
        ),
        ObjectExample(
            name: "trigger in the middle changes and keeps its place",
            before: "triggers:\n" + trigger("a", "set new.b = 1") + trigger("b", "set new.b = 2")
                + trigger("c", "set new.b = 3"),
            after: "triggers:\n" + trigger("a", "set new.b = 1") + trigger("b", "set new.b = 22")
                + trigger("c", "set new.b = 3"),
            kinds: ["change_trigger"]
        ),
        ObjectExample(
            name: "table with a trigger renamed",
            before:
                "triggers: {tr: {table: x, timing: after, event: update, body: set @a = 1}}\ntables: {x: {columns: {id: int}, primary_key: [id]}}",
            after:
                "triggers: {tr: {table: y, timing: after, event: update, body: set @a = 1}}\ntables: {y: {renamed_from: x, columns: {id: int}, primary_key: [id]}}",
            kinds: ["rename_table"]
        ),
        ObjectExample(
            name: "table and its trigger go",
            before:
                "triggers: {tr: {table: x, timing: after, event: update, body: set @a = 1}}\ntables: {x: {columns: {id: int}}, u: {columns: {id: int}}}",
            after: "tables: {u: {columns: {id: int}}}",
            kinds: ["drop_trigger", "drop_table"]
        ),
    ]

    // MARK: Routines

    private static func procedure(_ keys: String) -> String {
        "procedures: {p: {parameters: 'IN x int, OUT `y z` varchar(9)', body: \"BEGIN SET `y z` = x; SELECT 1; END\"\(keys)}}"
    }

    private static let routines: [ObjectExample] = [
        ObjectExample(name: "procedure", before: "", after: procedure(""), kinds: ["add_procedure"]),
        ObjectExample(name: "procedure comment", before: procedure(", comment: \"it's\""), after: procedure("")),
        ObjectExample(name: "procedure security", before: procedure(""), after: procedure(", security: invoker")),
        ObjectExample(
            name: "procedure data access",
            before: procedure(""),
            after: procedure(", data_access: reads sql data")
        ),
        ObjectExample(
            name: "procedure deterministic",
            before: procedure(""),
            after: procedure(", deterministic: true")
        ),
        ObjectExample(
            name: "procedure parameters and body",
            before: procedure(""),
            after:
                "procedures: {p: {parameters: 'INOUT n decimal(10,2)', body: \"BEGIN label: LOOP LEAVE label; END LOOP; END\"}}",
            kinds: ["change_procedure"]
        ),
        ObjectExample(
            name: "function returns",
            before:
                "functions: {f: {parameters: a int, returns: varchar(20), deterministic: true, data_access: no sql, body: 'return a'}}",
            after:
                "functions: {f: {parameters: a int, returns: 'decimal(10,2)', deterministic: true, data_access: no sql, body: 'return a + 1'}}",
            kinds: ["change_function"]
        ),
        ObjectExample(
            name: "function with a character set",
            before: "",
            after:
                "functions: {f: {parameters: a int, returns: varchar(20) charset latin1, deterministic: true, body: 'return a;'}}",
            kinds: ["add_function"]
        ),
        ObjectExample(
            name: "function and the view that uses it",
            before:
                "functions: {g: {returns: int, deterministic: true, body: return 1}}\nviews: {v: 'select g() as x'}",
            after: "functions: {f: {returns: int, deterministic: true, body: return 2}}\nviews: {v: 'select f() as x'}",
            kinds: ["add_function", "change_view", "drop_function"]
        ),
        ObjectExample(
            name: "procedure becomes a function of its name",
            before: "procedures: {x: {body: select 1}}",
            after: "functions: {x: {returns: int, deterministic: true, body: return 1}}",
            kinds: ["add_function", "drop_procedure"]
        ),
        ObjectExample(
            name: "aggregate function",
            before: "",
            after:
                "functions: {agg: {parameters: x int, returns: int, aggregate: true, body: 'begin declare n int default 0; declare continue handler for not found return n; loop fetch group next row; set n = n + x; end loop; end'}}",
            isMariaDBOnly: true
        ),
    ]

    // MARK: Events

    private static func event(_ keys: String) -> String { "events: {e: {body: \"BEGIN DELETE FROM t; END\", \(keys)}}" }

    private static let events: [ObjectExample] = [
        ObjectExample(name: "event", before: "", after: event("every: 1 hour"), kinds: ["add_event"]),
        ObjectExample(name: "event interval", before: event("every: 1 hour"), after: event("every: 2 week")),
        ObjectExample(
            name: "event starts and ends",
            before: event("every: 1 day, starts: '2030-01-01', ends: '2031-01-01 12:30:00'"),
            after: event("every: 1 day, starts: '2030-01-02T01:02:03'")
        ),
        ObjectExample(
            name: "event from every to at",
            before: event("every: \"'1:10' minute_second\""),
            after: event("at: '2035-01-01 00:00:00'")
        ),
        ObjectExample(
            name: "event at an expression",
            before: "",
            after: event("at: {sql: 'current_date + interval 5 year'}"),
            kinds: ["add_event"]
        ),
        ObjectExample(
            name: "event status",
            before: event("every: 1 day"),
            after: event("every: 1 day, status: disabled")
        ),
        ObjectExample(
            name: "event disabled on replicas",
            before: event("every: 1 day"),
            after: event("every: 1 day, status: disabled on replica")
        ),
        ObjectExample(
            name: "event preserved",
            before: event("every: 1 day, preserve: true"),
            after: event("every: 1 day")
        ),
        ObjectExample(
            name: "event comment and body",
            before: event("every: 1 day, comment: \"c'é\""),
            after: "events: {e: {every: 1 day, body: \"UPDATE t SET a = ';'\"}}",
            kinds: ["change_event"]
        ),
    ]

    // MARK: Sequences

    private static let sequences: [ObjectExample] = [
        ObjectExample(
            name: "sequence",
            before: "",
            after: "sequences: {s: {}}",
            kinds: ["add_sequence"],
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "sequence options",
            before: "sequences: {s: {cache: 5}}",
            after: "sequences: {s: {increment: 3, max: 1000, cache: 0, cycle: true}}",
            between: ["DO NEXTVAL(s)"],
            kinds: ["change_sequence"],
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "sequence that must start again",
            before: "sequences: {s: {}}",
            after: "sequences: {s: {start: 50, min: 10, max: 99, comment: tens}}",
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "sequence that goes down",
            before: "sequences: {s: {}}",
            after: "sequences: {s: {increment: -1}}",
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "sequence engine and comment",
            before: "sequences: {s: {comment: a}}",
            after: "sequences: {s: {engine: aria, comment: \"it's\"}}",
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "sequence that a new table uses",
            before: "",
            after:
                "sequences: {s: {start: 5}}\ntables: {x: {columns: {id: {type: bigint, default: {sql: nextval(s)}}}}}",
            kinds: ["add_sequence", "add_table", "drop_table", "drop_table"],
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "sequence that an old table uses",
            before: "tables: {x: {columns: {id: int, n: {type: bigint, default: 1}}}}",
            after:
                "sequences: {s: {start: 5}}\ntables: {x: {columns: {id: int, n: {type: bigint, default: {sql: nextval(s)}}}}}",
            kinds: ["add_sequence", "change_column"],
            isMariaDBOnly: true
        ),
    ]

    // MARK: One kind replaces another

    private static let exchanges: [ObjectExample] = [
        ObjectExample(
            name: "sequence becomes a view",
            before: "sequences: {s: {}}",
            after: "views: {s: select 1 as x}",
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "sequence becomes a table",
            before: "sequences: {s: {}}\ntables: {o: {columns: {id: int}}}",
            after: "tables: {o: {columns: {id: int}}, s: {columns: {id: int}}}",
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "view becomes a table that another view uses",
            before: "views: {a: select id from t, b: select id from a}",
            after:
                "views: {b: 'select id from a'}\ntables: {t: {columns: {id: int, b: int}}, a: {columns: {id: int, z: int}}}"
        ),
        ObjectExample(
            name: "table with a foreign key to it becomes a view",
            before: """
                tables:
                  o: {columns: {id: int}, primary_key: [id]}
                  c: {columns: {o: int}, foreign_keys: {f: {columns: [o], references: o(id)}}}
                """,
            after: "views: {o: select o as id from c}\ntables: {c: {columns: {o: int}, indexes: {f: {columns: [o]}}}}"
        ),
        ObjectExample(
            name: "sequence below zero",
            before: "sequences: {s: {increment: -1, min: -10, max: -2}}",
            after: "sequences: {s: {increment: -3, min: '-9223372036854775807', max: -2}}",
            between: ["DO NEXTVAL(s)"],
            isMariaDBOnly: true
        ),
        ObjectExample(
            name: "trigger uses a column that is renamed",
            before: """
                triggers: {r: {table: x, timing: before, event: insert, body: set new.a = 1}}
                tables: {x: {columns: {id: int, a: int}, primary_key: [id]}}
                """,
            after: """
                triggers: {r: {table: x, timing: before, event: insert, body: set new.z = 1}}
                tables: {x: {columns: {id: int, z: {type: int, renamed_from: a}}, primary_key: [id]}}
                """,
            kinds: ["rename_column", "change_trigger"]
        ),
        ObjectExample(
            name: "view over a column that is renamed and one that goes",
            before: """
                views: {v: 'select a, b from x'}
                tables: {x: {columns: {id: int, a: int, b: int}, primary_key: [id]}}
                """,
            after: """
                views: {v: 'select z from x'}
                tables: {x: {columns: {id: int, z: {type: int, renamed_from: a}}, primary_key: [id]}}
                """
        ),
    ]

    // MARK: All at once

    private static let mixed: [ObjectExample] = [
        ObjectExample(
            name: "everything comes at once",
            before: "",
            after: """
                views: {v: 'select f(id) as x from w', w: 'select id from t'}
                functions: {f: {parameters: a int, returns: int, deterministic: true, body: return a}}
                procedures: {p: {body: "BEGIN CALL q(); END"}, q: {body: "BEGIN SELECT * FROM v; END"}}
                triggers: {a: {table: t, timing: after, event: insert, body: call q()}}
                events: {e: {every: 1 day, status: disabled, body: call p()}}
                """
        )
    ]
}
