import MatrixModel

/// The last write of each session that may be sent again: the second time it is answered and not done.
final class RetriedWrites {
    /// A session and the number of a write in it.
    struct Key {
        var session: BSONDocument
        var number: Int64

        /// Nil when the client will not send the command again.
        init?(_ command: BSONDocument) {
            guard let session = command["lsid"]?.document, let number = command["txnNumber"]?.integer else {
                return nil
            }
            self.session = session
            self.number = number
        }
    }

    /// Sessions that are not ended are forgotten at this many.
    private static let capacity = 10_000

    private var last: [BSONDocument: (number: Int64, stored: Int32)] = [:]

    /// How many documents that write has stored; nil when it was not done.
    subscript(key: Key) -> Int32? {
        last[key.session].flatMap { $0.number == key.number ? $0.stored : nil }
    }

    func remember(_ key: Key, stored: Int) {
        if last.count >= Self.capacity { last.removeAll() }
        // Bytes of their own: a slice would keep the whole message alive.
        guard let session = try? BSONDocument(Array(key.session.bytes)) else { return }
        last[session] = (key.number, Int32(truncatingIfNeeded: stored))
    }
}
