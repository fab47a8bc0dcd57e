/// What is wrong with a request, as far as no other module says it.
package enum CommandError: Error, Hashable, Sendable {
    case unknownTemplate(String, known: [String])
    case emptyArgument(String)
}
