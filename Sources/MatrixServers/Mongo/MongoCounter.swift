import MatrixModel
import Synchronization

/// Asks one server for its counts, over a connection that it keeps.
final class MongoCounter: Sendable {
    private let address: MongoAddress
    private let connection = Mutex<MongoConnection?>(nil)

    init(_ address: MongoAddress) { self.address = address }

    /// Nil when the server does not answer, or does not tell (for want of rights, say).
    func counts() async -> Sample.Server? {
        // A connection that was open when the server was stopped fails once.
        if let counts = try? await ask() { return counts }
        forget()
        return try? await ask()
    }

    /// Gives the connection back.
    func forget() { connection.withLock { $0 = nil } }

    private func ask() async throws -> Sample.Server? {
        let open: MongoConnection
        if let held = connection.withLock({ $0 }) {
            open = held
        } else {
            open = try await MongoConnection.open(address)
            connection.withLock { $0 = open }
        }
        let status = try await open.run([("serverStatus", 1)])
        guard let connections = status["connections"]?.document, let current = connections["current"]?.integer,
            let total = connections["totalCreated"]?.integer,
            let cursors = status["metrics"]?.document?["cursor"]?.document?["open"]?.document?["total"]?.integer
        else { return nil }
        return Sample.Server(
            currentConnections: Int(current) - 1, totalConnections: Int(total), openCursors: Int(cursors))
    }
}
