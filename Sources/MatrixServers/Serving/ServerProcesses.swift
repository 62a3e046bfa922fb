import MatrixHost

/// Finds the processes of one server among all, and only those.
struct ServerProcesses {
    let table: ProcessTable
    let record: ServerRecord

    /// Apache's parent, by the record or, before that is complete, by its command line: it leads a session of its own.
    func leader() -> ProcessRecord? {
        if let process = record.process {
            return table.lookup(process.pid).flatMap { $0.identity == process ? $0 : nil }
        }
        return table.all().first { $0.session == $0.pid && belongs($0) }
    }

    /// A stranger under the recorded number.
    func stranger() -> ProcessRecord? {
        guard let process = record.process, let now = table.lookup(process.pid) else { return nil }
        return now.identity == process ? nil : now
    }

    /// All of it: processes with the server's command line and executable in its session, and whatever they started.
    func members() -> [ProcessRecord] {
        let all = table.all()
        var members = all.filter { belongs($0) && isInSession($0) }
        var known = Set(members.map(\.pid))
        while true {
            let children = all.filter { known.contains($0.parent) && !known.contains($0.pid) }
            guard !children.isEmpty else { return members }
            members += children
            known.formUnion(children.map(\.pid))
        }
    }

    /// The process that ends the server when the tool that started it is gone.
    func supervisor() -> ProcessRecord? {
        table.all().first {
            Supervision.isSupervisor($0.commandLine)
                && ApacheLaunch.belongs($0.commandLine, httpdConf: record.httpdConf, run: record.run)
        }
    }

    private func belongs(_ process: ProcessRecord) -> Bool {
        // A supervisor's command line names the server's, too.
        !Supervision.isSupervisor(process.commandLine)
            && ApacheLaunch.belongs(process.commandLine, httpdConf: record.httpdConf, run: record.run)
            && (record.executable == nil || process.executable == record.executable)
    }

    /// A session keeps its leader's number when the leader has died, and the kernel gives that number to nobody else.
    private func isInSession(_ process: ProcessRecord) -> Bool {
        guard let leader = record.process else { return true }
        return process.session == leader.pid && process.identity.startTime >= leader.startTime
    }
}
