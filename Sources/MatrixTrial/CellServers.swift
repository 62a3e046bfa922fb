package import MatrixBuild
package import MatrixHost
package import MatrixModel
package import MatrixServers
package import MatrixStore
package import SystemPackage

/// The Apaches of a store, one a cell: each start and stop alone with its cell.
package struct CellServers: Sendable {
    let host: Host
    let store: Store
    let answers: ToolAnswers

    package init(host: Host, store: Store, answers: ToolAnswers) {
        self.host = host
        self.store = store
        self.answers = answers
    }

    /// Starts a provisioned cell; returns once both mounts have proved to be it.
    package func start(
        _ provisioned: ProvisionedCell, port: UInt16?, application: FilePath? = nil
    ) async throws -> ServingCell {
        var request = provisioned.request(in: runFolder(provisioned.cell), port: port, host: host)
        request.application = application
        let server = try await server()
        // Until it runs nobody sees that it needs them; from then on its record tells.
        return try await store.using([provisioned.pythonEntry, provisioned.moduleEntry]) {
            try await alone(with: provisioned.cell) { try await server.start(request) }
        }
    }

    /// Every cell that has a run folder, with what is true about it now.
    package func all() async throws -> [(cell: Cell, status: ServerStatus)] {
        guard try Files.status(store.layout.run) != nil else { return [] }
        let server = try await server()
        return try Files.listFolder(store.layout.run).compactMap { Cell($0) }.map { ($0, server.status(runFolder($0))) }
    }

    /// Asks each mount of a served cell what runs there.
    package func answers(of serving: ServingCell) async throws -> [ProbeAnswer] {
        var answers: [ProbeAnswer] = []
        for url in serving.urls {
            answers.append(try ProbeAnswer(json: try await host.http.get(url, .seconds(15)).body))
        }
        return answers
    }

    /// Ends a cell's Apache; stopping what does not run ends nothing.
    package func stop(_ cell: Cell) async throws -> StopOutcome {
        guard try Files.status(store.layout.runFolder(cell)) != nil else { return StopOutcome(ended: 0, killed: []) }
        let server = try await server()
        return try await alone(with: cell) { try await server.stop(runFolder(cell)) }
    }

    private func server() async throws -> ApacheServer {
        ApacheServer(host: host, installation: try await answers.apacheInstallation(host))
    }

    private func runFolder(_ cell: Cell) -> RunFolder {
        RunFolder(store.layout.runFolder(cell), userID: host.environment.userID)
    }

    private func alone<Value>(with cell: Cell, _ body: () async throws -> Value) async throws -> Value {
        try await FileLock.withLock(
            store.layout.lock("run-\(cell)"), mode: .exclusive, clock: host.clock,
            onWait: { host.console.note("waiting for \($0), which starts or stops \(cell)") }, body: body)
    }
}
