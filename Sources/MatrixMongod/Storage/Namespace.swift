/// A database and a collection in it, written `database.collection`.
struct Namespace: Hashable, CustomStringConvertible {
    var database: String
    var collection: String

    init(database: String, collection: String) {
        self.database = database
        self.collection = collection
    }

    /// Nil without a dot or with an empty part. The collection may have dots.
    init?(_ text: String) {
        guard let dot = text.firstIndex(of: "."), dot != text.startIndex, text.index(after: dot) != text.endIndex
        else { return nil }
        self.init(database: String(text[..<dot]), collection: String(text[text.index(after: dot)...]))
    }

    var description: String { database + "." + collection }
}
