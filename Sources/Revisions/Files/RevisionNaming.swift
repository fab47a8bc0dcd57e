/// How new revision files are named.
package struct RevisionNaming: Hashable, Sendable {
    /// With tokens such as `{created}` or, as Alembic writes them, `%(rev)s`; may name a folder before a `/`.
    package var template = RevisionWriter.defaultTemplate
    /// The longest `{slug}`.
    package var slugLength = 40
    /// The zone of the times in the name.
    package var timeZone = "UTC"

    package init(template: String = RevisionWriter.defaultTemplate, slugLength: Int = 40, timeZone: String = "UTC") {
        self.template = template
        self.slugLength = slugLength
        self.timeZone = timeZone
    }

    /// The template in our own notation: `%(year)d` and `%(month).2d` (also with `%%`, as ini files have it) as `{year}` and
    /// `{month}`.
    var plainTemplate: String {
        var plain = ""
        var rest = template[...]
        while let percent = rest.firstIndex(of: "%") {
            plain += rest[..<percent]
            rest = rest[percent...].drop { $0 == "%" }
            guard rest.first == "(", let close = rest.firstIndex(of: ")") else {
                plain += "%"
                continue
            }
            plain += "{" + rest[rest.index(after: rest.startIndex)..<close] + "}"
            rest = rest[rest.index(after: close)...].drop { $0 == "." || $0.isNumber }
            if rest.first == "s" || rest.first == "d" { rest.removeFirst() }
        }
        return plain + rest
    }
}
