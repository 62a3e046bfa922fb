import MatrixHost
import MatrixModel
import MatrixServers
import SystemPackage

/// How a swap is watched.
package struct SwapOptions: Sendable, Equatable {
    /// How long the new cell is looked at before the old one is let go.
    package var probeWindow: Duration
    /// How many failures in that time are none.
    package var errorBudget: Int
    /// How long the old side may take to answer what it has.
    package var drain: Duration

    package init(probeWindow: Duration = .seconds(5), errorBudget: Int = 0, drain: Duration = .seconds(300)) {
        (self.probeWindow, self.errorBudget, self.drain) = (probeWindow, errorBudget, drain)
    }
}

/// One swap of a site; its lock is held.
struct SiteSwap {
    let host: Host
    let server: ApacheServer
    let folder: SiteFolder
    let name: String
    /// What to start on the side that is free.
    let request: ServeRequest
    let target: ServedCell
    let options: SwapOptions

    func run() async throws -> SwapReport {
        let record = try await settle()
        guard case .running(let front) = server.status(folder.front) else { throw SwapError.siteDown(name) }
        var report = SwapReport(
            site: name, url: "http://127.0.0.1:\(front.port)", strategy: .zeroLoss, from: record.cell.cell,
            to: target.cell, isSwapped: false)
        let old = server.status(folder.run(record.live))
        if record.cell == target, case .running = old { return report }
        return try await withCleanUp {
            let started = ContinuousClock.now
            let serving = try await preFlight(record)
            report.preFlightSeconds = (ContinuousClock.now - started) / .seconds(1)
            var window = ProbeWindow(
                host: host, identity: request.identity, port: record.port,
                application: record.application.map { _ in "/" },
                log: FileFollower(endOf: folder.front.accessLog))
            try note(.cutOver, record)
            try folder.backend.point(to: serving.port)
            try note(.probe, record)
            let seen = try await window.watch(for: options.probeWindow, budget: options.errorBudget)
            report.window = seen
            guard seen.failures <= options.errorBudget else { throw try await rollBack(record, seen) }
            try note(.drain, record)
            report.drain = try await finish(record)
            report.isSwapped = true
            return report
        } onError: {
            try await settle()
        }
    }

    private func note(_ step: SwapStep, _ record: SiteRecord) throws {
        try SwapJournal(step: step, target: target, from: record.live).write(folder.journal)
        host.console.note("\(name): \(step.rawValue)")
    }

    /// Everything that is wrong with the new cell is found here, on a port that no user knows.
    private func preFlight(_ record: SiteRecord) async throws -> ServingCell {
        try note(.preFlight, record)
        do {
            return try await server.startSide(request)
        } catch let error as ServerError {
            throw SwapError.refused(
                cell: target.cell, serving: record.cell.cell, cause: "\(error)", mend: error.hint)
        }
    }

    /// Points the front back, and tells for how long users were without an answer.
    private func rollBack(_ record: SiteRecord, _ seen: SwapReport.Window) async throws -> SwapError {
        let failed = ContinuousClock.now
        try await settle()
        guard let identity = record.cell.identity else { throw SwapError.siteDown(name) }
        let window = ProbeWindow(
            host: host, identity: identity, port: record.port, application: nil,
            log: FileFollower(endOf: folder.front.accessLog))
        _ = try await window.awaitAnswer(within: .seconds(10))
        let outage = Int((ContinuousClock.now - failed) / .milliseconds(1))
        return .rolledBack(cell: target.cell, serving: record.cell.cell, seen, outageMilliseconds: outage)
    }

    /// Lets the old side go, once the record says that the new one is the site's.
    private func finish(_ record: SiteRecord) async throws -> SwapReport.Drain {
        try commit(target, to: record.live.other, after: record)
        let drain = try await letGo(record.live)
        try Files.removeTree(folder.journal)
        return drain
    }

    private func commit(_ cell: ServedCell, to side: SiteSide, after record: SiteRecord) throws {
        var record = record
        if record.live != side { record.previous = record.cell.cell }
        record.live = side
        record.cell = cell
        try record.write(folder)
    }

    /// Finishes or undoes what an earlier swap left, and returns what the site is then. With nothing left to do it does
    /// nothing.
    @discardableResult
    private func settle() async throws -> SiteRecord {
        guard let record = SiteRecord.read(folder) else { throw SwapError.noSite(name, known: []) }
        guard let journal = SwapJournal<SiteSide>.read(folder.journal) else {
            try await server.stop(folder.run(record.live.other))
            return record
        }
        if journal.step == .drain {
            try commit(journal.target, to: journal.from.other, after: record)
        } else if case .running(let old) = server.status(folder.run(journal.from)) {
            if try folder.backend.port() != old.port { try folder.backend.point(to: old.port) }
        } else if journal.step != .preFlight, case .running(let new) = server.status(folder.run(journal.from.other)) {
            // The old side died: the new one is all there is.
            try folder.backend.point(to: new.port)
            try commit(journal.target, to: journal.from.other, after: record)
        }
        let settled = SiteRecord.read(folder) ?? record
        _ = try await letGo(settled.live.other)
        try Files.removeTree(folder.journal)
        return settled
    }

    private func letGo(_ side: SiteSide) async throws -> SwapReport.Drain {
        let run = folder.run(side)
        let start = ContinuousClock.now
        var unfinished = 0
        if case .running(let serving) = server.status(run) {
            unfinished = try await SideDrain(host: host, port: serving.port).wait(within: options.drain)
        }
        try await server.stop(run)
        return .init(seconds: (ContinuousClock.now - start) / .seconds(1), unfinished: unfinished)
    }
}

extension ApacheServer {
    /// Starts a side, and returns once its mounts have proved to be the cell and its application answers.
    func startSide(_ request: ServeRequest) async throws -> ServingCell {
        var log = FileFollower(endOf: request.run.errorLog)
        let serving = try await start(request)
        guard request.application != nil,
            let problem = try await applicationProblem("http://127.0.0.1:\(serving.port)/", host: host)
        else { return serving }
        throw ServerError.applicationFails(
            problem, said: ErrorLog.firstException(in: log.newLines()), log: serving.errorLog)
    }
}
