import MatrixModel

/// Documents in the order of their insertion, as the bytes that came; they only grow in number until all are dropped.
final class Collection {
    private(set) var documents: [BSONDocument] = []
    private(set) var byteCount = 0
    /// Set when it is dropped or replaced: its cursors are dead then.
    private(set) var isDropped = false
    private var identifiers: Set<ComparableValue> = []

    /// False when there is a document of the same `_id`.
    func insert(_ document: BSONDocument) -> Bool {
        if let id = document["_id"] {
            guard identifiers.insert(ComparableValue(id)).inserted else { return false }
        }
        documents.append(document)
        byteCount += document.bytes.count
        return true
    }

    func contains(id: BSONElement) -> Bool { identifiers.contains(ComparableValue(id)) }

    func drop() { isDropped = true }

    /// The first document at or after `position` that matches.
    func next(from position: Int, matching filter: Filter) -> Int? {
        if filter.matchesEverything { return position < documents.count ? position : nil }
        return documents[min(position, documents.count)...].firstIndex(where: filter.matches)
    }
}
