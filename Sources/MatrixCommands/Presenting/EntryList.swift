import FoundationEssentials
import MatrixModel
import MatrixStore
import SystemPackage

/// What comes first in a list of entries.
enum EntryOrder: String, CaseIterable {
    case size
    case name
    case built
    case used
}

/// The entries of a store.
struct EntryList: Encodable {
    var store: String
    var entries: [Row]
    /// Of all that are listed, in bytes.
    var size: Int64

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
        var lastUsed: String
    }

    init(store: Store, kind: EntryKind? = nil, label: String? = nil, order: EntryOrder = .name) throws {
        self.store = store.layout.root.string
        let kinds = kind.map { [$0] } ?? EntryKind.allCases
        entries = try kinds.flatMap { kind in
            try store.summaries(kind).filter { entry in label.map(entry.label.hasPrefix) ?? true }.sorted(by: order)
        }.sorted(by: order, acrossKinds: true).map { entry in
            Row(
                kind: entry.kind.rawValue, label: entry.label, key: entry.key.text,
                folder: store.layout.entry(entry.kind, entry.key).string, size: entry.bytes,
                buildSeconds: entry.buildSeconds, published: entry.published,
                lastUsed: Date(timeIntervalSince1970: entry.lastUsed / .seconds(1)).formatted(.iso8601))
        }
        size = entries.reduce(0) { $0 + $1.size }
    }

    var text: String {
        guard !entries.isEmpty else { return "the store `\(store)` has no such entry" }
        let rows = entries.map {
            [
                $0.kind, $0.label, $0.key, "\(ByteCount($0.size))", "\($0.buildSeconds) s", $0.published,
                String($0.lastUsed.prefix(10)),
            ]
        }
        return "store: \(store)\n"
            + TextTable(header: ["kind", "version", "key", "size", "build", "published", "used"], rows: rows).text
            + "\n\(entries.count) entries, \(ByteCount(size))"
    }
}

extension [EntrySummary] {
    /// By name the kinds stay apart, in their own order.
    fileprivate func sorted(by order: EntryOrder, acrossKinds: Bool = false) -> [EntrySummary] {
        switch order {
        case .name: acrossKinds ? self : sorted { ($0.label, $0.key.text) < ($1.label, $1.key.text) }
        case .size: sorted { ($1.bytes, $0.key.text) < ($0.bytes, $1.key.text) }
        case .built: sorted { ($1.published, $0.key.text) < ($0.published, $1.key.text) }
        case .used: sorted { ($1.lastUsed, $0.key.text) < ($0.lastUsed, $1.key.text) }
        }
    }
}
