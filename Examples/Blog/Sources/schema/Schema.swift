import BlogModels
import SwiftMigMacros

/// Prints the models for swiftmig.
@main struct Schema: SchemaProvider {
    static var metadata: Metadata { BlogModels.metadata }
}
