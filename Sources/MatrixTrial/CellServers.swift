package import MatrixBuild
package import MatrixHost
package import MatrixModel
package import MatrixServers
package import MatrixStore
package import SystemPackage

/// The Apaches of a store that have no front. Each has the run folder of the cell that it was started with, and keeps it
/// when it is swapped to another; each start, stop and swap is alone with its run folder.
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
            try await alone(with: provisioned.cell) {
                let run = request.run
                if case .running = server.status(run) {} else { try await endSwap(files(provisioned.cell), server) }
                return try await server.start(request)
            }
        }
    }

    /// Every cell that has a run folder, with what is true about it now.
    package func all() async throws -> [CellServer] {
        guard try Files.status(store.layout.run) != nil else { return [] }
        var found: [CellServer] = []
        for cell in try Files.listFolder(store.layout.run).compactMap({ Cell($0) }) {
            found.append(try await status(cell))
        }
        return found
    }

    private func status(_ cell: Cell) async throws -> CellServer {
        let run = runFolder(cell)
        let journal = SwapJournal<ServerOrigin>.read(files(cell).journal)
        var server = CellServer(startedAs: cell, status: run.status(in: host.processTable), cell: cell)
        server.cell = run.served().flatMap { Cell($0.cell) } ?? cell
        guard let journal else { return server }
        server.swap = journal.step
        server.target = journal.target.cell
        server.isAttended = try await !FileLock.isFree(lock(cell))
        // Between the rename, the signal and the last of the old children only the answer tells.
        if case .running(let serving) = server.status, [.cutOver, .probe].contains(journal.step) {
            for candidate in [journal.target, journal.from.served] {
                guard let identity = candidate.identity else { continue }
                if await CellProbe(host: host, identity: identity, port: serving.port).isProved() {
                    server.cell = identity.cell
                    break
                }
            }
        }
        return server
    }

    /// The cell whose run folder has the Apache that serves it, or was started with it, if there is one.
    package func startedAs(_ cell: Cell) async throws -> Cell? {
        let servers = try await all().filter { $0.status != .stopped }
        return (servers.first { $0.cell == cell } ?? servers.first { $0.startedAs == cell })?.startedAs
    }

    /// The cell that the server in a run folder was started with, or swapped to last.
    package func committedCell(of cell: Cell) throws -> Cell {
        guard let served = runFolder(cell).served().flatMap({ Cell($0.cell) }) else {
            throw SwapError.siteDown("\(cell)")
        }
        return served
    }

    /// The user's own WSGI script that the server in a run folder has.
    package func application(of cell: Cell) -> FilePath? { runFolder(cell).application() }

    /// The cell that a rollback of the server in a run folder goes to.
    package func previousCell(of cell: Cell) throws -> Cell {
        guard let previous = try files(cell).previous() else { throw SwapError.nothingToRollBackTo("\(cell)") }
        return previous
    }

    /// Swaps what the server in a run folder serves, by a reload. Of several at once the one that was asked for last
    /// wins; the others that have not begun throw `SwapError.superseded`.
    ///
    /// Throws `SwapError`; then the cell from before goes on serving.
    package func swap(
        _ cell: Cell, to provisioned: ProvisionedCell, _ options: SwapOptions
    ) async throws -> SwapReport {
        let files = files(cell)
        let server = try await server()
        guard files.run.served() != nil else { throw SwapError.siteDown(files.name) }
        let turn = try SwapTurn(taking: files.turn)
        return try await store.using([provisioned.pythonEntry, provisioned.moduleEntry]) {
            try await alone(with: cell) {
                try turn.check()
                let request = provisioned.request(in: files.run, port: nil, host: host)
                return try await GracefulSwap(
                    host: host, server: server, files: files, target: request.served, options: options
                ).run()
            }
        }
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
        return try await alone(with: cell) {
            try await endSwap(files(cell), server)
            return try await server.stop(runFolder(cell))
        }
    }

    /// Forgets swaps with the server that they were of, also one that was interrupted.
    private func endSwap(_ files: SwapFiles, _ server: ApacheServer) async throws {
        try await server.stop(files.run.preFlight)
        try files.remove()
    }

    private func server() async throws -> ApacheServer {
        ApacheServer(host: host, installation: try await answers.apacheInstallation(host))
    }

    private func runFolder(_ cell: Cell) -> RunFolder {
        RunFolder(store.layout.runFolder(cell), userID: host.environment.userID)
    }

    private func files(_ cell: Cell) -> SwapFiles { SwapFiles(run: runFolder(cell), name: "\(cell)") }

    private func lock(_ cell: Cell) -> FilePath { store.layout.lock("run-\(cell)") }

    private func alone<Value>(with cell: Cell, _ body: () async throws -> Value) async throws -> Value {
        try await FileLock.withLock(
            lock(cell), mode: .exclusive, clock: host.clock,
            onWait: { host.console.note("waiting for \($0), which is at work on \(cell)") }, body: body)
    }
}

/// What is true about one of them right now.
package struct CellServer: Sendable, Equatable {
    /// Names its run folder.
    package var startedAs: Cell
    package var status: ServerStatus
    /// What it serves: by what was committed or, in the middle of a swap, by what it answers.
    package var cell: Cell
    /// The step at which a swap is, or was when its tool was killed, and the cell that the swap is about.
    package var swap: SwapStep?
    package var target: String?
    /// Whether a tool is at work on that swap.
    package var isAttended = false
}
