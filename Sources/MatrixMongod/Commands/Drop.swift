import MatrixModel

extension Mongod {
    func drop(_ request: Request) throws(CommandFailure) -> Outcome {
        try checkWritable()
        let namespace = try request.namespace()
        guard catalog[namespace] != nil else { throw .namespaceNotFound }
        return carryOut(.drop(namespace)) { failure in
            failure?.reply ?? ["ns": .string(namespace.description), "nIndexesWas": 1, "ok": 1.0]
        }
    }

    func dropDatabase(_ request: Request) throws(CommandFailure) -> Outcome {
        try checkWritable()
        let database = request.database
        let reply: BSONDocument = ["dropped": .string(database), "ok": 1.0]
        let namespaces = catalog.collections.keys.filter { $0.database == database }
        guard let last = namespaces.last else { return .reply(["ok": 1.0]) }
        for namespace in namespaces.dropLast() { carryOutUnanswered(.drop(namespace)) }
        return carryOut(.drop(last)) { $0?.reply ?? reply }
    }

    func create(_ request: Request) throws(CommandFailure) -> Outcome {
        try checkWritable()
        let namespace = try request.namespace()
        guard catalog[namespace] == nil else {
            throw CommandFailure(code: 48, name: "NamespaceExists", message: "collection \(namespace) already exists")
        }
        return carryOut(.create(namespace)) { $0?.reply ?? ["ok": 1.0] }
    }

    private func carryOutUnanswered(_ operation: WriteOperation) {
        if case .later(let start) = carryOut(operation, answer: { _ in [:] }) { start { _ in } }
    }
}
