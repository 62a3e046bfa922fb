import MatrixModel
import MatrixTestSupport
import NIOCore
import NIOEmbedded

@testable import MatrixMongod

/// A server without sockets and one connection to it; time stands still unless it is moved.
final class TestClient {
    let loop: EmbeddedEventLoop
    let mongod: Mongod
    let log: Recorder<String>
    private(set) var isClosed = false
    private var received: [[UInt8]] = []
    private var connection: ClientConnection!
    private var decoder = MessageDecoder()

    /// Another client of the same server.
    init(beside other: TestClient) {
        (loop, mongod, log) = (other.loop, other.mongod, other.log)
        connect()
    }

    init(replicaSet: String? = nil) {
        let log = Recorder<String>()
        self.log = log
        loop = EmbeddedEventLoop()
        mongod = Mongod(
            MongodConfiguration(replicaSet: replicaSet, log: { log.append($0) }), port: 27017,
            loop: loop.assumeIsolated())
        connect()
    }

    /// A new connection, and nothing left of the old one.
    func connect() {
        isClosed = false
        received = []
        decoder = MessageDecoder()
        connection = ClientConnection(
            mongod: mongod, peer: "test", send: { [unowned self] in received.append($0) },
            close: { [unowned self] in isClosed = true })
    }

    func disconnect() { connection.closed() }

    /// Hands over bytes as a socket would.
    func send(_ bytes: [UInt8]) {
        var buffer = ByteBuffer(bytes: bytes)
        do {
            while !isClosed, let message = try decoder.decode(buffer: &buffer) { connection.receive(message) }
        } catch {
            connection.refuse(error)
        }
    }

    /// What the server has sent since the last time.
    func answers() -> [[UInt8]] {
        defer { received = [] }
        return received
    }

    /// Sends a command as OP_MSG and returns the answer.
    func run(_ command: BSONDocument, sequences: [OpMsg.Sequence] = []) throws -> BSONDocument {
        send(OpMsg(command, sequences: sequences).encoded(requestID: 77))
        let answers = answers()
        guard answers.count == 1 else { throw WrongAnswers(count: answers.count) }
        guard try WireHeader(answers[0][...]).responseTo == 77 else { throw WrongAnswers(count: -1) }
        return try OpMsg(message: answers[0][...]).body
    }

    struct WrongAnswers: Error {
        var count: Int
    }
}

/// One OP_REPLY, taken apart by the layout of MongoDB's manual "Wire Protocol".
struct ReadReply {
    var flags: Int32
    var cursor: Int64
    var startingFrom: Int32
    var documents: [BSONDocument] = []

    init(_ bytes: [UInt8]) throws {
        var scanner = BSONScanner(bytes[16...])
        flags = try scanner.int32()
        cursor = try scanner.int64()
        startingFrom = try scanner.int32()
        let count = try scanner.int32()
        while !scanner.isAtEnd { documents.append(try scanner.next()) }
        guard documents.count == Int(count), try WireHeader(bytes[...]).opcode == 1 else {
            throw BSONError.unexpectedMessage(opcode: 1)
        }
    }
}

extension BSONDocument {
    var isOK: Bool { self["ok"]?.number == 1 }
    var code: Int64? { self["code"]?.integer }
    /// The documents of `cursor.firstBatch` or `cursor.nextBatch`.
    var batch: [BSONDocument] {
        let cursor = self["cursor"]?.document
        return (cursor?["firstBatch"] ?? cursor?["nextBatch"])?.array?.compactMap(\.document) ?? []
    }
    var cursor: Int64? { self["cursor"]?.document?["id"]?.integer }
}
