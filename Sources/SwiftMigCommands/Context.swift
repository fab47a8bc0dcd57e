/// What every command works with: the options, the process's environment, and a way to say things.
package final class Context {
    package let options: GlobalOptions
    package let process: ProcessEnvironment
    package let messages: Messages

    package init(options: GlobalOptions, process: ProcessEnvironment) {
        self.options = options
        self.process = process
        messages = Messages(options: options, environment: process.variables)
    }
}
