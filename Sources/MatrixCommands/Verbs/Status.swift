import ArgumentParser
import MatrixHost
import MatrixTrial

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say which cells and sites answer, by their processes and not by what was written down.",
        discussion: """
            Exit code 1 when a server died or its process number belongs to a stranger now.

            EXAMPLES
              wsgimatrix status
              wsgimatrix status --json
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let context = try store.context()
        let result = StatusResult(try await context.servers.all(), sites: try await context.sites.all())
        try output.present(result, on: context.host.console) { $0.text }
        if result.servers.contains(where: { $0.state == "died" || $0.state == "stale" })
            || result.sites.contains(where: { $0.state == .died })
        {
            throw ExitCode(1)
        }
    }
}
