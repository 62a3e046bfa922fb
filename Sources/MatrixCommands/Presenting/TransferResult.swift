import MatrixModel
import MatrixStore
import SystemPackage

/// The entries that an export has packed.
struct ExportResult: Encodable {
    var file: String
    var entries: [TransferredEntry]

    init(_ entries: [Entry], at path: FilePath) {
        file = path.string
        self.entries = entries.map { TransferredEntry($0, isNew: nil) }
    }

    var text: String {
        (entries.map { "packed: \($0.kind) \($0.label), \($0.key)" } + [file]).joined(separator: "\n")
    }
}

/// The entries that an import has found.
struct ImportResult: Encodable {
    var entries: [TransferredEntry]

    init(_ entries: [(entry: Entry, isNew: Bool)]) {
        self.entries = entries.map { TransferredEntry($0.entry, isNew: $0.isNew) }
    }

    var text: String {
        entries.map { "\($0.new == true ? "imported" : "there already"): \($0.kind) \($0.label), \($0.key)" }
            .joined(separator: "\n")
    }
}

struct TransferredEntry: Encodable {
    var kind: String
    var label: String
    var key: String
    var folder: String
    /// Of an import: whether it was not there before.
    var new: Bool?

    init(_ entry: Entry, isNew: Bool?) {
        (kind, label, key) = (entry.kind.rawValue, entry.record.label, entry.key.text)
        folder = entry.folder.string
        new = isNew
    }
}
