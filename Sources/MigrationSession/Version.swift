/// What `swiftmig --version` says.
package let swiftMigVersion = "0.1.0"
