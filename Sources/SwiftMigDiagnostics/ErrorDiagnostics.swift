package import DiagnosticModel

extension Diagnostic {
    /// What users are told about an error.
    ///
    /// An error without a diagnostic is a fault of this program, which `ErrorTypesTests` finds. It is shown by its
    /// description, with the code `unexpected`.
    package init(of error: any Error) {
        switch error {
        case let error as Diagnostic: self = error
        case let error as any DiagnosticConvertible: self = error.diagnostic
        default: self.init("unexpected", "\(error)")
        }
    }
}
