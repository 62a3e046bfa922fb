import MatrixModel

/// One client's connection: its requests are answered one after another, in their order.
final class ClientConnection {
    let id: Int32
    /// The address of the client, for the log.
    let peer: String
    /// What `getLastError` tells, for clients that insert without being answered.
    var lastError: CommandFailure?
    private(set) var isClosed = false

    private let mongod: Mongod
    private let send: ([UInt8]) -> Void
    private let close: () -> Void
    private var isBusy = false
    private var waiting: [WireMessage] = []
    private var nextID: Int32 = 0
    private var stream: HelloStream?

    init(mongod: Mongod, peer: String, send: @escaping ([UInt8]) -> Void, close: @escaping () -> Void) {
        self.mongod = mongod
        self.peer = peer
        self.send = send
        self.close = close
        id = mongod.connections.opened()
    }

    func receive(_ message: WireMessage) {
        waiting.append(message)
        stream?.end()
        drain()
    }

    /// Says why in the log and ends the connection.
    func refuse(_ error: any Error) {
        guard !isClosed else { return }
        mongod.log("connection \(id) from \(peer) is closed: \(error)")
        close()
        closed()
    }

    /// The other side has gone.
    func closed() {
        guard !isClosed else { return }
        isClosed = true
        waiting = []
        stream?.cancel()
        stream = nil
        mongod.connections.closed()
    }

    private func drain() {
        while !isBusy, !isClosed, !waiting.isEmpty {
            let message = waiting.removeFirst()
            do { try handle(message) } catch { refuse(error) }
        }
    }

    private func handle(_ message: WireMessage) throws {
        switch Opcode(rawValue: message.header.opcode) {
        case .msg: handle(try OpMsg(payload: message.payload), id: message.header.requestID)
        case .query: try handle(try OpQuery(message.payload), id: message.header.requestID)
        case .getMore: handle(try OpGetMore(message.payload), id: message.header.requestID)
        case .insert: try handle(try OpInsert(message.payload))
        case .killCursors: mongod.kill(try OpKillCursors(message.payload).cursors)
        case .update, .delete: break
        case .reply, nil: throw WireError.unknownOpcode(message.header.opcode)
        }
    }

    private func handle(_ message: OpMsg, id: Int32) {
        let request = Request(message, connection: self)
        perform(mongod.run(request), exhaust: request.exhaustAllowed, id: id) { [self] document in
            guard !message.flags.contains(.moreToCome) else { return }
            send(OpMsg(document).encoded(requestID: next(), responseTo: id))
        }
    }

    private func handle(_ query: OpQuery, id: Int32) throws {
        guard let namespace = Namespace(query.collection) else { throw WireError.badNamespace(query.collection) }
        guard namespace.collection == "$cmd" else {
            reply(mongod.find(query, in: namespace), to: id)
            return
        }
        let request = Request(query, database: namespace.database, connection: self)
        perform(mongod.run(request), exhaust: false, id: id) { [self] in reply(OpReply(documents: [$0]), to: id) }
    }

    private func handle(_ more: OpGetMore, id: Int32) { reply(mongod.getMore(more), to: id) }

    private func handle(_ insert: OpInsert) throws {
        guard let namespace = Namespace(insert.collection) else { throw WireError.badNamespace(insert.collection) }
        perform(mongod.insert(insert, into: namespace, of: self), exhaust: false, id: 0) { _ in }
    }

    private func perform(_ outcome: Outcome, exhaust: Bool, id: Int32, answer: @escaping (BSONDocument) -> Void) {
        switch outcome {
        case .reply(let document): answer(document)
        case .later(let start):
            isBusy = true
            start { [self] document in
                isBusy = false
                guard !isClosed else { return }
                answer(document)
                drain()
            }
        case .hello(let wait):
            isBusy = true
            stream = HelloStream(mongod.topology, on: mongod.loop, wait, isExhaust: exhaust) {
                [self] document, isLast in
                answerHello(document, isLast: isLast, to: id, answer)
            }
            stream?.start()
        }
    }

    /// Each answer of a stream answers the one before.
    private func answerHello(_ document: BSONDocument, isLast: Bool, to id: Int32, _ answer: (BSONDocument) -> Void) {
        guard !isClosed else { return }
        if isLast, streamed == nil {
            answer(document)
        } else {
            let own = next()
            send(
                OpMsg(document, flags: isLast ? [] : .moreToCome).encoded(requestID: own, responseTo: streamed ?? id))
            streamed = own
        }
        guard isLast else { return }
        stream = nil
        streamed = nil
        isBusy = false
        drain()
    }

    private var streamed: Int32?

    private func reply(_ reply: OpReply, to id: Int32) {
        send(reply.encoded(requestID: next(), responseTo: id))
    }

    private func next() -> Int32 {
        nextID = nextID == .max ? 1 : nextID + 1
        return nextID
    }
}
