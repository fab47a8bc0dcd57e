internal import SwiftDiagnostics

/// An error in a model. Its message tells what is wrong, why, and what to write.
enum Misuse: DiagnosticMessage {
    case notAStruct(String)
    case generic(String)
    case privateModel(String)
    case noName(macro: String, example: String)
    case noColumns(String)
    case conditional
    case unknownArgument(macro: String, label: String, instead: String?)
    case labelledName
    case nullable
    case tuplePattern(String)
    case noType(String)
    case noColumnType(property: String, type: SizedType)
    case generatedVariable(String)
    case generatedAnd(ColumnArguments.Label, String)
    case numberedWithDefault(String)
    case unorderedKey(String, count: Int)
    case keyPart
    case optionalKey(String, type: String)
    case numberedWithoutKey(String)
    case ruleWithoutReference(ColumnArguments.Label, String)
    case ruleAsValue
    case duplicateColumn(String)
    case notAColumn(String, String)
    case noTransientValue(String)
    case constant(String)
    case optionalVersion(String, type: String)
    case versionType(String)
    case versionAnd(ColumnArguments.Label, String)
    case severalVersions(String)
    case outsideOfTable(macro: String)

    var severity: DiagnosticSeverity { .error }

    var diagnosticID: MessageID { MessageID(domain: "SwiftMig", id: id) }

    /// The name of the case.
    private var id: String { String("\(self)".prefix { $0 != "(" }) }

    var message: String {
        switch self {
        case .notAStruct(let kind):
            "@Table cannot make a model of this \(kind): rows are values, and their properties are the columns. Write a struct."
        case .generic(let name):
            "“\(name)” is generic or inside something generic, but a table has the same columns for everyone. "
                + "Write a separate struct for each table."
        case .privateModel(let name):
            "“\(name)” is private to the type around it, but the conformance is outside. Write fileprivate."
        case .noName(let macro, let example):
            "The name must be written out: @\(macro) sees the source, not the values in it. Write @\(macro)(\"\(example)\")."
        case .noColumns(let name):
            "“\(name)” has no columns, and a table needs one. Give it a stored property, such as let id: UInt64."
        case .conditional:
            "@Table does not look into #if: a table has the same columns and relations in every build. Move this out of #if."
        case .unknownArgument(let macro, let label, let instead):
            "@\(macro) has no argument “\(label):”." + (instead.map { " Write “\($0):”." } ?? "")
        case .labelledName:
            "The name is the first argument and has no label. Leave “name:” out."
        case .nullable:
            "The property’s type says whether a column holds NULL. Make the type optional, and leave “nullable:” out."
        case .tuplePattern(let pattern):
            "“\(pattern)” is several columns in one pattern. Give each its own name and type."
        case .noType(let name):
            "“\(name)” needs its type written out: @Table sees the source, not the types in it."
        case .noColumnType(let name, let type):
            "“\(name)” needs a column type: MySQL wants to know \(type.question). Write @Column(\(type.examples[0]))."
        case .generatedVariable(let name):
            "“\(name)” is computed by the server and cannot be set. Declare it with let."
        case .generatedAnd(let label, let name):
            "“\(name)” is computed by the server and has no other value. Leave “\(label.rawValue):” out."
        case .numberedWithDefault(let name):
            "“\(name)” is numbered by the server and takes no other default. Leave “default:” out."
        case .unorderedKey(let name, let count):
            "The primary key of “\(name)” has \(count) columns, and their order decides what it finds quickly. "
                + "Number them: primaryKey: 1, primaryKey: 2."
        case .keyPart:
            "“primaryKey:” must be written out: true, or the place of the column in the key, counted from 1."
        case .optionalKey(let name, let type):
            "“\(name)” is optional, but a primary key holds no NULL. Write \(type)."
        case .numberedWithoutKey(let name):
            "“\(name)” can be numbered by the server only where a key begins with it. Add primaryKey:, unique: or index:."
        case .ruleWithoutReference(let label, let name):
            "“\(label.rawValue):” is a rule of a foreign key, but “\(name)” is not one. Add references:, "
                + "or write the rule in the relation."
        case .ruleAsValue:
            "“onUpdate:” is the value that an UPDATE puts in. The rule for a key that changes is “onKeyUpdate:”."
        case .duplicateColumn(let name):
            "There are two columns named “\(name)”, ignoring case. Give this one another name: @Column(\"…\")."
        case .notAColumn(let name, let reason):
            "“\(name)” is \(reason), so it is not a column. Remove @Column."
        case .noTransientValue(let name):
            "“\(name)” is not a column, so no row has a value for it. Give it one here: = …"
        case .constant(let name):
            "“\(name)” always has the value that it is given here, so it cannot take that of a row. "
                + "Declare it with var, or leave the value out."
        case .optionalVersion(let name, let type):
            "“\(name)” counts the changes of its row and is never NULL. Write \(type)."
        case .versionType(let name):
            "“\(name)” counts the changes of its row. Make it an integer, such as Int."
        case .versionAnd(let label, let name):
            "“\(name)” counts the changes of its row, so each UPDATE sets it to the next number. "
                + "Leave “\(label.rawValue):” out."
        case .severalVersions(let name):
            "“\(name)” counts the changes of its row already. Leave “version:” out."
        case .outsideOfTable(let macro):
            "@\(macro) belongs to a stored property of a struct with @Table, and has no effect anywhere else. Remove it."
        }
    }
}

/// The description of a fix-it.
struct Correction: FixItMessage {
    let message: String

    var fixItID: MessageID { MessageID(domain: "SwiftMig", id: message) }
}

/// A note at another place.
struct Hint: NoteMessage {
    let message: String

    var noteID: MessageID { MessageID(domain: "SwiftMig", id: message) }
}
