package import SchemaModel

extension FileSystemError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch operation {
        case .createFolder:
            Diagnostic("cannot_write", "cannot make the folder \(path): \(reason)", hints: hints)
        case .createFile:
            Diagnostic("cannot_write", "cannot write \(path): \(reason)", hints: hints)
        }
    }

    private var hints: [String] {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let folder = path[..<slash].isEmpty ? "." : String(path[..<slash])
        return ["ls -ld \(folder)   # this user needs write permission there"]
    }
}
