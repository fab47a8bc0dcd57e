package import DiagnosticModel
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

extension CommandError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .unknownTemplate(let name, let known):
            let nearest = nearestName(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
            return usage("there is no template '\(name)'\(nearest)", hints: ["swiftmig list-templates"])
        case .emptyArgument(let name):
            return usage("\(name) is empty", hints: ["leave it out for the default: swiftmig init"])
        case .singleTarget(let path):
            return usage(
                "the package's only target has its files directly in \(path), so it would include those of other targets",
                hints: ["move them into a folder with the target's name: \(path)/NAME"]
            )
        case .inTheWay(let path):
            return usage("\(path) already exists", hints: ["move it away, or run swiftmig init in another folder"])
        case .alreadyVersioned(let rows, let table):
            return Diagnostic(
                "already_versioned",
                "the database is already at \(rows.joined(separator: ", ")), according to its table \(table)",
                hints: ["put its revisions into the migrations folder, then: swiftmig init"],
                exitCode: .failed
            )
        case .emptyDatabase:
            return Diagnostic(
                "empty_database",
                "the database is empty, so there is nothing to make models from",
                hints: ["swiftmig init"],
                exitCode: .failed
            )
        case .noLibrary:
            return usage(
                "the folder that swiftmig was built in is gone, so the package of the models cannot get its library there",
                hints: ["swiftmig init --template swift --library https://… (or the folder of a copy of swiftmig)"]
            )
        case .excludes(let one, let other):
            return usage("\(one) and \(other) cannot be combined", hints: ["leave one of them out"])
        case .badRename(let text):
            return usage(
                "'\(text)' is not a rename",
                hints: ["--rename old_table:new_table", "--rename table.old_column:new_column"]
            )
        case .notAMigrationsFolder(let path, let known):
            return usage(
                "\(path) is not one of the folders in `migrations`: \(known.joined(separator: ", "))",
                hints: ["--version-path \(known.first ?? "migrations")"]
            )
        case .hookFailed(let error, let path):
            var diagnostic = error.diagnostic
            diagnostic.message += "; the revision file \(path) is written"
            diagnostic.exitCode = .failed
            return diagnostic
        case .editorFailed(let error):
            var diagnostic = error.diagnostic
            diagnostic.exitCode = .failed
            return diagnostic
        }
    }

    private func usage(_ message: String, hints: [String]) -> Diagnostic {
        Diagnostic("usage", message, hints: hints, exitCode: .usage)
    }
}
