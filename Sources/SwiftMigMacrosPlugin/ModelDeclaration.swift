internal import SwiftSyntax

/// A struct with `@Table`, according to its text.
struct ModelDeclaration {
    let declaration: StructDeclSyntax
    /// The arguments of `@Table`; the first is the table's name.
    let arguments: [LabeledExprSyntax]
    let properties: [PropertyDeclaration]
    /// The static properties that are relations, in order.
    let relations: [String]
    let versionPeriod: VersionPeriod

    init(_ declaration: StructDeclSyntax, attribute: AttributeSyntax) {
        self.declaration = declaration
        arguments = attribute.argumentList
        let variables = declaration.memberBlock.members.compactMap { $0.decl.as(VariableDeclSyntax.self) }
        properties = variables.filter(\.isColumn).flatMap(PropertyDeclaration.all)
        versionPeriod = VersionPeriod(of: declaration)
        relations = variables.filter(\.isStatic).flatMap(\.bindings).filter(\.isRelation).compactMap(\.identifier)
    }

    var name: String { declaration.name.text }

    /// The properties of the primary key, in its order.
    var keyProperties: [PropertyDeclaration] {
        properties.filter { $0.keyPosition != nil }.sorted { ($0.keyPosition ?? 0) < ($1.keyPosition ?? 0) }
    }

    /// The names of the struct's types that are not visible outside.
    var privateTypes: Set<String> {
        let types = declaration.memberBlock.members.compactMap { $0.decl.asProtocol((any DeclGroupSyntax).self) }
        let hidden = types.filter { $0.modifiers.contains(where: \.isPrivate) }
        return Set(hidden.compactMap { $0.asProtocol((any NamedDeclSyntax).self)?.name.text })
    }

    /// Whether the struct declares anything that may be a column, even wrongly.
    var hasVariables: Bool {
        declaration.memberBlock.members.contains { member in
            let variable = member.decl.as(VariableDeclSyntax.self)
            return member.decl.is(IfConfigDeclSyntax.self)
                || variable.map { $0.isColumn && $0.bindings.contains(where: \.isStored) } ?? false
        }
    }

    /// Whether the struct already has a member with this name.
    func declares(_ name: String) -> Bool {
        declaration.memberBlock.members.contains { member in
            let variable = member.decl.as(VariableDeclSyntax.self)
            return variable?.isStatic == true && variable?.bindings.contains { $0.identifier == name } == true
        }
    }

    /// Whether the struct already has a property with this name.
    func declaresProperty(_ name: String) -> Bool {
        declaration.memberBlock.members.contains { member in
            let variable = member.decl.as(VariableDeclSyntax.self)
            return variable?.isStatic == false && variable?.bindings.contains { $0.identifier == name } == true
        }
    }

    /// Whether the struct already has a type with this name.
    func declaresType(_ name: String) -> Bool {
        declaration.memberBlock.members.contains { member in
            member.decl.is(TypeAliasDeclSyntax.self) || member.decl.asProtocol((any DeclGroupSyntax).self) != nil
                ? member.decl.asProtocol((any NamedDeclSyntax).self)?.name.text == name : false
        }
    }

    /// Whether the struct already has an initialiser that reads a row.
    var declaresRowInitializer: Bool {
        declaration.memberBlock.members.contains { member in
            let parameters = member.decl.as(InitializerDeclSyntax.self)?.signature.parameterClause.parameters
            return parameters?.map(\.firstName.text) == ["row"]
        }
    }
}

extension AttributeSyntax {
    /// The name without the module prefix.
    var name: String {
        attributeName.as(IdentifierTypeSyntax.self)?.name.text ?? attributeName.as(MemberTypeSyntax.self)?.name.text
            ?? ""
    }

    /// The arguments; empty if there are no parentheses.
    var argumentList: [LabeledExprSyntax] {
        if case .argumentList(let list) = arguments { Array(list) } else { [] }
    }
}

extension AttributeListSyntax {
    func first(named name: String) -> AttributeSyntax? {
        lazy.compactMap { $0.as(AttributeSyntax.self) }.first { $0.name == name }
    }
}

extension DeclModifierSyntax {
    /// Whether the modifier is `private`.
    var isPrivate: Bool { name.tokenKind == .keyword(.private) && detail == nil }
}

extension VariableDeclSyntax {
    var isStatic: Bool { modifiers.contains { $0.name.tokenKind == .keyword(.static) } }
    var isLazy: Bool { modifiers.contains { $0.name.tokenKind == .keyword(.lazy) } }
    var isTransient: Bool { attributes.first(named: "Transient") != nil }
    var isColumn: Bool { !isStatic && !isLazy && !isTransient }
}

extension PatternBindingSyntax {
    /// The name as written, with its backticks; nil for a tuple.
    var identifier: String? { pattern.as(IdentifierPatternSyntax.self)?.identifier.text }

    /// Whether the property is stored. Observers do not change that.
    var isStored: Bool {
        switch accessorBlock?.accessors {
        case nil: true
        case .getter: false
        case .accessors(let accessors):
            accessors.allSatisfy { [.keyword(.willSet), .keyword(.didSet)].contains($0.accessorSpecifier.tokenKind) }
        }
    }

    /// Whether the static property is a relation, by the function that creates it or by its type.
    var isRelation: Bool {
        let function = initializer?.value.as(FunctionCallExprSyntax.self)?.calledExpression
        let name = function?.as(DeclReferenceExprSyntax.self) ?? function?.as(MemberAccessExprSyntax.self)?.declName
        if let name, ["belongsTo", "hasOne", "hasMany", "manyToMany"].contains(name.baseName.text) { return true }
        let type = typeAnnotation?.type
        let typeName = type?.as(IdentifierTypeSyntax.self)?.name ?? type?.as(MemberTypeSyntax.self)?.name
        return typeName.map { ["BelongsTo", "HasOne", "HasMany", "ManyToMany"].contains($0.text) } ?? false
    }
}
