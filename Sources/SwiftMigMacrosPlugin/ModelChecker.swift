internal import SwiftDiagnostics
internal import SwiftSyntax
internal import SwiftSyntaxBuilder
internal import SwiftSyntaxMacros

/// Reports errors of a model as a whole, and checks its columns.
struct ModelChecker<Context: MacroExpansionContext> {
    let model: ModelDeclaration
    let attribute: AttributeSyntax
    let context: Context

    func check() {
        checkArguments()
        checkMembers()
        for property in model.properties {
            PropertyChecker(property: property, model: model, context: context).check()
        }
        checkKey()
        checkNames()
        checkVersions()
    }

    private func checkArguments() {
        let labels = ["comment", "renamedFrom", "options"]
        for argument in attribute.argumentList {
            guard let label = argument.label?.text, !labels.contains(label) else { continue }
            context.report(.unknown(argument, of: attribute, known: labels), at: argument)
        }
        let first = attribute.argumentList.first
        // Only its label is wrong, which was reported above.
        guard first?.label?.text != "name" else { return }
        let name = first.flatMap { $0.label == nil ? $0.expression : nil }
        if name?.literalText == nil { context.report(noName(name), at: name.map(Syntax.init) ?? Syntax(attribute)) }
    }

    private func noName(_ written: ExprSyntax?) -> Report {
        let example = ColumnName.snakeCase(model.name)
        let literal = ExprSyntax(StringLiteralExprSyntax(content: example))
        var report = Report(.noName(macro: "Table", example: example))
        if let written {
            report.propose("write \(literal)", written, literal)
        } else {
            let arguments = [LabeledExprSyntax(expression: literal)] + attribute.argumentList
            report.propose("write \(literal)", attribute, attribute.replacingArguments(arguments))
        }
        return report
    }

    private func checkMembers() {
        for member in model.declaration.memberBlock.members {
            if let condition = member.decl.as(IfConfigDeclSyntax.self) {
                for variable in condition.variables where variable.mattersToTable {
                    context.report(Report(.conditional), at: variable)
                }
            } else if let variable = member.decl.as(VariableDeclSyntax.self) {
                check(variable)
            }
        }
        if !model.hasVariables { context.report(Report(.noColumns(model.name)), at: model.declaration.name) }
    }

    private func check(_ variable: VariableDeclSyntax) {
        if let attribute = variable.attributes.first(named: "Column"), let reason = variable.reasonForNoColumn {
            var report = Report(.notAColumn("\(variable.bindings.first?.pattern.trimmed ?? "")", reason))
            report.propose("remove @Column", variable, variable.removing(attribute))
            context.report(report, at: attribute)
        }
        if !variable.isStatic, !variable.isLazy, variable.isTransient { checkValues(of: variable) }
        guard variable.isColumn else { return }
        for binding in variable.bindings where binding.isStored {
            guard let tuple = binding.pattern.as(TuplePatternSyntax.self) else { continue }
            var report = Report(.tuplePattern("\(tuple.trimmed)"))
            if variable.bindings.count == 1, let separate = binding.separated(tuple) {
                report.propose("declare them one by one", variable, variable.with(\.bindings, separate))
            }
            context.report(report, at: tuple)
        }
    }

    /// A property that is not a column must have a value, because rows have none for it.
    private func checkValues(of variable: VariableDeclSyntax) {
        let isVariable = variable.bindingSpecifier.tokenKind == .keyword(.var)
        for binding in variable.bindings where binding.isStored && binding.initializer == nil {
            let type = binding.typeAnnotation?.type
            if isVariable, type?.is(OptionalTypeSyntax.self) == true { continue }
            if isVariable, type?.is(ImplicitlyUnwrappedOptionalTypeSyntax.self) == true { continue }
            var report = Report(.noTransientValue("\(binding.pattern.trimmed)"))
            if let type {
                let value = InitializerClauseSyntax(
                    equal: .equalToken(leadingTrivia: .space, trailingTrivia: .space),
                    value: type.emptyValue,
                    trailingTrivia: binding.trailingTrivia
                )
                let bare = binding.with(\.typeAnnotation, binding.typeAnnotation?.with(\.trailingTrivia, []))
                report.propose("write “= \(type.emptyValue)”", binding, bare.with(\.initializer, value))
            }
            context.report(report, at: binding.pattern)
        }
    }

