package import MatrixHost

/// Starts, watches and stops the Apache of one cell; everything it knows about a server is in its run folder.
///
/// Two starts in one run folder at the same time are the caller's to keep apart, with a lock.
package struct ApacheServer: Sendable {
    package let host: Host
    package let installation: ApacheInstallation

    package init(host: Host, installation: ApacheInstallation) {
        self.host = host
        self.installation = installation
    }

    /// What is true right now, by process and start time; nothing is signalled or written.
    package func status(_ run: RunFolder) -> ServerStatus { run.status(in: host.processTable) }
}

extension RunFolder {
    /// What is true about its server right now, by process and start time; nothing is signalled or written.
    package func status(in table: ProcessTable) -> ServerStatus {
        guard let record = ServerRecord.read(self) else { return .stopped }
        let processes = ServerProcesses(table: table, record: record)
        if let leader = processes.leader() {
            return .running(ServingCell(record: record, pid: leader.pid, run: self))
        }
        if let stranger = processes.stranger() {
            return .stale(cell: record.cell, pid: stranger.pid, stranger: stranger.commandLine.joined(separator: " "))
        }
        return .died(
            cell: record.cell, pid: record.process?.pid, orphans: processes.members().map(\.pid).sorted())
    }
}
