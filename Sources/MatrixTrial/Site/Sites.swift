package import MatrixBuild
package import MatrixHost
package import MatrixModel
package import MatrixServers
package import MatrixStore
package import SystemPackage

/// The sites of a store. A site is a front httpd without Python and two sides behind it that take turns, so that the
/// cell that answers can be swapped and no request is lost.
package struct Sites: Sendable {
    let host: Host
    let store: Store
    let answers: ToolAnswers
    /// The folder of `front.conf.mustache`.
    let templates: FilePath

    package init(host: Host, store: Store, answers: ToolAnswers, recipeFolder: FilePath) {
        self.host = host
        self.store = store
        self.answers = answers
        templates = recipeFolder.appending("templates")
    }

    package func names() throws -> [String] {
        guard try Files.status(store.layout.sites) != nil else { return [] }
        return try Files.listFolder(store.layout.sites).filter { SiteRecord.read(folder($0)) != nil }
    }

    package func all() async throws -> [SiteStatus] {
        var found: [SiteStatus] = []
        for name in try names() {
            if let status = try await status(name) { found.append(status) }
        }
        return found
    }

    /// Nil when there is no such site.
    package func status(_ name: String) async throws -> SiteStatus? {
        let folder = folder(name)
        guard let record = SiteRecord.read(folder) else { return nil }
        let front = folder.front.status(in: host.processTable)
        let live = try answering(folder)
        let journal = SwapJournal<SiteSide>.read(folder.journal)
        var status = SiteStatus(
            site: name, url: url(record), port: record.port, state: .died, cell: nil, pid: nil, swap: journal?.step,
            target: journal?.target.cell, isAttended: false)
        if journal != nil { status.isAttended = try await !FileLock.isFree(lock(name)) }
        guard case .running(let serving) = front else { return status }
        status.pid = serving.pid
        status.cell = live?.cell
        status.state = live == nil ? .died : .running
        return status
    }

    /// Starts a site in the background and returns once it answers through its front.
    ///
    /// - Parameters:
    ///   - port: of the front; nil takes a free one.
    ///   - application: a user's own WSGI script, which gets what no mount takes.
    package func start(
        _ name: String, _ provisioned: ProvisionedCell, port: UInt16?, application: FilePath?
    ) async throws -> SiteStatus {
        let server = try await server()
        let folder = folder(name)
        try Files.makeFolders(folder.path)
        try await store.using([provisioned.pythonEntry, provisioned.moduleEntry]) {
            try await alone(with: name) {
                if let status = try await status(name), status.state == .running {
                    throw SwapError.siteExists(name, cell: status.cell ?? "")
                }
                try await stopAll(folder, server)
                try await withCleanUp {
                    try await begin(folder, provisioned, port: port, application: application, server)
                } onError: {
                    try await stopAll(folder, server)
                }
            }
        }
        return try await status(name)!
    }

    private func begin(
        _ folder: SiteFolder, _ provisioned: ProvisionedCell, port: UInt16?, application: FilePath?,
        _ server: ApacheServer
    ) async throws {
        let side = SiteSide.blue
        let request = request(provisioned, folder, side, application: application)
        let serving = try await server.startSide(request)
        try folder.backend.point(to: serving.port)
        let front = Front(folder: folder, port: port, runAs: host.runAs, templates: templates)
        let port = try await server.start(front)
        let record = SiteRecord(port: port, live: side, cell: request.served, application: application?.string)
        try record.write(folder)
        let window = ProbeWindow(
            host: host, identity: request.identity, port: port, application: nil,
            log: FileFollower(endOf: folder.front.accessLog))
        guard try await window.awaitAnswer(within: .seconds(30)) else {
            throw ServerError.notReady(
                after: .seconds(30), lastSeen: "nothing comes through the front", errors: [],
                log: folder.front.errorLog.string)
        }
    }

    /// Ends everything of a site; stopping what does not run ends nothing.
    package func stop(_ name: String) async throws -> StopOutcome {
        let server = try await server()
        return try await alone(with: name) { try await stopAll(folder(name), server) }
    }

    /// The front first: what it can no longer pass on would be answered with 503.
    @discardableResult
    private func stopAll(_ folder: SiteFolder, _ server: ApacheServer) async throws -> StopOutcome {
        var outcome = StopOutcome(ended: 0, killed: [])
        for run in [folder.front] + SiteSide.allCases.map(folder.run) {
            let one = try await server.stop(run)
            outcome.ended += one.ended
            outcome.killed += one.killed
        }
        for file in [folder.journal, folder.record, folder.backend.path, folder.turn] { try Files.removeTree(file) }
        return outcome
    }

    /// The cell that was committed to last.
    package func committedCell(of name: String) throws -> Cell {
        guard let cell = Cell(try record(name).cell.cell) else { throw SwapError.noSite(name, known: try names()) }
        return cell
    }

    /// The user's own WSGI script that a site has.
    package func application(of name: String) throws -> FilePath? { try record(name).application.map { FilePath($0) } }

    /// The cell that a rollback goes to.
    package func previousCell(of name: String) throws -> Cell {
        let record = try record(name)
        guard let previous = record.previous.flatMap({ Cell($0) }) else { throw SwapError.nothingToRollBackTo(name) }
        return previous
    }

    package static let defaultName = "main"

    /// Swaps the cell that answers. Of several at once the one that was asked for last wins; the others that have not
    /// begun throw `SwapError.superseded`.
    ///
    /// Throws `SwapError`; then the cell from before goes on serving.
    package func swap(
        _ name: String, to provisioned: ProvisionedCell, _ options: SwapOptions
    ) async throws -> SwapReport {
        let folder = folder(name)
        let server = try await server()
        _ = try record(name)
        let turn = try SwapTurn(taking: folder.turn)
        return try await store.using([provisioned.pythonEntry, provisioned.moduleEntry]) {
            try await alone(with: name) {
                try turn.check()
                let record = try record(name)
                let request = request(
                    provisioned, folder, record.live.other, application: record.application.map { FilePath($0) })
                let swap = SiteSwap(
                    host: host, server: server, folder: folder, name: name, request: request,
                    target: request.served, options: options)
                return try await swap.run()
            }
        }
    }

    private func record(_ name: String) throws -> SiteRecord {
        guard let record = SiteRecord.read(folder(name)) else { throw SwapError.noSite(name, known: try names()) }
        return record
    }

    private func answering(_ folder: SiteFolder) throws -> ServingCell? {
        let port = try folder.backend.port()
        for side in SiteSide.allCases {
            if case .running(let serving) = folder.run(side).status(in: host.processTable), serving.port == port {
                return serving
            }
        }
        return nil
    }

    private func url(_ record: SiteRecord) -> String { "http://127.0.0.1:\(record.port)" }

    private func request(
        _ provisioned: ProvisionedCell, _ folder: SiteFolder, _ side: SiteSide, application: FilePath?
    ) -> ServeRequest {
        var request = provisioned.request(in: folder.run(side), port: nil, host: host)
        request.application = application
        return request
    }

    func folder(_ name: String) -> SiteFolder {
        SiteFolder(store.layout.sites.appending(name), userID: host.environment.userID)
    }

    private func server() async throws -> ApacheServer {
        ApacheServer(host: host, installation: try await answers.apacheInstallation(host))
    }

    private func lock(_ name: String) -> FilePath { store.layout.lock("site-\(name)") }

    private func alone<Value>(with name: String, _ body: () async throws -> Value) async throws -> Value {
        try store.prepareForWriting()
        return try await FileLock.withLock(
            lock(name), mode: .exclusive, clock: host.clock,
            onWait: { host.console.note("waiting for \($0), which is at work on the site \(name)") }, body: body)
    }
}
