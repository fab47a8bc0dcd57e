/// The naming of new revision files.
package struct RevisionNaming: Hashable, Sendable {
    package var template: FileNameTemplate
    /// The maximum length of `{slug}`.
    package var slugLength: Int
    /// The time zone of the times in the name: `UTC`, `local`, `+02:00` or a name.
    package var timeZone: String

    package init(template: FileNameTemplate, slugLength: Int = 40, timeZone: String = "UTC") {
        self.template = template
        self.slugLength = slugLength
        self.timeZone = timeZone
    }

    /// Creates the naming `{created}_{revision}_{slug}`.
    ///
    /// - Throws: `FileNameTemplateError`.
    package init() throws(FileNameTemplateError) {
        self.init(template: try FileNameTemplate(FileNameTemplate.standard))
    }

    /// Returns whether the system knows a time zone.
    package static func isTimeZone(_ name: String) -> Bool { LocalTime.offset(of: name, at: 0) != nil }
}
