import MatrixHost
import MatrixModel
import Synchronization
import SystemPackage

extension RunningMongo {
    /// Starts the members that do not run, all at once, and returns when every one answers and a set has a primary.
    package func startAll(within limit: Duration = .seconds(60)) async throws {
        let deadline = ContinuousClock.now + limit
        for index in hosts.indices where process(index) == nil { try await launch(index) }
        for index in hosts.indices { try await answers(index, limit: limit, until: deadline) }
        if record.withLock({ $0?.isSet }) == true {
            try await initiate()
            try await awaitPrimary(limit: limit, until: deadline)
        }
        learn(version: await ServerBuild.ask(hosts[0]).version)
        try change { [version] in $0.version = version }
    }

    /// Starts a member that was killed or stopped; returns when it answers and a set has a primary.
    package func restart(member index: Int, within limit: Duration = .seconds(60)) async throws {
        let deadline = ContinuousClock.now + limit
        try await launch(index)
        try await answers(index, limit: limit, until: deadline)
        if topology != .standalone { try await awaitPrimary(limit: limit, until: deadline) }
    }

    func member(_ index: Int) -> MongoRecord.Member? { record.withLock { $0?.members[index] } }

    private func process(_ index: Int) -> ProcessRecord? {
        member(index).flatMap { MemberProcesses(table: host.processTable, member: $0).leader() }
    }

    func change(_ body: (inout MongoRecord) -> Void) throws {
        guard let folder else { return }
        let changed = record.withLock { record -> MongoRecord? in
            if var copy = record {
                body(&copy)
                record = copy
            }
            return record
        }
        try changed?.write(folder)
    }

    private func launch(_ index: Int) async throws {
        guard let member = member(index), let record = record.withLock({ $0 }) else { return }
        let executable = FilePath(record.executable)
        let program = try await host.startInBackground(
            Command(
                executable,
                record.leadingArguments + member.arguments(setName: record.isSet ? MongoRecord.setName : nil),
                environment: ["PATH": host.environment["PATH"] ?? "/usr/bin:/bin", "LANG": "C.UTF-8"],
                workingDirectory: member.path),
            log: member.output, supervision: supervision)
        programs.withLock { $0[member.port] = program }
        try change { $0.members[index].process = nil }
    }

    /// Waits until the member answers, by its own process and not by one that has taken its port.
    private func answers(_ index: Int, limit: Duration, until deadline: ContinuousClock.Instant) async throws {
        guard let member = member(index) else { return }
        let found = try await host.clock.poll(within: deadline - .now) { () -> ProcessRecord? in
            if let status = try programs.withLock({ $0[member.port] })?.status() {
                if case .taken(let owner) = loopbackPortUse(member.port) {
                    throw ServerError.portTaken(member.port, owner: .init(owner))
                }
                throw ServerError.mongodEnded(
                    port: member.port, status: "\(status)", said: member.lastWords(), log: member.log.string)
            }
            guard (try? await HelloAnswer.ask(member.address)) != nil, let process = process(index) else { return nil }
            if case .taken(let owner?) = loopbackPortUse(member.port), owner.session != process.session {
                throw ServerError.portTaken(member.port, owner: .init(owner))
            }
            return process
        }
        guard let found else {
            throw ServerError.mongodNotReady(
                port: member.port, after: limit, said: member.lastWords(), log: member.log.string)
        }
        try change { $0.members[index].process = found.identity }
    }

    /// Makes a set of the members; one that is a set already is left as it is.
    private func initiate() async throws {
        let members = hosts.enumerated().map { index, address in
            BSONValue.document(["_id": .int32(Int32(index)), "host": .string("\(address)")])
        }
        let configuration: BSONDocument = ["_id": .string(MongoRecord.setName), "members": .array(members)]
        let answer = try await MongoConnection.run([("replSetInitiate", .document(configuration))], at: hosts[0])
        let isInitiatedAlready = answer["code"]?.integer == 23
        guard answer["ok"]?.isTrue == true || isInitiatedAlready else {
            throw ServerError.mongoRefused(
                command: "replSetInitiate", reason: answer["errmsg"]?.string ?? "it does not say why")
        }
    }

    private func awaitPrimary(limit: Duration, until deadline: ContinuousClock.Instant) async throws {
        var seen: [String] = []
        let elected = try await host.clock.poll(within: deadline - .now) { () -> Bool? in
            var answers: [HelloAnswer] = []
            seen = []
            for address in hosts {
                // A member that was killed does not keep the others from having a primary.
                let answer = try? await HelloAnswer.ask(address)
                seen.append("\(address) is " + (answer?.words ?? "silent"))
                if let answer { answers.append(answer) }
            }
            let isSettled = answers.allSatisfy { ($0.isWritable || $0.isSecondary) && $0.hosts.count == hosts.count }
            return isSettled && answers.count { $0.isWritable } == 1 ? true : nil
        }
        guard elected == true else {
            let member = member(0)
            throw ServerError.noPrimary(
                after: limit, seen: seen, said: member?.lastWords() ?? "", log: member?.log.string ?? "")
        }
    }
}
