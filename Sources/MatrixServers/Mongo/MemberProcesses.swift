import MatrixHost

/// Finds the processes of one member among all, and only those.
struct MemberProcesses {
    let table: ProcessTable
    let member: MongoRecord.Member

    /// The server.
    func leader() -> ProcessRecord? { session.leader() }

    func supervisor() -> ProcessRecord? { session.supervisor() }

    /// The server and whatever it started.
    func all() -> [ProcessRecord] {
        guard let leader = member.process ?? leader()?.identity else { return [] }
        return table.all().filter { $0.isInSession(of: leader) }
    }

    private var session: ServerSession {
        ServerSession(table: table, recorded: member.process) { [member] in member.belongs($0) }
    }
}
