internal import SwiftDiagnostics
internal import SwiftSyntax
internal import SwiftSyntaxBuilder
internal import SwiftSyntaxMacros

/// Reports errors of a column.
struct PropertyChecker<Context: MacroExpansionContext> {
    let property: PropertyDeclaration
    let model: ModelDeclaration
    let context: Context

    func check() {
        checkName()
        checkType()
        checkKey()
        checkValues()
        checkRules()
        checkConstant()
        checkVersion()
        for argument in property.attribute?.argumentList ?? [] {
            guard let attribute = property.attribute, let label = argument.label?.text else { continue }
            let known = ColumnArguments.Label.allCases.map(\.rawValue)
            if !known.contains(label) { context.report(.unknown(argument, of: attribute, known: known), at: argument) }
        }
    }

    private var name: String { property.identifier }
    private var arguments: ColumnArguments { property.arguments }

    /// Reports a name with an interpolation, or a constant next to a type.
    private func checkName() {
        let positional = property.attribute?.argumentList.filter { $0.label == nil }.map(\.expression) ?? []
        guard let written = positional.first, written.literalText == nil,
            positional.count > 1 || written.is(StringLiteralExprSyntax.self)
        else { return }
        let example = ColumnName.snakeCase(name)
        let literal = StringLiteralExprSyntax(content: example)
        var report = Report(.noName(macro: "Column", example: example))
        report.propose("write \(literal)", written, literal)
        context.report(report, at: written)
    }

    private func checkType() {
        guard let type = property.type else { return reportMissingType() }
        guard arguments.type == nil, let sized = SizedType(type.spelled) else { return }
        var report = Report(.noColumnType(property: name, type: sized))
        for example in sized.examples {
            let expression = ExprSyntax("\(raw: example)")
            if let attribute = property.attribute {
                report.propose("write \(example)", attribute, attribute.adding(type: expression))
            } else if property.variable.bindings.count == 1 {
                let attribute: AttributeSyntax = "@Column(\(expression))"
                report.propose("write @Column(\(example))", property.variable, property.variable.adding(attribute))
            }
        }
        context.report(report, at: property.binding.pattern)
    }

    private func reportMissingType() {
        var report = Report(.noType(name))
        let called = property.binding.initializer?.value.as(FunctionCallExprSyntax.self)?.calledExpression
        let callee = called.map { "\($0.trimmed)" } ?? ""
        // A call of a capitalized name creates a value of that type.
        let type = callee.split(separator: ".").last?.first?.isUppercase == true ? callee : "<#type#>"
        let annotation = TypeAnnotationSyntax(
            colon: .colonToken(trailingTrivia: .space),
            type: TypeSyntax("\(raw: type)"),
            trailingTrivia: property.binding.pattern.trailingTrivia
        )
        let binding = property.binding
        report.propose(
            "write “: \(type)”",
            binding,
            binding.with(\.pattern, binding.pattern.with(\.trailingTrivia, [])).with(\.typeAnnotation, annotation)
        )
        context.report(report, at: binding.pattern)
    }

    private func checkKey() {
        guard let value = arguments[.primaryKey], !value.isFalse else { return }
        guard let position = property.keyPosition, position > 0 else {
            var report = Report(.keyPart)
            report.propose("write true", value, ExprSyntax("true"))
            return context.report(report, at: value)
        }
        if let type = property.type, let wrapped = type.unwrapped {
            var report = Report(.optionalKey(name, type: "\(wrapped.trimmed)"))
            report.propose("write \(wrapped.trimmed)", type, wrapped)
            context.report(report, at: type)
        }
    }

    /// A value that the server computes excludes all others.
    private func checkValues() {
        if arguments[.generated] != nil {
            if property.variable.bindingSpecifier.tokenKind == .keyword(.var) {
                var report = Report(.generatedVariable(name))
                report.propose("write let", property.variable.bindingSpecifier, TokenSyntax.keyword(.let))
                context.report(report, at: property.variable.bindingSpecifier)
            }
            for label in [ColumnArguments.Label.default, .onUpdate, .autoIncrement] {
                reportSuperfluous(label, .generatedAnd(label, name))
            }
        } else if arguments.isSet(.autoIncrement) {
            reportSuperfluous(.default, .numberedWithDefault(name))
            checkNumbered()
        }
    }

