import MatrixModel
import MatrixStore
import SystemPackage

/// The entries of a store.
struct EntryList: Encodable {
    var store: String
    var entries: [Row]

    struct Row: Encodable {
        var kind: String
        var label: String
        var key: String
        var folder: String
        /// Of all files, in bytes.
        var size: Int64
        /// How long its build took, in seconds.
        var buildSeconds: Double
        var published: String
    }

    init(store: Store) throws {
        self.store = store.layout.root.string
        entries = try EntryKind.allCases.flatMap { try store.entries($0) }.map { entry in
            Row(
                kind: entry.kind.rawValue, label: entry.record.label, key: entry.key.text, folder: entry.folder.string,
                size: entry.record.bytes, buildSeconds: entry.record.buildSeconds, published: entry.record.published)
        }
    }

    var text: String {
        guard !entries.isEmpty else { return "the store `\(store)` is empty" }
        let rows = entries.map {
            [$0.kind, $0.label, $0.key, "\(ByteCount($0.size))", "\($0.buildSeconds) s", $0.published]
        }
        return "store: \(store)\n"
            + TextTable(header: ["kind", "version", "key", "size", "build", "published"], rows: rows).text
    }
}
