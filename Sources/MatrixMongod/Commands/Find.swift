import MatrixModel

extension Mongod {
    /// The number of documents in a first batch when nobody says otherwise.
    private static let firstBatch = 101

    func find(_ request: Request) throws(CommandFailure) -> Outcome {
        try checkReadable(request.mayReadFromSecondary)
        let namespace = try request.namespace()
        let command = request.command
        for name in ["projection", "sort"] {
            guard let document = command[name]?.document, !document.isEmpty, !document.isNaturalOrder else { continue }
            throw .unsupported("`\(name)`")
        }
        operations.queries += 1
        let limit = try request.count("limit").flatMap { $0 == 0 ? nil : $0 }
        let batchSize = try request.count("batchSize") ?? Self.firstBatch
        let cursor = try open(
            namespace, filter: command["filter"]?.document, skip: try request.count("skip") ?? 0, limit: limit)
        let batch = cursor?.batch(batchSize) ?? []
        let isSingle = command["singleBatch"]?.isTrue ?? false
        return .reply(Self.cursorReply("firstBatch", batch, id: isSingle ? 0 : keep(cursor), namespace))
    }

    func getMore(_ request: Request) throws(CommandFailure) -> Outcome {
        guard let id = request.command["getMore"]?.integer ?? request.command["getmore"]?.integer else {
            throw .badValue("`getMore` must be a cursor")
        }
        let batchSize = try request.count("batchSize").flatMap { $0 == 0 ? nil : $0 } ?? .max
        operations.getMores += 1
        guard let cursor = cursors[id] else { throw .cursorNotFound(id) }
        guard !cursor.isDead else {
            cursors.close(id)
            throw .cursorKilled
        }
        let batch = cursor.batch(batchSize)
        if cursor.isDone { cursors.close(id) }
        return .reply(Self.cursorReply("nextBatch", batch, id: cursor.isDone ? 0 : id, cursor.namespace))
    }

    func killCursors(_ request: Request) -> Outcome {
        let ids = request.command["cursors"]?.array?.compactMap(\.integer) ?? []
        let killed = ids.filter { cursors.close($0) }
        let list = { (ids: [Int64]) in BSONValue.array(ids.map { .int64($0) }) }
        return .reply([
            "cursorsKilled": list(killed), "cursorsNotFound": list(ids.filter { !killed.contains($0) }),
            "cursorsAlive": [], "cursorsUnknown": [], "ok": 1.0,
        ])
    }

    func kill(_ ids: [Int64]) {
        for id in ids { cursors.close(id) }
    }

    func find(_ query: OpQuery, in namespace: Namespace) -> OpReply {
        do throws(CommandFailure) {
            let mode = query.query["$readPreference"]?.document?["mode"]?.string
            try checkReadable(query.mayReadFromSecondary || (mode != nil && mode != "primary"))
            if query.hasProjection { throw .unsupported("a projection") }
            if let order = query.query["$orderby"]?.document, !order.isEmpty { throw .unsupported("`$orderby`") }
            operations.queries += 1
            // Negative or 1: that many and no cursor. From PyMongo's and MongoDB's "OP_QUERY", numberToReturn.
            let isSingle = query.count < 0 || query.count == 1
            let count = query.count == 0 ? Self.firstBatch : Int(query.count.magnitude)
            // A field called `query` is a field like any other here.
            let filter = query.query["$query"]?.document ?? query.query
            let cursor = try open(namespace, filter: filter, skip: Int(max(0, query.skip)), limit: nil)
            let batch = cursor?.batch(count) ?? []
            return OpReply(cursor: isSingle ? 0 : keep(cursor), documents: batch)
        } catch {
            return OpReply(
                flags: [.awaitCapable, .queryFailure],
                documents: [["$err": .string(error.message), "code": .int32(error.code), "ok": 0.0]])
        }
    }

    func getMore(_ more: OpGetMore) -> OpReply {
        operations.getMores += 1
        guard let cursor = cursors[more.cursor], !cursor.isDead else {
            cursors.close(more.cursor)
            return OpReply(flags: [.awaitCapable, .cursorNotFound], documents: [])
        }
        let from = cursor.given
        let batch = cursor.batch(more.count == 0 ? .max : Int(more.count.magnitude))
        if cursor.isDone || more.count < 0 { cursors.close(more.cursor) }
        return OpReply(
            cursor: cursor.isDone || more.count < 0 ? 0 : more.cursor,
            startingFrom: Int32(truncatingIfNeeded: from), documents: batch)
    }

    /// Nil when there is no such collection.
    func open(
        _ namespace: Namespace, filter: BSONDocument?, skip: Int, limit: Int?
    ) throws(CommandFailure) -> Cursor? {
        let filter = try Filter(filter)
        return catalog[namespace].map { Cursor($0, namespace, filter: filter, skip: skip, limit: limit) }
    }

    private func keep(_ cursor: Cursor?) -> Int64 { cursor.map(cursors.keep) ?? 0 }

    static func cursorReply(
        _ name: String, _ batch: [BSONDocument], id: Int64, _ namespace: Namespace
    ) -> BSONDocument {
        var writer = BSONWriter(capacity: batch.reduce(160) { $0 + $1.bytes.count + 8 })
        writer.append("cursor") { cursor in
            cursor.append(name, documents: batch)
            cursor.append("id", .int64(id))
            cursor.append("ns", .string(namespace.description))
        }
        writer.append("ok", 1.0)
        return writer.finish()
    }
}

extension BSONDocument {
    /// `{$natural: 1}`: the only order that there is.
    fileprivate var isNaturalOrder: Bool { self["$natural"]?.integer == 1 }
}
