import MatrixHost
import MatrixModel
import SystemPackage

/// Waits until a server has proved to be the cell that was asked for, or cannot be it any more.
struct ReadinessCheck {
    let host: Host
    let request: ServeRequest
    let record: ServerRecord
    let log: ErrorLog

    func wait() async throws {
        let progress = Progress()
        let probe = CellProbe(host: host, identity: request.identity, port: record.port)
        let ready = try await host.clock.poll(within: request.readyWithin) { () -> Bool? in
            try failEarly()
            guard log.isConfigured(request.cell) else { return nil }
            progress.seen = "its log says `configured`"
            for mount in ApacheConfiguration.mounts where !progress.proved.contains(mount) {
                if let problem = try await probe.ask(mount, log: log) {
                    progress.seen = problem
                    return nil
                }
                progress.proved.insert(mount)
            }
            return true
        }
        guard ready == true else {
            throw ServerError.notReady(
                after: request.readyWithin, lastSeen: progress.seen, errors: log.firstErrors(), log: log.path.string)
        }
    }

    /// Apache is gone, or its Pythons die one after the other.
    private func failEarly() throws {
        let isGone = ServerProcesses(table: host.processTable, record: record).leader() == nil
        if isGone || log.isHopeless() {
            throw ServerError.startFailed(errors: log.firstErrors(), log: log.path.string)
        }
    }

    /// Shared by the polls of one wait, which run one after the other.
    private final class Progress {
        var seen = "its log does not say `configured`"
        var proved: Set<String> = []
    }
}
