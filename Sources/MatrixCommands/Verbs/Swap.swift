import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTrial

struct Swap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap",
        abstract: "Swap the Python and the mod_wsgi that a site answers with, and lose no request.",
        discussion: """
            For a site that `wsgimatrix serve --zero-loss` started. The new cell is started beside the old one, on a port
            that no user knows, and has to prove itself on every mount; so does the application. Then the front is
            pointed at it, by one rename. When anything fails in the probe window the old cell answers again. It ends
            once it has answered what it had. A swap that was killed is undone, or finished, by the next one.
            Exit code 1 when the new cell was refused or rolled back: the old one goes on serving.

            EXAMPLES
              wsgimatrix swap 3.11.2 6.1.1
              wsgimatrix swap 3.13 6.1 --mode embedded --probe-window 30s --error-budget 2
              wsgimatrix swap --rollback
            """)

    @Argument(help: "The Python to swap to.") var python: String?
    @Argument(help: "The mod_wsgi to swap to.") var modWsgi: String?
    @Option(help: "How Apache runs the application. Default: as now.") var mode: WSGIMode?
    @Option(help: "Apache's multi-processing module. Default: as now.") var mpm: MPM?
    @Flag(help: "Swap to the cell that was served before.") var rollback = false
    @Option(help: "The site. Default: the only one that there is.") var site: String?
    @Option(name: .customLong("probe-window"), help: "How long the new cell is watched before the old one ends: 10s.")
    var probeWindow = Age(seconds: 5)
    @Option(help: "How many failures in that time are none.") var errorBudget = 0
    @Option(help: "How long the old cell may take to answer what it has.") var drain = Age(seconds: 300)
    @OptionGroup var builds: BuildFlags
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if errorBudget < 0 { throw ValidationError("--error-budget takes a number from 0") }
        if rollback {
            guard python == nil, mode == nil, mpm == nil else {
                throw ValidationError("--rollback goes to the cell from before, and takes no other")
            }
        } else if python == nil || modWsgi == nil {
            throw ValidationError("swap takes a Python and a mod_wsgi, or --rollback")
        }
    }

    func run() async throws {
        let context = try store.context()
        let sites = context.sites
        let name = try sites.name(site)
        let cell = try await target(name, context)
        let provisioned = try await context.provisioner(fetching, builds.options)
            .provision(cell, force: builds.force, depth: .digests)
        let report = try await sites.swap(
            name, to: provisioned,
            SwapOptions(probeWindow: probeWindow.duration, errorBudget: errorBudget, drain: drain.duration))
        try output.present(SwapResult(report), on: context.host.console) { $0.text }
    }

    private func target(_ name: String, _ context: Context) async throws -> Cell {
        if rollback { return try context.sites.previousCell(of: name) }
        var cell = try context.sites.committedCell(of: name)
        cell.python = try context.recipes.cpython.resolve(python ?? "")
        cell.modWsgi = try context.recipes.modWsgi.resolve(modWsgi ?? "")
        cell.mode = mode ?? cell.mode
        cell.mpm = mpm ?? cell.mpm
        return cell
    }
}
