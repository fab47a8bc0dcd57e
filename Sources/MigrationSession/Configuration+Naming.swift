package import Revisions
package import SwiftMigConfiguration

extension Configuration {
    /// Returns the naming of new revision files.
    ///
    /// - Throws: `RevisionFileError`: `.badFileTemplate`, `.unknownTimeZone`, with the place of the setting.
    package func naming() throws(RevisionFileError) -> RevisionNaming {
        let template: FileNameTemplate
        do throws(FileNameTemplateError) {
            template = try FileNameTemplate(fileTemplate)
            if template.namesFolder, !isRecursive { throw FileNameTemplateError.folderNotRead }
        } catch {
            throw .badFileTemplate(fileTemplate, error, source(of: "file_template").location)
        }
        guard RevisionNaming.isTimeZone(timeZone) else {
            throw .unknownTimeZone(timeZone, source(of: "timezone").location)
        }
        return RevisionNaming(template: template, slugLength: slugLength, timeZone: timeZone)
    }
}
