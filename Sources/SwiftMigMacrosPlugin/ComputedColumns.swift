internal import SwiftSyntax

extension ModelDeclaration {
    /// Whether the server computes the column, so that no statement writes it.
    func isComputed(_ property: PropertyDeclaration) -> Bool {
        property.arguments[.generated] != nil || versionPeriod.contains(property)
    }
}

/// The columns that hold the period of a system-versioned table, as the struct's `elements` names them:
/// `SystemVersioning(start: t.from.name, end: "until")`.
struct VersionPeriod {
    private let finder = Finder(viewMode: .sourceAccurate)

    init(of declaration: StructDeclSyntax) {
        for member in declaration.memberBlock.members {
            if let function = member.decl.as(FunctionDeclSyntax.self), function.name.text == "elements" {
                finder.walk(function)
            }
        }
    }

    func contains(_ property: PropertyDeclaration) -> Bool {
        finder.properties.contains(property.identifier) || finder.columns.contains(property.columnName)
    }

    private final class Finder: SyntaxVisitor {
        var properties: Set<String> = []
        var columns: Set<String> = []

        override func visit(_ call: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
            guard call.calledExpression.lastToken(viewMode: .sourceAccurate)?.text == "SystemVersioning" else {
                return .visitChildren
            }
            for argument in call.arguments where ["start", "end"].contains(argument.label?.text) {
                if let column = argument.expression.literalText { columns.insert(column) }
                let name = argument.expression.as(MemberAccessExprSyntax.self)
                if let property = name?.base?.as(MemberAccessExprSyntax.self) {
                    properties.insert(property.declName.baseName.text)
                }
            }
            return .skipChildren
        }
    }
}
