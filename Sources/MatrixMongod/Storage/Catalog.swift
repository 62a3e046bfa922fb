import MatrixModel

/// All that is stored.
final class Catalog {
    /// More than the tests that this server is for will ever store: a client that runs wild is told so.
    static let capacity = 1 << 30

    private(set) var collections: [Namespace: Collection] = [:]
    private(set) var byteCount = 0

    subscript(namespace: Namespace) -> Collection? { collections[namespace] }

    /// The collection, made if it is not there.
    func collection(_ namespace: Namespace) -> Collection {
        if let collection = collections[namespace] { return collection }
        let collection = Collection()
        collections[namespace] = collection
        return collection
    }

    /// Stores documents that have an `_id`; those whose `_id` is taken are left out. Returns how many were stored.
    @discardableResult
    func insert(_ documents: [BSONDocument], into namespace: Namespace) -> Int {
        let collection = collection(namespace)
        let before = collection.byteCount
        let stored = documents.reduce(0) { $0 + (collection.insert($1) ? 1 : 0) }
        byteCount += collection.byteCount - before
        return stored
    }

    /// False when it was not there.
    @discardableResult
    func drop(_ namespace: Namespace) -> Bool {
        guard let collection = collections.removeValue(forKey: namespace) else { return false }
        collection.drop()
        byteCount -= collection.byteCount
        return true
    }

    func dropEverything() {
        for namespace in collections.keys { drop(namespace) }
    }
}
