import SchemaModel
import Testing

struct TypeTests {
    @Test(
        "ZEROFILL implies UNSIGNED",
        arguments: [(false, false, false), (true, false, true), (false, true, true), (true, true, true)]
    )
    func zerofill(_ isUnsigned: Bool, _ isZerofill: Bool, _ result: Bool) {
        let attributes = ColumnType.NumericAttributes(isUnsigned: isUnsigned, isZerofill: isZerofill)
        #expect(attributes.isUnsigned == result)
    }

    @Test(
        "Types with a character set",
        arguments: [
            (.char(1), true), (.varchar(10), true), (.text(.tiny), true), (.enumeration(["a"]), true),
            (.set(["a"]), true),
            (.binary(1), false), (.blob(.long), false), (.json, false), (.uuid, false), (.date, false),
            (.other("xmltype"), false),
        ] as [(ColumnType, Bool)]
    )
    func characters(_ type: ColumnType, _ isCharacter: Bool) {
        #expect(type.isCharacter == isCharacter)
    }

    @Test(
        "What a partition scheme is computed from",
        arguments: [
            (.range("year(d)"), "year(d)", []), (.list("n"), "n", []), (.hash("n", isLinear: true), "n", []),
            (.rangeColumns(["a", "b"]), nil, ["a", "b"]), (.listColumns(["a"]), nil, ["a"]),
            (.key(["a"], isLinear: false, algorithm: nil), nil, ["a"]),
            (.systemTime(SystemTimeRotation(limit: 5)), nil, []),
        ] as [(PartitionScheme, String?, [String])]
    )
    func partitions(_ scheme: PartitionScheme, _ expression: String?, _ columns: [String]) {
        #expect(scheme.expression == expression)
        #expect(scheme.columns == columns)
    }

    @Test(
        "A key part is a column, an expression or a period",
        arguments: [
            (IndexPart(column: "a", prefixLength: 3), "a", nil), (IndexPart(.expression("a + 1")), nil, "a + 1"),
            (IndexPart(.period("p")), nil, nil),
        ] as [(IndexPart, String?, String?)]
    )
    func keyParts(_ part: IndexPart, _ column: String?, _ expression: String?) {
        #expect(part.columnName == column)
        #expect(part.expression == expression)
    }
}
