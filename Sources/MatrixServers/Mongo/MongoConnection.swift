import MatrixHost
import MatrixModel
import SystemPackage

/// A connection that sends commands to one MongoDB server and waits for the answers, off the threads that tasks share.
///
/// Commands go as OP_MSG, which servers understand from 3.6 on; there is no authentication and no TLS.
final class MongoConnection: Sendable {
    private let connection: TCPConnection
    private let patience: Duration

    private init(_ connection: TCPConnection, patience: Duration) {
        (self.connection, self.patience) = (connection, patience)
    }

    static func open(_ address: MongoAddress, patience: Duration = .seconds(5)) async throws -> MongoConnection {
        try await onOwnThread {
            MongoConnection(
                try TCPConnection(host: address.host, port: address.port, within: patience), patience: patience)
        }
    }

    /// The answer's document, whether it says `ok` or not. One command at a time.
    func run(_ command: [(String, BSONValue)]) async throws -> BSONDocument {
        let message = OpMsg(BSONDocument(command + [("$db", "admin")])).encoded(requestID: 1)
        return try await onOwnThread { [connection, patience] in
            try connection.send(message, within: patience)
            let head = try connection.receive(WireHeader.size, within: patience)
            let length = Int(try WireHeader(head[...]).length)
            // What these commands answer is a few kilobytes.
            guard (WireHeader.size...(16 << 20)).contains(length) else { throw Errno.badMessage }
            let rest = try connection.receive(length - WireHeader.size, within: patience)
            return try OpMsg(message: (head + rest)[...]).body
        }
    }

    /// A command on a connection of its own.
    static func run(_ command: [(String, BSONValue)], at address: MongoAddress) async throws -> BSONDocument {
        try await open(address).run(command)
    }
}
