import MatrixHost

/// Finds the processes of one server among all, and only those.
struct ServerProcesses {
    let table: ProcessTable
    let record: ServerRecord

    /// Apache's parent.
    func leader() -> ProcessRecord? { session.leader() }

    func supervisor() -> ProcessRecord? { session.supervisor() }

    /// A stranger under the recorded number.
    func stranger() -> ProcessRecord? {
        guard let process = record.process, let now = table.lookup(process.pid) else { return nil }
        return now.identity == process ? nil : now
    }

    /// All of it: processes with the server's command line and executable in its session, and whatever they started.
    func members() -> [ProcessRecord] {
        let all = table.all()
        let session = session
        var members = all.filter { session.isServer($0) && (record.process.map($0.isInSession) ?? true) }
        var known = Set(members.map(\.pid))
        while true {
            let children = all.filter { known.contains($0.parent) && !known.contains($0.pid) }
            guard !children.isEmpty else { return members }
            members += children
            known.formUnion(children.map(\.pid))
        }
    }

    private var session: ServerSession {
        ServerSession(table: table, recorded: record.process, executable: record.executable) { [record] in
            ApacheLaunch.belongs($0, httpdConf: record.httpdConf, run: record.run)
        }
    }
}
