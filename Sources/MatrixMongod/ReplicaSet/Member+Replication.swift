import MatrixModel

extension Member {
    /// The size of a message with documents, about.
    private static let chunk = 8 << 20

    /// Sends a write that was done here to every secondary that is alive, and is done when all have it or are lost.
    func replicate(_ operation: WriteOperation, _ done: @escaping (CommandFailure?) -> Void) {
        applied = OperationTime(term: term, index: applied.index + 1)
        let (here, written) = (term, applied)
        let targets = peers.filter { $0.sync != .unknown }
        var open = targets.count
        var copies = 1
        let check = { [weak self] in
            guard open == 0 else { return }
            guard let self, let configuration, role == .primary, term == here, copies >= configuration.majority else {
                return done(.steppedDown)
            }
            done(nil)
        }
        for peer in targets {
            send(operation, written, to: peer) { isDone in
                open -= 1
                if isDone { copies += 1 }
                check()
            }
        }
        if targets.isEmpty { check() }
    }

    /// As the primary: finds out whether a member has everything, and sends it everything if not.
    func bringIntoSync(_ peer: Peer) {
        guard role == .primary, peer.isAlive, peer.sync == .unknown, let catalog = mongod?.catalog else { return }
        peer.sync = .receiving
        if peer.applied != applied || peer.role == .primary {
            log("sending everything to \(peer.host.text)")
            send("begin", to: peer)
            for (namespace, collection) in catalog.collections { send(collection.documents, of: namespace, to: peer) }
        }
        send(
            "synced", to: peer,
            done: { [weak self] isDone in
                guard isDone, let self else { return }
                if peer.sync == .receiving { peer.sync = .inSync }
                settle()
            })
    }

    private func send(_ documents: [BSONDocument], of namespace: Namespace, to peer: Peer) {
        var rest = documents[...]
        repeat {
            var size = 0
            let part = rest.prefix { document in
                defer { size += document.bytes.count }
                return size < Self.chunk
            }
            rest = rest.dropFirst(part.count)
            send(
                "load", to: peer, [.init(name: "documents", documents: Array(part))],
                fields: { $0.append("ns", .string(namespace.description)) })
        } while !rest.isEmpty
    }

    private func send(
        _ operation: WriteOperation, _ time: OperationTime, to peer: Peer, _ done: @escaping (Bool) -> Void
    ) {
        let name = { (namespace: Namespace) in
            { (writer: inout BSONWriter) in writer.append("ns", .string(namespace.description)) }
        }
        switch operation {
        case .insert(let documents, let namespace, let retry):
            let fields = { (writer: inout BSONWriter) in
                name(namespace)(&writer)
                guard let retry else { return }
                writer.append("lsid", .document(retry.session))
                writer.append("txnNumber", .int64(retry.number))
            }
            let sequence = OpMsg.Sequence(name: "documents", documents: documents)
            send("insert", to: peer, [sequence], fields: fields, done: done)
        case .create(let namespace): send("create", to: peer, fields: name(namespace), done: done)
        case .drop(let namespace): send("drop", to: peer, fields: name(namespace), done: done)
        }
    }

    private func send(
        _ kind: String, to peer: Peer, _ sequences: [OpMsg.Sequence] = [],
        fields: (inout BSONWriter) -> Void = { _ in }, done: @escaping (Bool) -> Void = { _ in }
    ) {
        peer.link.send(OpMsg(message(kind, to: peer, fields), sequences: sequences)) { [weak self] reply in
            let isDone = reply?["ok"]?.isTrue == true
            if !isDone { peer.sync = .unknown }
            if let reply, let status = PeerStatus(reply) { self?.learn(status, of: peer) }
            self?.settle()
            done(isDone)
        }
    }
}
