import SchemaModel
import TestSupport

extension RandomSchema {
    mutating func column(_ name: String) -> Column {
        let type = type()
        var column = Column(name: name, type: type, isNullable: generator.chance(50))
        if generator.chance(40) { column.defaultValue = defaultValue(for: type) }
        if type.isCharacter, generator.chance(30) { column.collation = collation() }
        if generator.chance(30) { column.comment = text() }
        if generator.chance(10) { column.isInvisible = column.isNullable || column.defaultValue != nil }
        guard case .integer = type else { return column }
        if flavor == .mariadb, generator.chance(10) { column.check = "`\(name)` >= 0" }
        if generator.chance(15) { generate(&column) }
        return column
    }

    private mutating func generate(_ column: inout Column) {
        let expression = generator.pick(["n + 1", "n * 2 + 3"])
        column.generated = Generated(expression: expression, isStored: generator.chance(50))
        column.defaultValue = nil
        column.check = nil
        column.isNullable = true
    }

    private mutating func type() -> ColumnType {
        let digits = generator.number(0...6)
        let length = generator.number(1...60)
        let sign = ColumnType.NumericAttributes(isUnsigned: generator.chance(40))
        switch generator.number(0...22) {
        case 0...4: return .integer(generator.pick(ColumnType.IntegerSize.allCases), displayWidth: nil, sign)
        case 5: return .decimal(.init(digits: 10 + digits, scale: digits), .init())
        case 6: return .double(nil, .init())
        case 7: return .float(nil, .init())
        case 8: return .bit(length)
        case 9: return .char(length)
        case 10...11: return .varchar(length * 3)
        case 12: return .varbinary(length)
        case 13: return .text(generator.pick(ColumnType.LobSize.allCases))
        case 14: return .blob(generator.pick(ColumnType.LobSize.allCases))
        case 15:
            return .enumeration(generator.pick([["a"], ["a", "b"], ["b", "a"], ["a,b", "it's"], ["a", "😀", "é"]]))
        case 16: return generator.pick([.date, .year, .time(digits)])
        case 17: return .datetime(digits)
        case 18: return .timestamp(digits)
        case 19: return .set(generator.pick([["a"], ["a", "b"], ["x", "y", "z"], ["😀", "a"]]))
        case 20: return generator.pick([.binary(length), .spatial(.point), .spatial(.geometry)])
        case 21: return flavor == .mariadb ? generator.pick([.uuid, .inet6]) : .binary(16)
        default: return .json
        }
    }

    private mutating func defaultValue(for type: ColumnType) -> DefaultValue? {
        if settings.hasZeroDates, generator.chance(60) {
            switch type {
            case .date, .datetime: return .literal(generator.pick(["0000-00-00", "2010-00-00"]))
            case .timestamp: return .literal("0000-00-00 00:00:00")
            default: break
            }
        }
        return switch type {
        case .integer:
            generator.chance(80) ? .literal("\(generator.number(0...99))") : .expression("(1 + 2)")
        case .decimal(let precision, _): .literal(precision.scale > 0 ? "1.5" : "15")
        case .double, .float: .literal("2.5")
        case .bit: .expression("b'1'")
        case .char, .varchar:
            generator.chance(70)
                ? .literal(generator.pick(["", "x", "'", "\\", "%", "😀"]))
                : .expression(generator.pick(["(concat('a',''))", "(concat('😀',''))"]))
        case .enumeration(let members), .set(let members): members.first.map { .literal($0) }
        case .datetime(let digits), .timestamp(let digits):
            .expression(digits == 0 ? "now()" : "CURRENT_TIMESTAMP(\(digits))")
        case .date: .literal("2020-02-29")
        default: nil
        }
    }

    // MARK: - Changes

    /// Changes the type or another attribute of the column.
    mutating func mutate(_ column: inout Column) {
        switch generator.number(0...9) {
        case 0...3:
            guard column.generated == nil else { return generate(&column) }
            column.type = related(to: column.type)
            column.defaultValue = generator.chance(40) ? defaultValue(for: column.type) : nil
            if !column.type.isCharacter { column.collation = nil }
        case 4: if column.generated == nil { column.isNullable.toggle() }
        case 5: if column.generated == nil { column.defaultValue = defaultValue(for: column.type) }
        case 6: column.comment = text()
        case 7:
            if column.type.isCharacter { column.collation = generator.chance(70) ? collation() : nil }
        case 8:
            guard case .integer = column.type else { return }
            if column.generated == nil || generator.chance(40) {
                generate(&column)
            } else {
                column.generated = nil
            }
        default: column.isInvisible.toggle()
        }
    }

    /// Returns a type that accepts the values of the given one, provided that they are small.
    private mutating func related(to type: ColumnType) -> ColumnType {
        let digits = generator.number(0...6)
        let length = generator.number(1...200)
        switch type {
        case .integer, .decimal, .double, .float:
            if generator.chance(15) { return .varchar(length) }
            let sign = ColumnType.NumericAttributes(isUnsigned: generator.chance(40))
            return generator.chance(60)
                ? .integer(generator.pick(ColumnType.IntegerSize.allCases), displayWidth: nil, sign)
                : generator.pick([.decimal(.init(digits: 10 + digits, scale: digits), .init()), .double(nil, .init())])
        case .bit: return .bit(min(length, 64))
        case .char, .varchar, .text:
            return generator.pick([
                .char(length), .varchar(length), .varchar(length * 2),
                .text(generator.pick(ColumnType.LobSize.allCases)), .varbinary(length), .blob(.regular),
            ])
        case .binary, .varbinary, .blob:
            return generator.pick([.varbinary(length), .blob(generator.pick(ColumnType.LobSize.allCases))])
        case .enumeration(let members):
            return generator.pick([.enumeration(members + ["q"]), .enumeration(members.reversed()), .varchar(20)])
        case .set(let members): return generator.pick([.set(members + ["q"]), .varchar(20)])
        case .date, .datetime, .timestamp: return generator.pick([.date, .datetime(digits), .timestamp(digits)])
        case .time: return .time(digits)
        default: return type
        }
    }
}
