import ArgumentParser
import MatrixHost
import MatrixModel

struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Send many requests to a server, check every answer, count what went wrong by its kind.",
        discussion: """
            Options and meaning are those of PyMongo's test_client.py. Exactly as many requests are sent as were asked for,
            each to one of the URLs by chance and on a connection of its own, and all answers must be whole and have the
            status 200. The first failure ends it, unless --continue is given. Ctrl-C ends it with a report of what was
            met. Exit code 1 when a request failed.

            EXAMPLES
              wsgimatrix load parallel -n 25000 -t 100 http://127.0.0.1:8080/interpreter1 http://127.0.0.1:8080/interpreter2
              wsgimatrix load serial -n 25000 --expect 'Python 3.13.5' http://127.0.0.1:8080/interpreter1
              wsgimatrix load parallel --continue --seed 7 --json http://127.0.0.1:8080/interpreter1
            """)

    @Argument(help: "`parallel`: as many requests at once as -t says; `serial`: one after the other.")
    var mode: LoadMode

    @Argument(help: "Where to send requests to; with several, each request goes to one by chance.")
    var url: [String]

    @OptionGroup var requests: LoadOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if url.isEmpty { throw ValidationError("load takes at least one URL") }
    }

    func run() async throws {
        let host = Host.current()
        let outcome = try await host.load.run(requests.plan(mode, url)) { progress in
            if !requests.quiet { host.console.transient(progress.words) }
        }
        host.console.transient("")
        let isFailed = outcome.failures > 0
        // Nor is a report held back when Ctrl-C ended the load: it is what was met until then.
        if output.json {
            host.console.print(try jsonText(outcome))
        } else if isFailed || !requests.quiet {
            host.console.print(LoadReport(outcome).text)
        }
        if isFailed { throw ExitCode(1) }
    }
}

enum LoadMode: String, ExpressibleByArgument, CaseIterable {
    case parallel, serial
}

extension LoadProgress {
    fileprivate var words: String { "\(answered) of \(requests) requests\(failures > 0 ? ", \(failures) failed" : "")" }
}
