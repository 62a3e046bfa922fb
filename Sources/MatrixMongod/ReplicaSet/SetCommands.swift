import MatrixModel
import NIOCore

extension Mongod {
    /// `replSetInitiate`: answers when every member has agreed.
    func initiateSet(_ request: Request) throws(CommandFailure) -> Outcome {
        guard let member else { throw .noReplication }
        guard member.configuration == nil else { throw .alreadyInitialized }
        let given = request.command.first { _ in true }?.document
        let own: BSONDocument = [
            "_id": .string(member.setName), "members": [["_id": 0, "host": .string("127.0.0.1:\(port)")]],
        ]
        let configuration = try SetConfiguration(given.flatMap { $0.isEmpty ? nil : $0 } ?? own)
        guard configuration.name == member.setName else {
            throw .invalidSet("the set is called \(member.setName) here, not \(configuration.name)")
        }
        guard let host = configuration.hosts.first(where: { $0.port == port }) else {
            throw .invalidSet("no member of the set has this server's port \(port)")
        }
        return .later { finish in
            member.join(configuration, as: host.id, role: .startup)
            member.awaitEveryone { missing in
                if let missing {
                    member.leave()
                    finish(CommandFailure.nodeNotFound("\(missing) cannot be reached or refused").reply)
                } else {
                    member.role = .secondary
                    member.settle()
                    member.considerElection()
                    finish(["ok": 1.0])
                }
            }
        }
    }

    func setStatus() throws(CommandFailure) -> Outcome {
        guard let member else { throw .noReplication }
        guard let configuration = member.configuration else { throw .notYetInitialized }
        let members = configuration.hosts.map { host -> BSONValue in
            let peer = member.peer(host.id)
            let isAlive = peer?.isAlive ?? true
            let role = peer?.role ?? member.role
            return [
                "_id": .int32(host.id), "name": .string(host.text), "health": isAlive ? 1.0 : 0.0,
                "state": .int32(isAlive ? role.rawValue : 8),
                "stateStr": .string(isAlive ? role.name : "(not reachable/healthy)"), "self": .bool(peer == nil),
            ]
        }
        return .reply([
            "set": .string(configuration.name), "date": .datetime(now), "myState": .int32(member.role.rawValue),
            "term": .int64(member.term), "members": .array(members), "ok": 1.0,
        ])
    }
}

extension Member {
    /// Calls `done` with nil when every member has answered, or with the first that has not for some seconds.
    fileprivate func awaitEveryone(tries: Int = 20, _ done: @escaping (_ missing: String?) -> Void) {
        guard let missing = peers.first(where: { !$0.isAlive }) else { return done(nil) }
        guard tries > 0, !isEnded else { return done(missing.host.text) }
        _ = loop.scheduleTask(in: .milliseconds(100)) { [weak self] in
            self?.awaitEveryone(tries: tries - 1, done)
        }
    }

    /// What hello says of the set.
    func describe(to writer: inout BSONWriter) {
        guard let configuration else {
            writer.append("secondary", false)
            writer.append("info", "Does not have a valid replica set config")
            writer.append("isreplicaset", true)
            return
        }
        writer.append("hosts", .array(configuration.hosts.map { .string($0.text) }))
        writer.append("setName", .string(configuration.name))
        writer.append("setVersion", 1)
        writer.append("secondary", .bool(role == .secondary))
        if let primary, primary != id || isWritable, let host = configuration.host(primary) {
            writer.append("primary", .string(host.text))
        }
        if let own = configuration.host(id) { writer.append("me", .string(own.text)) }
        if isWritable { writer.append("electionId", .objectID(electionID)) }
        writer.append("lastWrite") { write in
            let timestamp = UInt64(bitPattern: applied.index)
            let time: BSONValue = ["ts": .timestamp(timestamp), "t": .int64(applied.term)]
            for name in ["opTime", "majorityOpTime"] { write.append(name, time) }
            for name in ["lastWriteDate", "majorityWriteDate"] { write.append(name, .datetime(mongod?.now ?? 0)) }
        }
    }

    /// Rises with the term, so that clients know a primary of yesterday.
    private var electionID: [UInt8] {
        [0x7F, 0xFF, 0xFF, 0xFF] + (0..<8).map { UInt8(truncatingIfNeeded: term >> (56 - 8 * Int64($0))) }
    }
}
