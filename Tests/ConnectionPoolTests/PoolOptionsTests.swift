import ConnectionPool
import Testing

struct PoolOptionsTests {
    @Test func theDefaultsMakeSense() throws {
        let options = PoolOptions()
        try options.validate()
        #expect(options.limit == 15)
        #expect(options.order == .lifo && options.reset == .rollback && options.prePing == .seconds(1))
        #expect(options.timeout == .seconds(30) && options.connectTimeout == nil)
        #expect(options.recycle == nil && options.idleTimeout == nil && options.statementTimeout == nil)
    }

    @Test(arguments: [
        (PoolOptions(size: 1, maxOverflow: 0, timeout: .zero, prePing: .zero), 1),
        (PoolOptions(maxOverflow: nil), Int.max),
        (PoolOptions(size: .max, maxOverflow: .max), .max), (PoolOptions(prePing: nil, minimum: 5), 15),
        (.unpooled, .max),
    ])
    func accepts(options: PoolOptions, limit: Int) throws {
        try options.validate()
        #expect(options.limit == limit)
    }

    @Test func whatIsUnpooledMayBeLimited() throws {
        var options = PoolOptions.unpooled
        options.maxOverflow = 3
        try options.validate()
        #expect(options.limit == 3)
    }

    private static let refused: [(PoolOptions, String, String)] = [
        (PoolOptions(size: 0), "size", "0"), (PoolOptions(size: -1), "size", "-1"),
        (PoolOptions(maxOverflow: -1), "maxOverflow", "-1"),
        (PoolOptions(timeout: .seconds(-1)), "timeout", "-1.0 seconds"),
        (PoolOptions(recycle: .zero), "recycle", "0.0 seconds"),
        (PoolOptions(prePing: .seconds(-1)), "prePing", "-1.0 seconds"),
        (PoolOptions(shutdownTimeout: .seconds(-1)), "shutdownTimeout", "-1.0 seconds"),
        (PoolOptions(minimum: -1), "minimum", "-1"), (PoolOptions(minimum: 6), "minimum", "6"),
        (PoolOptions(idleTimeout: .zero), "idleTimeout", "0.0 seconds"),
        (PoolOptions(connectTimeout: .zero), "connectTimeout", "0.0 seconds"),
        (PoolOptions(statementTimeout: .seconds(-2)), "statementTimeout", "-2.0 seconds"),
        (unpooled(\.size, 5), "size", "5"), (unpooled(\.minimum, 1), "minimum", "1"),
        (unpooled(\.maxOverflow, 0), "maxOverflow", "0"),
    ]

    private static func unpooled<Value>(_ option: WritableKeyPath<PoolOptions, Value>, _ value: Value) -> PoolOptions {
        var options = PoolOptions.unpooled
        options[keyPath: option] = value
        return options
    }

    @Test(arguments: refused)
    func refuses(options: PoolOptions, option: String, value: String) {
        let error = #expect(throws: PoolOptionsError.self) { try options.validate() }
        #expect(error?.option == option)
        #expect(error?.value == value)
        #expect(throws: PoolOptionsError.self) {
            try Pool(options) { try await FakeServer().connect() }
        }
    }

    @Test func anErrorSaysWhatToUseInstead() {
        let error = #expect(throws: PoolOptionsError.self) { try PoolOptions(size: 0).validate() }
        #expect(
            error?.description
                == "the pool's size is 0, but a pool keeps at least one connection; "
                + "use PoolOptions.unpooled to keep none, and maxOverflow: nil for any number"
        )
    }
}