    /// Several key columns must have distinct positions.
    private func checkKey() {
        let key = model.properties.filter { $0.keyPosition != nil }
        let numbers = key.compactMap {
            $0.arguments[.primaryKey]?.as(IntegerLiteralExprSyntax.self)?.representedLiteralValue
        }
        guard key.count > 1, Set(numbers).count < key.count else { return }
        var report = Report(.unorderedKey(model.name, count: key.count))
        let changes: [FixIt.Change] = key.enumerated().compactMap { index, property in
            property.arguments[.primaryKey].map { value in
                let number = ExprSyntax(IntegerLiteralExprSyntax(index + 1))
                return .replace(
                    oldNode: Syntax(value),
                    newNode: Syntax(number.with(\.trailingTrivia, value.trailingTrivia))
                )
            }
        }
        report.fixIts.append(FixIt(message: Correction(message: "number them as they are declared"), changes: changes))
        if let value = key[1].arguments[.primaryKey] { context.report(report, at: value) }
    }

    private func checkVersions() {
        let versions = model.properties.filter { $0.arguments.isSet(.version) }
        guard let first = versions.first else { return }
        for other in versions.dropFirst() {
            var report = Report(.severalVersions(first.identifier))
            report.notes = [Note(node: Syntax(first.binding.pattern), message: Hint(message: "it is here"))]
            if let attribute = other.attribute {
                report.propose("leave “version:” out", attribute, attribute.removing(.version))
            }
            context.report(report, at: other.attribute?.argument(.version) ?? Syntax(other.binding.pattern))
        }
    }

    /// To servers, column names that differ only in case are the same.
    private func checkNames() {
        var first: [String: PropertyDeclaration] = [:]
        for property in model.properties {
            guard let other = first.updateValue(property, forKey: property.columnName.lowercased()) else { continue }
            var report = Report(.duplicateColumn(property.columnName))
            report.notes = [Note(node: Syntax(other.binding.pattern), message: Hint(message: "the other one is here"))]
            context.report(report, at: property.binding.pattern)
        }
    }
}

extension TypeSyntax {
    /// The value of the type that a property most likely begins with.
    fileprivate var emptyValue: ExprSyntax {
        if unwrapped != nil { return "nil" }
        switch kind {
        case .arrayType: return "[]"
        case .dictionaryType: return "[:]"
        default: return "<#value#>"
        }
    }
}

extension IfConfigDeclSyntax {
    /// The variables in all branches.
    fileprivate var variables: [VariableDeclSyntax] {
        clauses.flatMap { clause -> [VariableDeclSyntax] in
            guard case .decls(let members) = clause.elements else { return [] }
            return members.flatMap { member in
                member.decl.as(VariableDeclSyntax.self).map { [$0] } ?? member.decl.as(IfConfigDeclSyntax.self)?
                    .variables ?? []
            }
        }
    }
}

extension VariableDeclSyntax {
    fileprivate var mattersToTable: Bool {
        isStatic ? bindings.contains(where: \.isRelation) : isColumn && bindings.contains(where: \.isStored)
    }

    /// Why the variable is not a column; nil if it is one.
    fileprivate var reasonForNoColumn: String? {
        if isStatic { return "static" }
        if isLazy { return "lazy" }
        if isTransient { return "transient" }
        return bindings.contains(where: \.isStored) ? nil : "computed"
    }
}

extension PatternBindingSyntax {
    /// `let (x, y): (Int, Int)` as `let x: Int, y: Int`; nil if the types or values cannot be separated.
    fileprivate func separated(_ tuple: TuplePatternSyntax) -> PatternBindingListSyntax? {
        guard let types = typeAnnotation?.type.as(TupleTypeSyntax.self)?.elements, types.count == tuple.elements.count
        else { return nil }
        let values = initializer?.value.as(TupleExprSyntax.self)?.elements.map(\.expression)
        guard initializer == nil || values?.count == types.count else { return nil }
        let bindings = zip(tuple.elements, types).enumerated().map { index, parts in
            let value = values.map { " = \($0[index].trimmed)" } ?? ""
            return "\(parts.0.pattern.trimmed): \(parts.1.type.trimmed)\(value)"
        }
        return DeclSyntax("let \(raw: bindings.joined(separator: ", "))").as(VariableDeclSyntax.self)?.bindings
    }
}
