import MatrixHost
import Synchronization
import SystemPackage

extension RunningMongo {
    /// Ends all members by SIGTERM, those that stay by SIGKILL, and their supervisors; they can be started again with
    /// their data. Servers that somebody else runs are left alone.
    @discardableResult
    package func stopAll() async throws -> StopOutcome {
        for counter in counters { counter.forget() }
        var outcome = StopOutcome(ended: 0, killed: [])
        let members = record.withLock { $0?.members } ?? []
        let supervisors = members.compactMap { processes($0).supervisor()?.identity }
        var targets = Set(members.flatMap { processes($0).all() }.map(\.identity))
        outcome.ended = targets.count
        for (signal, patience) in [(ProcessSignal.terminate, Duration.seconds(5)), (.kill, .seconds(5))]
        where !targets.isEmpty {
            if signal == .kill { outcome.killed = targets.map(\.pid).sorted() }
            for target in targets { _ = host.processTable.signal(target, signal) }
            _ = try await host.clock.poll(every: .milliseconds(10), within: patience) { [targets] in
                targets.contains(where: host.isAlive) ? nil : true
            }
            targets = targets.filter(host.isAlive).union(members.flatMap { processes($0).all() }.map(\.identity))
        }
        guard targets.isEmpty else { throw ServerError.survivors(targets.map(\.pid).sorted()) }
        // A member that was still on its way to its own program is with its supervisor.
        for supervisor in supervisors { try await host.awaitEnd(ofSupervisor: supervisor, within: .seconds(5)) }
        return outcome
    }

    /// Ends one member by SIGKILL, as a crash would, and returns when it is gone.
    package func kill(member index: Int) async throws {
        guard let member = member(index) else { return }
        let supervisor = processes(member).supervisor()?.identity
        let targets = processes(member).all().map(\.identity)
        for target in targets { _ = host.processTable.signal(target, .kill) }
        _ = try await host.clock.poll(every: .milliseconds(5), within: .seconds(5)) {
            targets.contains(where: host.isAlive) ? nil : true
        }
        try await host.awaitEnd(ofSupervisor: supervisor, within: .seconds(5))
        try change { $0.members[index].process = nil }
    }

    /// Ends all members for good: data and record are removed, the logs stay.
    @discardableResult
    package func stop() async throws -> StopOutcome {
        let outcome = try await stopAll()
        guard let folder else { return outcome }
        for member in record.withLock({ $0?.members }) ?? [] {
            for path in [member.data, member.pidFile] { try? Files.removeTree(path) }
        }
        try? Files.removeTree(MongoRecord.path(folder))
        return outcome
    }

    private func processes(_ member: MongoRecord.Member) -> MemberProcesses {
        MemberProcesses(table: host.processTable, member: member)
    }
}
