package import MatrixBuild
import MatrixHost
package import MatrixModel
import MatrixServers
import MatrixStore

/// Brings all that the cells of a plan are built from into the store: Pythons, and modules for them.
///
/// Generations are not laid out: that takes a moment, and `provision`, `test` and `serve` do it.
package struct PrebuildRun: Sendable {
    let provisioner: Provisioner
    /// Whether the first failure ends the run.
    let failFast: Bool
    /// Whether pairs are tried that the recipes call unsupported.
    let force: Bool

    package init(provisioner: Provisioner, failFast: Bool, force: Bool) {
        self.provisioner = provisioner
        self.failFast = failFast
        self.force = force
    }

    /// Returns a report of what was built and of what failed. Throws what keeps everything from being built (no compiler, no
    /// Apache, a store that cannot be written), and `CancellationError`.
    package func run(
        _ plan: Plan, hash: String, observe: @escaping @Sendable (BuildEvent) -> Void
    ) async throws -> PrebuildReport {
        let time = Stopwatch(provisioner.host.clock)
        let (graph, ends) = try await build(plan.rows.map { ($0.cell.served, $0.expected) }, observe: observe)
        let results = graph.nodes.compactMap { node in
            ends[node].map { BuildResult(node, $0, expected: graph.expected[node]) }
        }
        let unsupported = graph.unsupported.map { BuildResult($0.node, .unsupported, reason: $0.reason) }
        return PrebuildReport(
            plan: hash, jobs: provisioner.options.jobserver.tokens, seconds: time.seconds,
            results: results + unsupported)
    }

    /// As `run`; returns why what could not be built is missing, for those that tell of it in their own way.
    func failures(
        of cells: [Cell], observe: @escaping @Sendable (BuildEvent) -> Void
    ) async throws -> [BuildNode: any Error] {
        let (graph, ends) = try await build(cells.map { ($0, nil) }, observe: observe)
        var failures: [BuildNode: any Error] = [:]
        // Each Python stands before its modules, which are not reached when it has failed.
        for node in graph.nodes {
            if case .failed(let error) = ends[node] {
                failures[node] = error
            } else {
                failures[node] = node.needed.flatMap { failures[$0] }
            }
        }
        return failures
    }

    private func build(
        _ cells: [(served: Cell, expected: ExpectedFailure?)], observe: @escaping @Sendable (BuildEvent) -> Void
    ) async throws -> (BuildGraph, [BuildNode: BuildEnd]) {
        let toolchain = try await Toolchain.detect(provisioner.answers)
        let apache = try ApacheTarget(try await provisioner.answers.apacheInstallation(provisioner.host))
        let graph = BuildGraph(cells, recipes: provisioner.recipes, compiler: toolchain.compiler, force: force)
        let scheduler = BuildScheduler(
            graph: graph, jobserver: provisioner.options.jobserver, failFast: failFast,
            work: work(toolchain, apache), observe: observe)
        return (graph, try await scheduler.run())
    }

    private func work(_ toolchain: Toolchain, _ apache: ApacheTarget) -> BuildScheduler.Work {
        let (provisioner, recipes, store) = (provisioner, provisioner.recipes, provisioner.store)
        return BuildScheduler.Work(
            find: { node, python in
                guard let version = node.modWsgi, let python else {
                    return try provisioner.pythonBuilder(toolchain, provisioner.options).find(node.python)
                }
                return try provisioner.moduleBuilder(toolchain, apache, provisioner.options).find(version, for: python)
            },
            source: { node in node.modWsgi.map { "mod_wsgi \($0)" } ?? "Python \(node.python.release)" },
            isHeld: { try provisioner.fetcher.seemsHeld(anyOf: recipes.sources(of: $0)) },
            fetch: { _ = try await provisioner.fetcher.fetch(anyOf: recipes.sources(of: $0)) },
            build: { node, python, onStep in
                var options = provisioner.options
                options.onStep = onStep
                guard let version = node.modWsgi, let python else {
                    return try await provisioner.pythonBuilder(toolchain, options).build(node.python)
                }
                return try await provisioner.moduleBuilder(toolchain, apache, options)
                    .build(version, for: node.python, entry: python)
            },
            begin: {
                try provisioner.refuseUnreachable()
                try store.prepareForWriting()
                let estimates = BuildEstimates(
                    recipes: recipes, records: try store.recordedBuilds(),
                    recordedJobs: provisioner.host.environment.cores, jobs: provisioner.options.jobserver.tokens)
                return ({ estimates.duration(of: $0) }, try Files.freeSpace(store.layout.root))
            })
    }
}

extension RecipeBook {
    fileprivate func sources(of node: BuildNode) -> [Source] {
        node.modWsgi.map { modWsgi.table.sources(of: $0) } ?? cpython.table.sources(of: node.python.release)
    }
}

extension BuildResult {
    init(_ node: BuildNode, _ end: BuildEnd, expected: ExpectedFailure?) {
        switch end {
        case .found(let entry): self.init(node, .cached, entry: entry)
        case .built(let entry):
            self.init(node, .built, entry: entry)
            seconds = entry.record.buildSeconds
        case .failed(let error):
            let known = expected.map { "\nexpected: \($0.reason) (\($0.source))" } ?? ""
            self.init(node, expected == nil ? .failed : .expectedFailure, reason: "\(error)\(known)")
            hint = (error as? any Mendable)?.hint
        case .notReached(let reason): self.init(node, .notReached, reason: reason)
        }
    }

    private init(_ node: BuildNode, _ outcome: BuildOutcome, entry: Entry) {
        self.init(node, outcome)
        key = entry.key.text
        bytes = entry.record.bytes
    }
}
