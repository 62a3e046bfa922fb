import MatrixModel

extension Mongod {
    /// What another member of the set sends. `embeddedPeer` is a command of this server's own.
    func answerPeer(_ request: Request) throws(CommandFailure) -> Outcome {
        guard let member else { throw .noReplication }
        let command = request.command
        guard let kind = command.first(where: { _ in true })?.string, command["set"]?.string == member.setName,
            let from = command["from"]?.integer, let to = command["to"]?.integer, let status = PeerStatus(command)
        else { throw .invalidSet("a message from another set, or none of a member") }
        if kind == "heartbeat" { try join(command, to: to, member) }
        guard to == member.id, let peer = Int32(exactly: from).flatMap(member.peer) else {
            throw .invalidSet("member \(from) is not known here, or \(to) is not its number")
        }
        if kind == "heartbeat", command["config"]?.document != member.configuration?.document {
            throw .invalidSet("another configuration is in force")
        }
        member.learn(status, of: peer)
        let granted = kind == "vote" && grantVote(command, to: peer, member)
        if kind != "vote", kind != "heartbeat" { try follow(kind, request, status, peer, member) }
        member.settle()
        if !peer.isAlive { member.beat(peer) }
        return .reply(answer(member, granted: granted))
    }

    private func join(_ command: BSONDocument, to id: Int64, _ member: Member) throws(CommandFailure) {
        guard let document = command["config"]?.document else { throw .notYetInitialized }
        if let known = member.configuration {
            // An initiation that failed elsewhere leaves members behind that never had a primary.
            guard known.document != document, member.role == .recovering, member.term == 0 else { return }
            member.leave()
        }
        let configuration = try SetConfiguration(document)
        guard configuration.name == member.setName, let id = Int32(exactly: id),
            configuration.host(id)?.port == port
        else { throw .invalidSet("the configuration is not for this member") }
        member.join(configuration, as: id, role: .recovering)
    }

    private func grantVote(_ command: BSONDocument, to peer: Peer, _ member: Member) -> Bool {
        command["proposal"]?.integer.map { member.grantsVote(to: peer, proposal: $0) } ?? false
    }

    /// Does what the primary says, in its order and without a gap.
    private func follow(
        _ kind: String, _ request: Request, _ status: PeerStatus, _ peer: Peer, _ member: Member
    ) throws(CommandFailure) {
        guard status.role == .primary, status.term == member.term, member.primary == peer.id else {
            throw .notPrimary
        }
        switch kind {
        case "begin":
            catalog.dropEverything()
            member.role = .recovering
            member.applied = OperationTime()
        case "load": catalog.insert(request.documents("documents"), into: try Self.namespace(request))
        case "synced":
            if member.role != .secondary { member.log("secondary, term \(member.term)") }
            member.role = .secondary
            member.applied = status.applied
        case "insert", "create", "drop":
            guard status.applied.index == member.applied.index + 1 else {
                throw CommandFailure(code: 120, name: "OplogOutOfOrder", message: "a write is missing")
            }
            apply(try Self.operation(kind, request))
            member.applied = status.applied
        default: throw .badValue("an unknown message `\(kind)`")
        }
    }

    private static func namespace(_ request: Request) throws(CommandFailure) -> Namespace {
        guard let namespace = request.command["ns"]?.string.flatMap({ Namespace($0) }) else {
            throw .badValue("a write without a namespace")
        }
        return namespace
    }

    private static func operation(_ kind: String, _ request: Request) throws(CommandFailure) -> WriteOperation {
        let namespace = try namespace(request)
        switch kind {
        case "create": return .create(namespace)
        case "drop": return .drop(namespace)
        default:
            return .insert(
                request.documents("documents"), into: namespace, retry: RetriedWrites.Key(request.command))
        }
    }

    private func answer(_ member: Member, granted: Bool) -> BSONDocument {
        var writer = BSONWriter()
        member.status.write(to: &writer)
        writer.append("granted", .bool(granted))
        writer.append("ok", 1.0)
        return writer.finish()
    }
}
