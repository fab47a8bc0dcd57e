internal import SwiftDiagnostics
internal import SwiftSyntax
internal import SwiftSyntaxMacros

/// A misuse with its corrections.
struct Report {
    let misuse: Misuse
    var notes: [Note] = []
    var fixIts: [FixIt] = []

    init(_ misuse: Misuse) {
        self.misuse = misuse
    }

    /// Adds an alternative correction. The trivia around the old node stays.
    mutating func propose<Old: SyntaxProtocol, New: SyntaxProtocol>(_ message: String, _ old: Old, _ new: New) {
        var replacement = Syntax(new)
        if replacement.leadingTrivia.isEmpty { replacement.leadingTrivia = old.leadingTrivia }
        if replacement.trailingTrivia.isEmpty { replacement.trailingTrivia = old.trailingTrivia }
        fixIts.append(
            FixIt(
                message: Correction(message: message),
                changes: [.replace(oldNode: Syntax(old), newNode: replacement)]
            )
        )
    }
}

extension MacroExpansionContext {
    func report(_ report: Report, at node: some SyntaxProtocol) {
        diagnose(Diagnostic(node: node, message: report.misuse, notes: report.notes, fixIts: report.fixIts))
    }
}

extension Report {
    /// Reports an unknown argument, and suggests the most likely one.
    static func unknown(_ argument: LabeledExprSyntax, of attribute: AttributeSyntax, known: [String]) -> Report {
        let label = argument.label?.text ?? ""
        if label == "name", argument == attribute.argumentList.first {
            var report = Report(.labelledName)
            report.propose("leave “name:” out", argument, argument.with(\.label, nil).with(\.colon, nil))
            return report
        }
        if attribute.name == "Column", ["nullable", "optional"].contains(label) { return Report(.nullable) }
        let instead = Spelling.nearest(to: label, in: known)
        var report = Report(.unknownArgument(macro: attribute.name, label: label, instead: instead))
        if let instead, let token = argument.label {
            report.propose("write “\(instead):”", token, TokenSyntax.identifier(instead))
        }
        return report
    }
}
