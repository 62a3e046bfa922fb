import MatrixModel

extension Mongod {
    func count(_ request: Request) throws(CommandFailure) -> Outcome {
        try checkReadable(request.mayReadFromSecondary)
        let namespace = try request.namespace()
        let limit = try request.count("limit").flatMap { $0 == 0 ? nil : $0 }
        let skip = try request.count("skip") ?? 0
        let count = try countDocuments(namespace, filter: request.command["query"]?.document, skip: skip, limit: limit)
        return .reply(["n": .int32(count), "ok": 1.0])
    }

    /// What drivers send to count documents, and a plain `$match`; nothing else.
    func aggregate(_ request: Request) throws(CommandFailure) -> Outcome {
        try checkReadable(request.mayReadFromSecondary)
        let namespace = try request.namespace()
        let pipeline = request.command["pipeline"]?.array?.compactMap(\.document) ?? []
        var plan = Pipeline()
        for stage in pipeline { try plan.add(stage) }
        if let name = plan.countName {
            let count = try countDocuments(namespace, filter: plan.filter, skip: plan.skip, limit: plan.limit)
            var result: [BSONDocument] = []
            if count > 0 { result = [BSONDocument([("_id", 1), (name, .int32(count))])] }
            return .reply(Self.cursorReply("firstBatch", result, id: 0, namespace))
        }
        let cursor = try open(namespace, filter: plan.filter, skip: plan.skip, limit: plan.limit)
        let size = request.command["cursor"]?.document?["batchSize"]?.integer ?? 101
        let batch = cursor?.batch(Int(max(0, size))) ?? []
        return .reply(Self.cursorReply("firstBatch", batch, id: cursor.map(cursors.keep) ?? 0, namespace))
    }

    func listDatabases(_ request: Request) throws(CommandFailure) -> Outcome {
        try checkReadable(request.mayReadFromSecondary)
        let sizes = Dictionary(grouping: catalog.collections) { $0.key.database }
            .mapValues { $0.reduce(0) { $0 + $1.value.byteCount } }
        let databases = sizes.sorted { $0.key < $1.key }.map { name, size -> BSONValue in
            ["name": .string(name), "sizeOnDisk": .int64(Int64(size)), "empty": false]
        }
        return .reply(["databases": .array(databases), "totalSize": .int64(Int64(catalog.byteCount)), "ok": 1.0])
    }

    func listCollections(_ request: Request) throws(CommandFailure) -> Outcome {
        try checkReadable(request.mayReadFromSecondary)
        let wanted = request.command["filter"]?.document?["name"]?.string
        let names = catalog.collections.keys.filter { $0.database == request.database }.map(\.collection).sorted()
        let list = names.filter { wanted == nil || wanted == $0 }.map { name -> BSONDocument in
            ["name": .string(name), "type": "collection", "options": [:], "info": ["readOnly": false]]
        }
        let namespace = Namespace(database: request.database, collection: "$cmd.listCollections")
        return .reply(Self.cursorReply("firstBatch", list, id: 0, namespace))
    }

    private func countDocuments(
        _ namespace: Namespace, filter: BSONDocument?, skip: Int, limit: Int?
    ) throws(CommandFailure) -> Int32 {
        guard let cursor = try open(namespace, filter: filter, skip: skip, limit: limit) else { return 0 }
        while !cursor.isDone { _ = cursor.batch(1000) }
        return Int32(truncatingIfNeeded: cursor.given)
    }
}

/// The few pipelines that this server knows.
private struct Pipeline {
    var filter: BSONDocument?
    var skip = 0
    var limit: Int?
    /// The field that holds the number, when documents are counted.
    var countName: String?

    mutating func add(_ stage: BSONDocument) throws(CommandFailure) {
        guard let step = stage.first(where: { _ in true }), countName == nil else {
            throw .unsupported("this pipeline")
        }
        let number = step.integer.flatMap { $0 >= 0 ? Int($0) : nil }
        switch (step.key, number) {
        case ("$match", _) where filter == nil && skip == 0 && limit == nil: filter = step.document
        case ("$skip", let number?) where skip == 0 && limit == nil: skip = number
        case ("$limit", let number?) where limit == nil && number > 0: limit = number
        // `{$collStats: {count: {}}}` is how drivers begin an estimate: the `$group` behind it sums up `$count`.
        case ("$collStats", _) where step.document?["count"] != nil && filter == nil: break
        case ("$count", _): countName = step.string
        case ("$group", _): countName = try Self.countedField(step.document)
        default: throw .unsupported("the pipeline stage `\(step.key)` here")
        }
    }

    /// `{_id: 1, n: {$sum: 1}}` or the same with another constant for `_id`.
    private static func countedField(_ group: BSONDocument?) throws(CommandFailure) -> String {
        let fields = group?.filter { $0.key != "_id" } ?? []
        guard let field = fields.first, fields.count == 1,
            field.document?["$sum"].map({ $0.integer == 1 || $0.string == "$count" }) == true,
            let id = group?["_id"], id.document == nil, id.string == nil
        else { throw .unsupported("this `$group`") }
        return field.key
    }
}
