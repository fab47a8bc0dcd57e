import SwiftMigMacros

@Table("profiles", comment: "What users say about themselves")
package struct Profile {
    @Column(primaryKey: true)
    package let userID: UInt64
    @Column(.text)
    package var biography: String?
    @Column(.varchar(2048))
    package var website: String?
}
