import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixTrial

struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the Apache of the named cells and sites, or of all; no foreign process is ever signalled.",
        discussion: """
            EXAMPLES
              wsgimatrix stop
              wsgimatrix stop 3.13.5+6.1.1+daemon+event
            """)

    @Argument(help: "Cells and sites to stop. Default: all that were started from this store.") var cells: [String] = []
    @OptionGroup var store: StoreOptions

    func run() async throws {
        let context = try store.context()
        let servers = context.servers
        let known = try context.sites.names()
        for site in cells.isEmpty ? known : known.filter(cells.contains) {
            context.host.console.note(words(try await context.sites.stop(site), "the site \(site)"))
        }
        let named = try cells.filter { !known.contains($0) }.map { try context.cell(named: $0) }
        let running = try await servers.all().filter { $0.status != .stopped }
        let targets = cells.isEmpty ? running.map(\.cell) : named
        for cell in targets {
            // One that was swapped is known by what it serves, and has the run folder of what it was started with.
            let startedAs = running.first { $0.cell == cell } ?? running.first { $0.startedAs == cell }
            context.host.console.note(words(try await servers.stop(startedAs?.startedAs ?? cell), "\(cell)"))
        }
        if targets.isEmpty, cells.isEmpty, known.isEmpty { context.host.console.note("nothing is being served") }
    }

    private func words(_ outcome: StopOutcome, _ name: String) -> String {
        if outcome.ended == 0 { return "\(name) was not running" }
        let killed = outcome.killed.isEmpty ? "" : ", \(outcome.killed.count) of them only by SIGKILL"
        return "stopped \(name) (\(outcome.ended) processes\(killed))"
    }
}
