import ArgumentParser
import MatrixHost

/// Parses this process's arguments, runs the verb, presents what it throws, and ends the process.
///
/// SIGINT, SIGTERM and SIGHUP cancel the verb; when it has cleaned up, the exit code is 128 plus the signal's number.
package func runCommandLine() async -> Never {
    let command: any ParsableCommand
    do {
        command = try Wsgimatrix.parseAsRoot()
    } catch {
        // Help, completions and usage errors are the parser's own words.
        Wsgimatrix.exit(withError: error)
    }
    let outcome = await withTerminationSignals { try await run(command) }
    let console = Console.standard(environment: .current())
    switch outcome {
    case .finished(.success): exitProcess(0)
    case .finished(.failure(let error)):
        if isParserError(error) { Wsgimatrix.exit(withError: error) }
        let report = ErrorReport(error)
        report.present(on: console)
        exitProcess(report.exitCode)
    case .signalled(let signal):
        console.note("stopped by \(signal.name), nothing was left behind")
        exitProcess(128 + signal.number)
    }
}

private func run(_ command: any ParsableCommand) async throws {
    if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
    } else {
        var command = command
        try command.run()
    }
}

private func isParserError(_ error: any Error) -> Bool {
    error is ValidationError || error is CleanExit || error is ExitCode
}
