import MatrixModel

extension Mongod {
    func insert(_ request: Request) throws(CommandFailure) -> Outcome {
        let namespace = try request.namespace()
        let documents = request.documents("documents")
        guard !documents.isEmpty, documents.count <= EmbeddedMongod.maximumWriteBatch else {
            throw .badValue("a write takes 1 to \(EmbeddedMongod.maximumWriteBatch) documents, not \(documents.count)")
        }
        try checkWritable()
        let retry = RetriedWrites.Key(request.command)
        if let retry, let stored = retries[retry] { return .reply(["n": .int32(stored), "ok": 1.0]) }
        let isOrdered = request.command["ordered"]?.isTrue ?? true
        let write = try prepare(documents, into: namespace, stopsAtFirst: isOrdered)
        return carryOut(.insert(write.documents, into: namespace, retry: retry)) { failure in
            guard failure == nil else { return failure!.reply }
            var writer = BSONWriter()
            writer.append("n", .int32(Int32(write.documents.count)))
            if !write.refused.isEmpty {
                writer.append("writeErrors", documents: write.refused.map(\.document))
            }
            writer.append("ok", 1.0)
            return writer.finish()
        }
    }

    /// OP_INSERT is not answered; `getLastError` tells what came of it.
    func insert(_ insert: OpInsert, into namespace: Namespace, of connection: ClientConnection) -> Outcome {
        connection.lastError = nil
        do throws(CommandFailure) {
            try checkWritable()
            let write = try prepare(insert.documents, into: namespace, stopsAtFirst: !insert.continuesOnError)
            connection.lastError = write.refused.last?.failure
            return carryOut(.insert(write.documents, into: namespace, retry: nil)) { failure in
                if let failure { connection.lastError = failure }
                return ["ok": 1.0]
            }
        } catch {
            connection.lastError = error
            return .reply(error.reply)
        }
    }

    func getLastError(_ request: Request) -> Outcome {
        let connection = request.connection
        var reply = BSONWriter()
        reply.append("n", 0)
        reply.append("connectionId", .int32(connection.id))
        if let error = connection.lastError {
            reply.append("err", .string(error.message))
            reply.append("code", .int32(error.code))
            reply.append("codeName", .string(error.name))
        } else {
            reply.append("err", nil)
        }
        reply.append("ok", 1.0)
        return .reply(reply.finish())
    }

    /// Gives each document an `_id` and sorts out those whose `_id` is taken.
    private func prepare(
        _ documents: [BSONDocument], into namespace: Namespace, stopsAtFirst: Bool
    ) throws(CommandFailure) -> PreparedInsert {
        let size = documents.reduce(0) { $0 + $1.bytes.count }
        guard catalog.byteCount + size <= Catalog.capacity else { throw .outOfSpace(Catalog.capacity) }
        var write = PreparedInsert()
        var new: Set<ComparableValue> = []
        let collection = catalog[namespace]
        for (index, document) in documents.enumerated() {
            guard document.bytes.count <= EmbeddedMongod.maximumDocumentSize else {
                throw CommandFailure(code: 10334, name: "BSONObjectTooLarge", message: "a document over 16 MiB")
            }
            guard let id = document["_id"] else {
                write.documents.append(document.prefixed(id: newObjectID()))
                continue
            }
            if collection?.contains(id: id) == true || !new.insert(ComparableValue(id)).inserted {
                write.refused.append(.init(index: index, failure: .duplicateKey(namespace)))
                if stopsAtFirst { break }
            } else {
                write.documents.append(document)
            }
        }
        operations.inserts += Int64(write.documents.count)
        return write
    }
}

/// What an insert will store, and what it will not.
private struct PreparedInsert {
    struct Refusal {
        var index: Int
        var failure: CommandFailure

        var document: BSONDocument {
            [
                "index": .int32(Int32(truncatingIfNeeded: index)), "code": .int32(failure.code),
                "errmsg": .string(failure.message),
            ]
        }
    }

    var documents: [BSONDocument] = []
    var refused: [Refusal] = []
}

extension CommandFailure {
    fileprivate static func duplicateKey(_ namespace: Namespace) -> Self {
        Self(
            code: 11000, name: "DuplicateKey",
            message: "E11000 duplicate key error collection: \(namespace) index: _id_")
    }
}

extension BSONDocument {
    /// The same document with that `_id` in front.
    fileprivate func prefixed(id: [UInt8]) -> BSONDocument {
        var writer = BSONWriter(capacity: bytes.count + 20)
        writer.append("_id", .objectID(id))
        for element in self { writer.append(element) }
        return writer.finish()
    }
}
