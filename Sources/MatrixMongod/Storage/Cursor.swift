import MatrixModel

/// A query that is under way.
final class Cursor {
    let namespace: Namespace
    private let collection: Collection
    private let filter: Filter
    /// Of the next match; nil when there is none.
    private var position: Int?
    /// How many documents may still be given out.
    private var remaining: Int
    /// How many documents have been given out.
    private(set) var given = 0

    init(_ collection: Collection, _ namespace: Namespace, filter: Filter, skip: Int, limit: Int?) {
        self.namespace = namespace
        self.collection = collection
        self.filter = filter
        remaining = limit ?? .max
        position = collection.next(from: 0, matching: filter)
        var skip = skip
        while skip > 0, position != nil {
            advance()
            skip -= 1
        }
    }

    var isDone: Bool { position == nil || remaining == 0 }
    var isDead: Bool { collection.isDropped }

    /// At most `count` documents, and about as many bytes as one message may have.
    func batch(_ count: Int) -> [BSONDocument] {
        var batch: [BSONDocument] = []
        var room = EmbeddedMongod.maximumDocumentSize
        while batch.count < count, remaining > 0, let here = position {
            let document = collection.documents[here]
            guard batch.isEmpty || document.bytes.count <= room else { break }
            room -= document.bytes.count
            batch.append(document)
            remaining -= 1
            advance()
        }
        given += batch.count
        return batch
    }

    private func advance() { position = position.flatMap { collection.next(from: $0 + 1, matching: filter) } }
}

/// The queries that have more to give, by the number that the client knows.
final class Cursors {
    private var open: [Int64: Cursor] = [:]
    private(set) var totalOpened: Int64 = 0

    var count: Int { open.count }

    subscript(id: Int64) -> Cursor? { open[id] }

    /// A number for a cursor to come back to; 0 when it is done.
    func keep(_ cursor: Cursor) -> Int64 {
        guard !cursor.isDone else { return 0 }
        totalOpened += 1
        while true {
            let id = Int64.random(in: 1...Int64.max)
            if open[id] == nil {
                open[id] = cursor
                return id
            }
        }
    }

    /// False when it was not open.
    @discardableResult
    func close(_ id: Int64) -> Bool { open.removeValue(forKey: id) != nil }
}
