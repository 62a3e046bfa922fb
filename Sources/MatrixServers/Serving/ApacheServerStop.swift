import MatrixHost

/// How long each rung of the ladder is waited for.
package struct StopLadder: Sendable, Equatable {
    /// SIGTERM to Apache's parent, which ends its children in order.
    package var terminate: Duration = .seconds(10)
    /// SIGTERM to every process that is left.
    package var terminateAll: Duration = .seconds(3)
    /// SIGKILL to every process that is left. Python from 3.9 on may hang while it destroys sub-interpreters.
    package var kill: Duration = .seconds(5)

    package init() {}
}

extension ApacheServer {
    /// Ends everything that runs from a run folder and removes its sockets, pid file and record; the logs stay.
    ///
    /// Answers how many processes were ended; stopping what does not run ends none and is no error.
    @discardableResult
    package func stop(_ run: RunFolder, ladder: StopLadder = StopLadder()) async throws -> Int {
        guard let record = ServerRecord.read(run) else { return 0 }
        let processes = ServerProcesses(table: host.processTable, record: record)
        // Kept for the whole ladder: once the parent is gone, what its children started cannot be told by kinship.
        var targets = Set(processes.members().map(\.identity))
        let count = targets.count

        let rungs: [(Duration, ProcessSignal, Bool)] = [
            (ladder.terminate, .terminate, true), (ladder.terminateAll, .terminate, false),
            (ladder.kill, .kill, false),
        ]
        for (patience, signal, leaderOnly) in rungs where !targets.isEmpty {
            let leader = processes.leader()?.identity
            for target in targets where !leaderOnly || leader == nil || target == leader {
                _ = host.processTable.signal(target, signal)
            }
            let rest = try await host.clock.poll(within: patience) { [targets] in
                targets.contains(where: isAlive) ? nil : true
            }
            if rest == true { targets = [] }
            targets = targets.filter(isAlive).union(processes.members().map(\.identity))
        }
        guard targets.isEmpty else { throw ServerError.survivors(targets.map(\.pid).sorted()) }
        run.clear()
        return count
    }

    private func isAlive(_ process: ProcessIdentity) -> Bool {
        host.processTable.lookup(process.pid)?.identity == process
    }
}
