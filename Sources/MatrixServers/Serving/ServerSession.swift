import MatrixHost

/// The session that a server leads, told from all others by the record or, before that is complete, by command lines.
struct ServerSession {
    let table: ProcessTable
    /// Nil until the server has been seen.
    let recorded: ProcessIdentity?
    /// Nil for any.
    var executable: String?
    /// Whether a command line is the server's, a child's or the supervisor's, which names the server's, too.
    let belongs: ([String]) -> Bool

    func leader() -> ProcessRecord? {
        if let recorded { return table.lookup(recorded.pid).flatMap { $0.identity == recorded ? $0 : nil } }
        return table.all().first { $0.session == $0.pid && isServer($0) }
    }

    /// The process that ends the server when the tool that started it is gone.
    func supervisor() -> ProcessRecord? {
        table.all().first { Supervision.isSupervisor($0.commandLine) && belongs($0.commandLine) }
    }

    func isServer(_ process: ProcessRecord) -> Bool {
        !Supervision.isSupervisor(process.commandLine) && belongs(process.commandLine)
            && (executable == nil || process.executable == executable)
    }
}

extension ProcessRecord {
    /// A session keeps its leader's number when the leader has died, and the kernel gives that number to nobody else.
    func isInSession(of leader: ProcessIdentity) -> Bool {
        session == leader.pid && identity.startTime >= leader.startTime
    }
}

extension Host {
    /// Waits until a supervisor is gone, which it is by itself as soon as nothing is left; one that stays knows of
    /// something that we do not, and is told to end it.
    func awaitEnd(ofSupervisor supervisor: ProcessIdentity?, within limit: Duration) async throws {
        guard let supervisor else { return }
        for patience in [.milliseconds(500), limit] {
            let isGone = try await clock.poll(every: .milliseconds(5), within: patience) {
                isAlive(supervisor) ? nil : true
            }
            if isGone == true { return }
            _ = processTable.signal(supervisor, .terminate)
        }
        throw ServerError.survivors([supervisor.pid])
    }

    func isAlive(_ process: ProcessIdentity) -> Bool { processTable.lookup(process.pid)?.identity == process }
}
