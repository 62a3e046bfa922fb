import ArgumentParser
import MatrixHost

/// Parses this process's arguments, runs the verb, presents what it throws, and ends the process.
///
/// SIGINT, SIGTERM and SIGHUP cancel the verb; when it has cleaned up, the exit code is 128 plus the signal's number.
package func runCommandLine() async -> Never {
    let console = Console.standard(environment: .current())
    let outcome = await withTerminationSignals { signal in
        console.note("\(signal.name): ending what runs and cleaning up")
    } body: {
        var command = try Wsgimatrix.parseAsRoot()
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }
    switch outcome {
    case .finished(.success): exitProcess(0)
    case .finished(.failure(let error)):
        // Help, completions and usage errors are the parser's own words.
        guard let report = ErrorReport(error) else { Wsgimatrix.exit(withError: error) }
        report.present(on: console)
        exitProcess(report.exitCode)
    case .signalled(let signal):
        console.note("stopped by \(signal.name), nothing was left behind")
        exitProcess(128 + signal.number)
    }
}
