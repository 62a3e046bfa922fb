import FoundationEssentials
import MatrixHost
package import MatrixModel
import SystemPackage

/// What a list of entries shows: of an entry's record the few lines that it needs, and when it was used last.
package struct EntrySummary: Sendable, Equatable {
    package var kind: EntryKind
    package var key: BuildKey
    package var label: String
    /// Of all files, in bytes.
    package var bytes: Int64
    /// Wall time of the build, in seconds.
    package var buildSeconds: Double
    /// ISO 8601.
    package var published: String
    /// Since 1970, a day at most before the truth; see `Store.noteUse`.
    package var lastUsed: Duration

    package init(
        kind: EntryKind, key: BuildKey, label: String, bytes: Int64, buildSeconds: Double, published: String,
        lastUsed: Duration
    ) {
        self.kind = kind
        self.key = key
        self.label = label
        self.bytes = bytes
        self.buildSeconds = buildSeconds
        self.published = published
        self.lastUsed = lastUsed
    }
}

extension Store {
    /// All entries of a kind with a record that this release reads, in the order of their keys; neither their files nor
    /// their manifests are looked at. Those of a later release are told and left out.
    package func summaries(_ kind: EntryKind) throws -> [EntrySummary] {
        struct Row: Decodable {
            var format: Int
            var label: String
            var bytes: Int64
            var buildSeconds: Double
            var published: String
        }
        let bucket = layout.bucket(kind)
        guard try Files.status(bucket) != nil else { return [] }
        let decoder = JSONDecoder()
        return try Files.listFolder(bucket).compactMap { name in
            guard name.hasSuffix(".json"), let key = BuildKey(String(name.dropLast(5))) else { return nil }
            let path = layout.record(kind, key)
            guard let status = try Files.status(path), let text = try storedText(path),
                let row = try? decoder.decode(Row.self, from: Data(text.utf8))
            else { return nil }
            guard row.format <= EntryRecord.currentFormat else {
                host.console.note("\(StoreError.laterFormat(path, version: row.format))")
                return nil
            }
            return EntrySummary(
                kind: kind, key: key, label: row.label, bytes: row.bytes, buildSeconds: row.buildSeconds,
                published: row.published, lastUsed: status.modified)
        }
    }

    /// The entries that a person means: by the first digits of one key, by a label, or by how labels begin; the newest
    /// first. Throws `StoreError.noEntry` or `.ambiguous`.
    package func entries(named text: String, of kinds: [EntryKind] = EntryKind.allCases) throws -> [Entry] {
        let all = try kinds.flatMap(summaries)
        let keys = all.filter { $0.key.text.hasPrefix(text) }
        if keys.count == 1 { return try keys.compactMap(entry) }
        let wanted = plain(text)
        let exact = all.filter { plain($0.label) == wanted }
        let found = exact.isEmpty ? all.filter { plain($0.label).hasPrefix(wanted + " ") } : exact
        guard found.isEmpty else {
            return try found.sorted { ($0.published, $0.key.text) > ($1.published, $1.key.text) }.compactMap(entry)
        }
        if keys.count > 1 { throw StoreError.ambiguous(text, keys: keys.map(\.key.text)) }
        throw StoreError.noEntry(text)
    }

    /// `6.1.1 for 3.13.5` is what a person types for `6.1.1 for Python 3.13.5`.
    private func plain(_ label: String) -> String { label.replacing("Python ", with: "") }

    private func entry(_ summary: EntrySummary) throws -> Entry? {
        try record(summary.kind, summary.key).map {
            Entry(
                kind: summary.kind, key: summary.key, folder: layout.entry(summary.kind, summary.key), record: $0)
        }
    }
}
