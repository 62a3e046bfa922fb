import FoundationEssentials
package import MatrixModel
package import SystemPackage

/// What `<key>.json` says about an entry; written last, so an entry exists when its record does.
package struct EntryRecord: Codable, Sendable, Equatable {
    package static let currentFormat = 1

    package var format = EntryRecord.currentFormat
    package var kind: EntryKind
    package var key: String
    /// For people: `3.13.5`, or `6.1.1 for 3.13.5`.
    package var label: String
    /// All that the key is a digest of.
    package var inputs: [BuildInputs.Row]
    /// Of the manifest's text.
    package var manifestDigest: String
    package var fileCount: Int
    /// Sum of the sizes of all regular files, in bytes.
    package var bytes: Int64
    /// Wall time of the build, in seconds.
    package var buildSeconds: Double
    /// When it was published: ISO 8601, for people only; no decision uses it.
    package var published: String

    package init(
        kind: EntryKind, key: String, label: String, inputs: [BuildInputs.Row], manifestDigest: String, fileCount: Int,
        bytes: Int64, buildSeconds: Double, published: String
    ) {
        self.kind = kind
        self.key = key
        self.label = label
        self.inputs = inputs
        self.manifestDigest = manifestDigest
        self.fileCount = fileCount
        self.bytes = bytes
        self.buildSeconds = buildSeconds
        self.published = published
    }
}

/// An entry that was found and passed its check.
package struct Entry: Sendable, Equatable {
    package var kind: EntryKind
    package var key: BuildKey
    package var folder: FilePath
    package var record: EntryRecord
}

extension EntryRecord {
    /// Reads a record; nil when the text is no record at all, `StoreError.laterFormat` when a later release wrote it.
    init?(json text: String, at path: FilePath) throws {
        struct Header: Decodable { var format: Int }
        let data = Data(text.utf8)
        guard let header = try? JSONDecoder().decode(Header.self, from: data) else { return nil }
        guard header.format <= EntryRecord.currentFormat else {
            throw StoreError.laterFormat(path, version: header.format)
        }
        guard let record = try? JSONDecoder().decode(EntryRecord.self, from: data) else { return nil }
        self = record
    }
}
