import MatrixHost
import MatrixModel
import MatrixServers
import SystemPackage

/// One swap of a server without a front, by a reload of its Apache; the server's lock is held.
struct GracefulSwap {
    let host: Host
    let server: ApacheServer
    let files: SwapFiles
    let target: ServedCell
    let options: SwapOptions

    /// From 3.13 on each load of libpython keeps one of the 1,024 keys that a process has for its threads; after about
    /// 1,020 reloads every request is a 500 (measured). Another parent begins at none.
    static let mostReloads = 800
    /// For the new children to come, and the old ones to let go of the port.
    private let patience = Duration.seconds(60)
    private var run: RunFolder { files.run }

    func run() async throws -> SwapReport {
        try await settle()
        guard case .running(let serving) = server.status(run), let served = run.served(),
            let current = Cell(served.cell),
            let wanted = Cell(target.cell)
        else { throw SwapError.siteDown(files.name) }
        guard current.mpm == wanted.mpm else { throw SwapError.otherMPM(serving: served.cell, asked: target.cell) }
        let old = ServerOrigin(served: served, port: serving.port, application: run.application()?.string)
        var report = SwapReport(
            site: files.name, url: "http://127.0.0.1:\(serving.port)", strategy: .graceful, from: served.cell,
            to: target.cell, isSwapped: false)
        guard served != target else { return report }
        host.console.note("\(files.name): \(Self.loss(from: current, to: wanted))")
        return try await withCleanUp {
            let started = ContinuousClock.now
            try await preFlight(old)
            report.preFlightSeconds = (ContinuousClock.now - started) / .seconds(1)
            var window = try window(target, old)
            try note(.cutOver, old)
            let generation = await ServerStatusPage.read(port: old.port, host: host)?.generation
            report.strategy = generation ?? 0 < Self.mostReloads ? .graceful : .restart
            report.transition = try await cutOver(old, report.strategy, watchedBy: &window)
            try note(.probe, old)
            let seen = try await window.watch(for: options.probeWindow, budget: options.errorBudget)
            report.window = seen
            guard seen.failures <= options.errorBudget else { throw try await takeBack(old, seen) }
            try note(.commit, old)
            try commit(old)
            report.isSwapped = true
            return report
        } onError: {
            try await settle()
        }
    }

    /// What users of a reload may meet.
    static func loss(from old: Cell, to new: Cell) -> String {
        (old.mode == .daemon || new.mode == .daemon
            ? "a reload in daemon mode may answer some requests with 502 or 503"
            : "a reload closes connections that are kept open, which a client has to expect")
            + "; what `serve --zero-loss` starts loses none"
    }

    private func note(_ step: SwapStep, _ old: ServerOrigin) throws {
        try SwapJournal(step: step, target: target, from: old).write(files.journal)
        host.console.note("\(files.name): \(step.rawValue)")
    }

    /// Everything that is wrong with the new cell is found here: in an Apache of its own, with what the live one sees.
    private func preFlight(_ old: ServerOrigin) async throws {
        try note(.preFlight, old)
        guard var request = target.request(in: run.preFlight, port: nil, host: host) else { return }
        request.environment = server.environment(run) ?? request.environment
        request.application = old.application.map { FilePath($0) }
        request.supervision = Supervision()
        do {
            _ = try await server.startSide(request)
            try await server.stop(run.preFlight)
        } catch let error as ServerError {
            throw SwapError.refused(cell: target.cell, serving: old.served.cell, cause: "\(error)", mend: error.hint)
        }
    }

    private func cutOver(
        _ old: ServerOrigin, _ strategy: SwapReport.Strategy, watchedBy window: inout ProbeWindow
    ) async throws -> SwapReport.Transition {
        let began = ContinuousClock.now
        let problem: String?
        if strategy == .restart {
            do {
                try await restart(target, old)
                problem = nil
            } catch let error as ServerError {
                problem = "\(error)"
            }
        } else {
            problem = try await reload(target, old)
        }
        let transition = SwapReport.Transition(
            milliseconds: Int((ContinuousClock.now - began) / .milliseconds(1)), serverErrors: window.newServerErrors())
        guard let problem else { return transition }
        let seen = SwapReport.Window(
            failedProbes: 1, serverErrors: transition.serverErrors, firstFailure: problem)
        throw try await takeBack(old, seen, since: began)
    }