    private func checkNumbered() {
        let isKey = property.keyPosition != nil || arguments.isSet(.unique) || arguments.isSet(.index)
        guard !isKey, !model.elementsMention(property), let attribute = property.attribute else { return }
        let label = model.keyProperties.isEmpty ? ColumnArguments.Label.primaryKey : .unique
        var report = Report(.numberedWithoutKey(name))
        let added = attribute.removing(label).adding(label, "true")
        report.propose("add \(label.rawValue): true", attribute, added)
        context.report(report, at: attribute.argument(.autoIncrement) ?? Syntax(attribute))
    }

    private func checkRules() {
        if arguments[.references] == nil {
            for label in [ColumnArguments.Label.onDelete, .onKeyUpdate] {
                reportSuperfluous(label, .ruleWithoutReference(label, name))
            }
        }
        let rules = ["restrict", "cascade", "setNull", "noAction", "setDefault"]
        guard let value = arguments[.onUpdate]?.as(MemberAccessExprSyntax.self),
            rules.contains(value.declName.baseName.text),
            let attribute = property.attribute
        else { return }
        var report = Report(.ruleAsValue)
        let renamed = attribute.removing(.onUpdate).adding(.onKeyUpdate, ExprSyntax(value.trimmed))
        report.propose("write onKeyUpdate:", attribute, renamed)
        context.report(report, at: attribute.argument(.onUpdate) ?? Syntax(attribute))
    }

    /// A constant with a value cannot be set by an initialiser.
    private func checkConstant() {
        let variable = property.variable
        guard variable.bindingSpecifier.tokenKind == .keyword(.let), property.binding.initializer != nil else { return }
        var report = Report(.constant(name))
        if arguments[.generated] == nil {
            report.propose("write var", variable.bindingSpecifier, TokenSyntax.keyword(.var))
        }
        if let annotation = property.binding.typeAnnotation {
            let bare = property.binding.with(\.initializer, nil)
                .with(\.typeAnnotation, annotation.with(\.trailingTrivia, []))
            report.propose("leave the value out", property.binding, bare)
        }
        context.report(report, at: property.binding.pattern)
    }

    private func checkVersion() {
        guard arguments.isSet(.version) else { return }
        for label in [ColumnArguments.Label.primaryKey, .autoIncrement, .onUpdate, .generated] {
            reportSuperfluous(label, .versionAnd(label, name))
        }
        guard let type = property.type else { return }
        if let wrapped = type.unwrapped {
            var report = Report(.optionalVersion(name, type: "\(wrapped.trimmed)"))
            report.propose("write \(wrapped.trimmed)", type, wrapped)
            context.report(report, at: type)
        } else if !type.isInteger {
            var report = Report(.versionType(name))
            let isWritten = property.binding.typeAnnotation != nil
            if isWritten { report.propose("write Int", type, TypeSyntax("Int")) }
            context.report(report, at: isWritten ? Syntax(type) : Syntax(property.binding.pattern))
        }
    }

    private func reportSuperfluous(_ label: ColumnArguments.Label, _ misuse: Misuse) {
        guard arguments.isSet(label), let attribute = property.attribute else { return }
        var report = Report(misuse)
        report.propose("leave “\(label.rawValue):” out", attribute, attribute.removing(label))
        context.report(report, at: attribute.argument(label) ?? Syntax(attribute))
    }
}

extension AttributeSyntax {
    func argument(_ label: ColumnArguments.Label) -> Syntax? {
        argumentList.first { $0.label?.text == label.rawValue }.map(Syntax.init)
    }
}

extension ModelDeclaration {
    /// Whether the struct's `elements` mentions the property, perhaps in an index.
    fileprivate func elementsMention(_ property: PropertyDeclaration) -> Bool {
        declaration.memberBlock.members.contains { member in
            guard let function = member.decl.as(FunctionDeclSyntax.self), function.name.text == "elements" else {
                return false
            }
            return function.body?.tokens(viewMode: .sourceAccurate).contains { $0.text == property.identifier } ?? false
        }
    }
}
