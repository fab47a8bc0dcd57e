/// The output of `swiftmig --version`.
package let swiftMigVersion = "0.1.0"
