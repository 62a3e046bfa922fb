import MatrixHost

/// Finds the processes of one member among all, and only those.
struct MemberProcesses {
    let table: ProcessTable
    let member: MongoRecord.Member

    /// The server, by the record or, before that is complete, by its command line: it leads a session of its own.
    func leader() -> ProcessRecord? {
        if let process = member.process {
            return table.lookup(process.pid).flatMap { $0.identity == process ? $0 : nil }
        }
        return table.all().first {
            $0.session == $0.pid && member.belongs($0.commandLine) && !Supervision.isSupervisor($0.commandLine)
        }
    }

    /// The server and whatever it started. A session keeps its leader's number when the leader has died, and the kernel
    /// gives that number to nobody else.
    func all() -> [ProcessRecord] {
        guard let leader = member.process ?? leader()?.identity else { return [] }
        return table.all().filter { $0.session == leader.pid && $0.identity.startTime >= leader.startTime }
    }

    func supervisor() -> ProcessRecord? {
        table.all().first { Supervision.isSupervisor($0.commandLine) && member.belongs($0.commandLine) }
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
