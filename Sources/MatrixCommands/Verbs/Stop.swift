import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixTrial

struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the Apache of the named cells, or of all cells; no foreign process is ever signalled.",
        discussion: """
            EXAMPLES
              wsgimatrix stop
              wsgimatrix stop 3.13.5+6.1.1+daemon+event
            """)

    @Argument(help: "Cells to stop. Default: all that were started from this store.") var cells: [String] = []
    @OptionGroup var store: StoreOptions

    func run() async throws {
        let context = try store.context()
        let servers = context.servers
        let named = try cells.map { try context.cell(named: $0) }
        let running = try await servers.all().filter { $0.status != .stopped }.map(\.cell)
        let targets = named.isEmpty ? running : named
        for cell in targets {
            context.host.console.note(words(try await servers.stop(cell), cell))
        }
        if targets.isEmpty { context.host.console.note("nothing is being served") }
    }

    private func words(_ outcome: StopOutcome, _ cell: Cell) -> String {
        if outcome.ended == 0 { return "\(cell) was not running" }
        let killed = outcome.killed.isEmpty ? "" : ", \(outcome.killed.count) of them only by SIGKILL"
        return "stopped \(cell) (\(outcome.ended) processes\(killed))"
    }
}
