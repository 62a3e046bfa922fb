import MatrixHost

/// How long each rung of the ladder is waited for.
package struct StopLadder: Sendable, Equatable {
    /// SIGTERM to Apache's parent, which ends its children in order; it has a ladder of its own, of 3 to 10 seconds.
    package var terminate: Duration = .seconds(5)
    /// SIGTERM to every process that is left.
    package var terminateAll: Duration = .seconds(2)
    /// SIGKILL to every process that is left. Python from 3.9 on may hang while it destroys sub-interpreters.
    package var kill: Duration = .seconds(5)

    package init() {}
}

/// What a stop did.
package struct StopOutcome: Sendable, Equatable {
    /// How many processes there were to end.
    package var ended: Int
    /// Those that had to be killed because they did not end when asked to.
    package var killed: [Int32]

    package init(ended: Int, killed: [Int32]) {
        self.ended = ended
        self.killed = killed
    }
}

extension ApacheServer {
    /// Ends everything that runs from a run folder and removes its sockets, pid file and record; the logs stay.
    ///
    /// Stopping what does not run ends nothing and is no error.
    @discardableResult
    package func stop(_ run: RunFolder, ladder: StopLadder = StopLadder()) async throws -> StopOutcome {
        guard let record = ServerRecord.read(run) else { return StopOutcome(ended: 0, killed: []) }
        let processes = ServerProcesses(table: host.processTable, record: record)
        // Kept for the whole ladder: once the parent is gone, what its children started cannot be told by kinship.
        var targets = Set(processes.members().map(\.identity))
        var outcome = StopOutcome(ended: targets.count, killed: [])

        let rungs: [(Duration, ProcessSignal, Bool)] = [
            (ladder.terminate, .terminate, true), (ladder.terminateAll, .terminate, false),
            (ladder.kill, .kill, false),
        ]
        for (patience, signal, leaderOnly) in rungs where !targets.isEmpty {
            let leader = processes.leader()?.identity
            if signal == .kill { outcome.killed = targets.map(\.pid).sorted() }
            for target in targets where !leaderOnly || leader == nil || target == leader {
                _ = host.processTable.signal(target, signal)
            }
            let rest = try await host.clock.poll(within: patience) { [targets] in
                targets.contains(where: host.isAlive) ? nil : true
            }
            if rest == true { targets = [] }
            targets = targets.filter(host.isAlive).union(processes.members().map(\.identity))
        }
        guard targets.isEmpty else { throw ServerError.survivors(targets.map(\.pid).sorted()) }
        try await host.awaitEnd(ofSupervisor: processes.supervisor()?.identity, within: ladder.kill)
        run.clear()
        return outcome
    }
}
