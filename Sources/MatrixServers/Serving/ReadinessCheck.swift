import MatrixHost
import MatrixModel
import SystemPackage

/// Waits until a server has proved to be the cell that was asked for, or cannot be it any more.
struct ReadinessCheck {
    let host: Host
    let request: ServeRequest
    let record: ServerRecord
    let log: ErrorLog

    /// For one answer. Short, because mod_wsgi lets a request wait for a daemon process that will never come, and the
    /// log should be looked at meanwhile; a sub-interpreter that is still being made answers the next one.
    private let patience = Duration.seconds(3)

    init(host: Host, request: ServeRequest, record: ServerRecord, log: ErrorLog) {
        (self.host, self.request, self.record, self.log) = (host, request, record, log)
    }

    func wait() async throws {
        let progress = Progress()
        let ready = try await host.clock.poll(within: request.readyWithin) { () -> Bool? in
            try failEarly()
            guard log.isConfigured(request.cell) else { return nil }
            progress.seen = "its log says `configured`"
            for mount in ApacheConfiguration.mounts where !progress.proved.contains(mount) {
                if let problem = try await ask(mount) {
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

    /// Nil when the mount has proved itself, else what it did; throws when it never will.
    private func ask(_ mount: String) async throws -> String? {
        let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
        let url = "http://127.0.0.1:\(record.port)/\(mount)"
        let answer: HTTPAnswer
        do {
            answer = try await host.http.get("\(url)?nonce=\(nonce)", patience)
        } catch let error as HTTPProbeError {
            return "`\(url)`: \(error)"
        }
        guard answer.status == 200 else {
            // A daemon process that is not there yet is 503; a script that does not load is 500 for ever.
            guard answer.status == 500 else { return "`\(url)` answers \(answer.status)" }
            throw ServerError.startFailed(
                errors: ["`\(url)` answers 500"] + log.firstErrors(), log: log.path.string)
        }
        guard let probe = try? ProbeAnswer(json: answer.body) else { return "`\(url)` answers no probe's JSON" }
        let mismatches = probe.mismatches(request, mount: mount, nonce: nonce)
        guard mismatches.isEmpty else { throw ServerError.wrongAnswer(url: url, mismatches) }
        return nil
    }

    /// Shared by the polls of one wait, which run one after the other.
    private final class Progress {
        var seen = "its log does not say `configured`"
        var proved: Set<String> = []
    }
}