    /// Lets the old cell answer again, and tells for how long users were without it.
    private func takeBack(
        _ old: ServerOrigin, _ seen: SwapReport.Window, since failed: ContinuousClock.Instant = .now
    ) async throws -> SwapError {
        try await settle()
        let outage = Int((ContinuousClock.now - failed) / .milliseconds(1))
        return .rolledBack(cell: target.cell, serving: old.served.cell, seen, outageMilliseconds: outage)
    }

    private func commit(_ old: ServerOrigin) throws {
        try server.commit(run, to: target)
        try files.keep(previous: old.served)
        try Files.removeTree(files.journal)
    }

    /// Finishes what was committed and undoes what was not; with nothing left to do it does nothing.
    private func settle() async throws {
        try await server.stop(run.preFlight)
        guard let journal = SwapJournal<ServerOrigin>.read(files.journal) else { return }
        switch journal.step {
        case .preFlight: break
        case .cutOver, .probe: try await answerAgain(journal.from)
        case .drain, .commit:
            try server.commit(run, to: journal.target)
            try files.keep(previous: journal.from.served)
        }
        try Files.removeTree(files.journal)
    }

    /// By a reload, or anew when the parent died: of what it was told to read, for instance.
    private func answerAgain(_ old: ServerOrigin) async throws {
        if case .running = server.status(run), try await reload(old.served, old) == nil {
            return try server.commit(run, to: old.served)
        }
        try await restart(old.served, old)
    }

    /// Returns nil once both mounts have answered as the cell several times in a row, else what is wrong: until the old
    /// children have let go of the port, either may answer.
    private func reload(_ served: ServedCell, _ old: ServerOrigin) async throws -> String? {
        let errors = FileFollower(endOf: run.errorLog)
        let before = await ServerStatusPage.read(port: old.port, host: host)?.generation
        guard try server.reload(run, onto: FilePath(served.generation)) else { return ended(errors) }
        _ = try await host.clock.poll(every: .milliseconds(10), within: patience) { () -> Bool? in
            guard case .running = server.status(run) else { return false }
            return await ServerStatusPage.read(port: old.port, host: host)?.generation == before ? nil : true
        }
        guard case .running = server.status(run) else { return ended(errors) }
        let problem = try await window(served, old).awaitAgreement(within: patience)
        guard case .running = server.status(run) else { return ended(errors) }
        return problem
    }

    private func ended(_ log: FileFollower) -> String {
        var log = log
        return (["Apache's parent ended"] + ErrorLog.firstErrors(in: log.newLines())).joined(separator: ": ")
    }

    private func restart(_ served: ServedCell, _ old: ServerOrigin) async throws {
        guard var request = served.request(in: run, port: old.port, host: host) else { return }
        request.application = old.application.map { FilePath($0) }
        try await server.stop(run)
        _ = try await server.start(request)
    }

    private func window(_ served: ServedCell, _ old: ServerOrigin) throws -> ProbeWindow {
        guard let identity = served.identity else { throw SwapError.siteDown(files.name) }
        return ProbeWindow(
            host: host, identity: identity, port: old.port, application: old.application.map { _ in "/" },
            log: FileFollower(endOf: run.accessLog))
    }
}

/// A server as it was when a swap began: enough to start it again.
struct ServerOrigin: Codable, Equatable {
    var served: ServedCell
    var port: UInt16
    var application: String?
}

/// What swaps of a server keep in its run folder.
struct SwapFiles {
    let run: RunFolder
    /// The cell that the server was started with, which names the run folder.
    let name: String

    var journal: FilePath { run.path.appending("swap.json") }
    var turn: FilePath { run.path.appending("turn") }
    private var previousFile: FilePath { run.path.appending("previous") }

    /// What a rollback goes to.
    func previous() throws -> Cell? {
        guard try Files.status(previousFile) != nil else { return nil }
        return Cell(String(try Files.readText(previousFile).trimmingSpaces()))
    }

    func keep(previous served: ServedCell) throws { try Files.replaceFile(previousFile, served.cell + "\n") }

    func remove() throws {
        for file in [journal, turn, previousFile] { try Files.removeTree(file) }
    }
}
