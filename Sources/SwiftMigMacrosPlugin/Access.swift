internal import SwiftSyntax

/// How visible a member of a model is.
enum Access: Int, Comparable {
    case `private`, `fileprivate`, `internal`, package, `public`

    static func < (left: Access, right: Access) -> Bool { left.rawValue < right.rawValue }

    /// The modifier with a space after it.
    var text: String {
        switch self {
        case .private: "private "
        case .fileprivate: "fileprivate "
        case .internal: ""
        case .package: "package "
        case .public: "public "
        }
    }
}

extension ModelDeclaration {
    /// The access level of the members: that of the struct, as the protocol requires.
    var access: Access {
        for modifier in declaration.modifiers {
            switch modifier.name.tokenKind {
            case .keyword(.public): return .public
            case .keyword(.package): return .package
            default: continue
            }
        }
        return .internal
    }

    /// The access level of a member whose type is that of a property. It cannot be more visible than the property.
    func access(of property: PropertyDeclaration) -> Access {
        for modifier in property.variable.modifiers where modifier.detail == nil {
            switch modifier.name.tokenKind {
            case .keyword(.public): return access
            case .keyword(.package): return min(access, .package)
            case .keyword(.private), .keyword(.fileprivate):
                return property.names(anyOf: privateTypes) ? .private : .fileprivate
            default: continue
            }
        }
        return .internal
    }
}
