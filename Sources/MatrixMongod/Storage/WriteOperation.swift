import MatrixModel

/// A change of what is stored, as the primary does it and its secondaries after it.
enum WriteOperation {
    case insert([BSONDocument], into: Namespace, retry: RetriedWrites.Key?)
    case create(Namespace)
    case drop(Namespace)
}

extension Mongod {
    /// Does a write here and on the secondaries that are alive, then answers.
    func carryOut(
        _ operation: WriteOperation, answer: @escaping (CommandFailure?) -> BSONDocument
    ) -> Outcome {
        apply(operation)
        guard let member else { return .reply(answer(nil)) }
        return .later { finish in member.replicate(operation) { finish(answer($0)) } }
    }

    func apply(_ operation: WriteOperation) {
        switch operation {
        case .insert(let documents, let namespace, let retry):
            catalog.insert(documents, into: namespace)
            if let retry { retries.remember(retry, stored: documents.count) }
        case .create(let namespace): _ = catalog.collection(namespace)
        case .drop(let namespace): catalog.drop(namespace)
        }
    }
}
