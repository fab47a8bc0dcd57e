internal import SwiftCompilerPlugin
internal import SwiftSyntaxMacros

@main
struct SwiftMigMacrosPlugin: CompilerPlugin {
    let providingMacros: [any Macro.Type] = [TableMacro.self, ColumnMacro.self, TransientMacro.self]
}
