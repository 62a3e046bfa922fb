import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTrial

struct Swap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap",
        abstract: "Swap the Python and the mod_wsgi that a running Apache answers with.",
        discussion: """
            The new cell is started beside the old one, on a port that no user knows, and has to prove itself on every
            mount; so does the application. What happens then depends on how Apache was started.
            By `serve --zero-loss`: its front is pointed at the new cell, by one rename, and the old one ends once it has
            answered what it had. No request is lost.
            By `serve`: Apache is told to read its new configuration (`graceful`). Connections that are kept open are
            closed and, in daemon mode, a few requests may get 502 or 503. The MPM stays.
            When anything fails in the probe window the old cell answers again. A swap that was killed is undone, or
            finished, by the next one.
            With --ab nothing is swapped: both run on ports of their own, with the application that is served or, without
            one, with ours and one MongoDB, and get the same requests in turn.
            Exit code 1 when the new cell was refused or rolled back: the old one goes on serving.

            EXAMPLES
              wsgimatrix swap 3.11.2 6.1.1
              wsgimatrix swap 3.13 6.1 --mode embedded --probe-window 30s --error-budget 2
              wsgimatrix swap 3.11.2 6.1.1 --site 3.13.5+6.1.1+daemon+event
              wsgimatrix swap --rollback
              wsgimatrix swap --ab 3.11.2 6.1.1
            """)

    @Argument(help: "The Python to swap to.") var python: String?
    @Argument(help: "The mod_wsgi to swap to.") var modWsgi: String?
    @Option(help: "How Apache runs the application. Default: as now.") var mode: WSGIMode?
    @Option(help: "Apache's multi-processing module. Default: as now.") var mpm: MPM?
    @Flag(help: "Swap to the cell that was served before.") var rollback = false
    @Option(help: "The site, or the cell that is served. Default: the only one that there is.") var site: String?
    @Flag(help: "Refuse to swap what may lose a request.") var zeroLoss = false
    @Option(name: .customLong("probe-window"), help: "How long the new cell is watched before the old one ends: 10s.")
    var probeWindow = Age(seconds: 5)
    @Option(help: "How many failures in that time are none.") var errorBudget = 0
    @Option(help: "How long the old cell may take to answer what it has.") var drain = Age(seconds: 300)
    @OptionGroup var comparison: ComparisonOptions
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
        let (sites, servers) = (context.sites, context.servers)
        let target = try await SwapTarget.find(site, sites: sites, servers: servers)
        let cell = try await cell(of: target, context)
        guard !comparison.ab else { return try await compare(target, cell, context) }
        let provisioned = try await context.provisioner(fetching, builds.options)
            .provision(cell, force: builds.force, depth: .digests)
        let options = SwapOptions(
            probeWindow: probeWindow.duration, errorBudget: errorBudget, drain: drain.duration)
        let report =
            switch target {
            case .site(let name): try await sites.swap(name, to: provisioned, options)
            case .server(let server): try await servers.swap(server, to: provisioned, options)
            }
        try output.present(SwapResult(report), on: context.host.console) { $0.text }
    }

    private func compare(_ target: SwapTarget, _ cell: Cell, _ context: Context) async throws {
        let (served, application) =
            switch target {
            case .site(let name):
                (try context.sites.committedCell(of: name), try context.sites.application(of: name))
            case .server(let server):
                (try context.servers.committedCell(of: server), context.servers.application(of: server))
            }
        let mongo = application == nil ? try await comparison.mongodb.source(context, fetching) : .none
        let report = try await context.trial(fetching, builds.options, mongo)
            .compare(comparison.request(served, cell, application: application))
        try output.present(report, on: context.host.console) { ComparisonTable(report: $0).text }
    }

    private func cell(of target: SwapTarget, _ context: Context) async throws -> Cell {
        var cell: Cell
        switch target {
        case .site(let name):
            if rollback { return try context.sites.previousCell(of: name) }
            cell = try context.sites.committedCell(of: name)
        case .server(let server):
            if zeroLoss, !comparison.ab { throw SwapError.notZeroLoss(cell: "\(server)") }
            if rollback { return try context.servers.previousCell(of: server) }
            cell = try context.servers.committedCell(of: server)
        }
        cell.python = try context.recipes.cpython.resolve(python ?? "")
        cell.modWsgi = try context.recipes.modWsgi.resolve(modWsgi ?? "")
        cell.mode = mode ?? cell.mode
        cell.mpm = mpm ?? cell.mpm
        return cell
    }
}
