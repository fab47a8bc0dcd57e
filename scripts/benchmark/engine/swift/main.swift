// The engine at the same work as client.c: EngineBenchmark lookup|insert|fetch OPERATIONS HOST PORT TASKS
// A stream of so many times 10,000 rows:   EngineBenchmark stream TIMES HOST PORT 1
// Rows of one transaction, in two ways:    EngineBenchmark insertEach|insertMany|updateEach|updateMany ROWS HOST PORT 1
import Foundation
import SwiftMigData

struct Row: RowDecodable, Sendable {
    var id: Int64
    var a: Int32
    var b: Int64
    var c: String
    var d: String
    var e: Double
    var f: Decimal
    var g: Date
    var h: Bool
    var i: String

    init(row: inout RowReader) throws(ValueError) {
        id = try row.next()
        a = try row.next()
        b = try row.next()
        c = try row.next()
        d = try row.next()
        e = try row.next()
        f = try row.next()
        g = try row.next()
        h = try row.next()
        i = try row.next()
    }
}

/// The CPU time of the process in seconds.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let arguments = CommandLine.arguments
guard arguments.count == 6, let operations = Int(arguments[2]), let tasks = Int(arguments[5]) else {
    print("usage: EngineBenchmark WORKLOAD OPERATIONS HOST PORT TASKS")
    exit(2)
}
let workload = arguments[1]
let engine = try Engine(
    "mysql://root@\(arguments[3]):\(arguments[4])/d?ssl-mode=DISABLED",
    pool: PoolOptions(size: tasks, maxOverflow: 0)
)

/// Keys at random. The system's generator would ask the kernel for each.
struct Keys: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}

@Sendable func work(_ operations: Int) async throws -> Int {
    var keys = Keys(state: .random(in: 1...1000))
    var rows = 0
    if workload == "stream" {
        let stream: RowStream<Row> = engine.stream(
            "SELECT x.id, a, b, c, d, e, f, g, h, i FROM bench x, (SELECT id FROM bench LIMIT \(operations)) y"
        )
        for try await _ in stream { rows += 1 }
        return rows
    }
    let statement: @Sendable (Int) -> SQL = { key in
        workload.hasPrefix("update")
            ? "UPDATE bench SET a = \(key) WHERE id = \(key)"
            : "INSERT INTO benchins (a, c) VALUES (\(key), \("some text here"))"
    }
    if workload.hasSuffix("Many") { return try await engine.execute(each: 1...operations, statement).affectedRows }
    if workload.hasSuffix("Each") {
        return try await engine.transaction { session in
            for key in 1...operations { rows += try await session.execute(statement(key)).affectedRows }
            return rows
        }
    }
    for _ in 0..<operations {
        switch workload {
        case "lookup":
            let key = Int.random(in: 1...10000, using: &keys)
            let found: [Row] = try await engine.fetch(
                "SELECT id, a, b, c, d, e, f, g, h, i FROM bench WHERE id = \(key)"
            )
            rows += found.count
        case "insert":
            let key = Int.random(in: 1...10000, using: &keys)
            rows += try await engine.transaction { session in
                try await session.execute("INSERT INTO benchins (a, c) VALUES (\(key), 'some text here')").affectedRows
            }
        default:
            let found: [Row] = try await engine.fetch("SELECT id, a, b, c, d, e, f, g, h, i FROM bench")
            rows += found.count
        }
    }
    return rows
}

/// Runs the operations in so many tasks, and returns how many rows they have read.
func run(_ operations: Int) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<tasks { group.addTask(executorPreference: engine.executor) { try await work(operations / tasks) } }
        return try await group.reduce(0, +)
    }
}

// Connections are open and statements prepared, as in client.c.
_ = try await run(tasks)
let (start, used) = (ContinuousClock.now, processorTime())
let rows = try await run(operations)
let (seconds, cpu) = ((ContinuousClock.now - start) / .seconds(1), processorTime() - used)
var usage = rusage()
getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
print(
    "{\"operations\": \(operations), \"seconds\": \(seconds), \"cpu\": \(cpu), \"rows\": \(rows), \"peak\": \(usage.ru_maxrss)}"
)
exit(0)
