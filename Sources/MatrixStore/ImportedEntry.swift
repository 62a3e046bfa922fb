import MatrixHost
import MatrixModel
import SystemPackage

/// An entry that was unpacked and is what it says; not yet in the store.
struct ImportedEntry: Sendable {
    let key: BuildKey
    let content: FilePath
    let manifest: Manifest
    let record: EntryRecord

    /// All of an unpacked export, Pythons first. `listing` tells what each file and link turned out to be. Throws
    /// `ImportFault` for the first lie, also for whatever belongs to no entry.
    static func all(in root: FilePath, listing: String, store: Store) throws -> [ImportedEntry] {
        var trees: [Substring: String] = [:]
        var records: [Substring] = []
        for line in listing.split(separator: "\n") {
            let (facts, path) = try split(line)
            let components = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
            guard components.count >= 2 else { throw ImportFault("it holds `\(path)`, which belongs to no entry") }
            if components.count == 3 {
                let entry = path[..<components[1].endIndex]
                trees[entry, default: ""] += facts + components[2] + "\n"
            } else if path.hasSuffix(".json"), !facts.hasPrefix("link ") {
                records.append(path.dropLast(5))
            } else if !path.hasSuffix(".manifest") || facts.hasPrefix("link ") {
                throw ImportFault("it holds `\(path)`, which belongs to no entry")
            }
        }
        guard !records.isEmpty else { throw ImportFault("it holds no entry") }
        for entry in trees.keys where !records.contains(entry) { throw ImportFault("`\(entry)` has no record") }
        return try records.map { try ImportedEntry($0, in: root, tree: trees[$0] ?? "", store: store) }
            .sorted { $0.record.kind.place($0.key) < $1.record.kind.place($1.key) }
    }

    /// A line's path, and what stands before it.
    private static func split(_ line: Substring) throws -> (facts: Substring, path: Substring) {
        let end: Substring.Index?
        if line.hasPrefix("link ") {
            end = line.utf8.lastIndex(of: UInt8(ascii: "\t"))
        } else {
            end = line.utf8.firstIndex(of: UInt8(ascii: " ")).flatMap { first in
                line.utf8[line.utf8.index(after: first)...].firstIndex(of: UInt8(ascii: " "))
            }
        }
        guard let end else { throw ImportFault("its listing cannot be read") }
        let start = line.utf8.index(after: end)
        return (line[..<start], line[start...])
    }

    private init(_ name: Substring, in root: FilePath, tree: String, store: Store) throws {
        let parts = name.split(separator: "/")
        guard parts.count == 2, let kind = EntryKind.allCases.first(where: { $0.bucket == parts[0] }),
            let key = BuildKey(String(parts[1]))
        else { throw ImportFault("`\(name)` is not the name of an entry") }
        let base = root.pushing(FilePath(String(name)))
        guard let record = try EntryRecord(json: try Self.text(base, ".json"), at: base), record.key == key.text,
            record.kind == kind
        else { throw ImportFault("the record of `\(name)` is not one of that entry") }
        guard store.key(of: BuildInputs(kind: kind, rows: record.inputs)) == key else {
            throw ImportFault("the key of `\(name)` is not the digest of its inputs")
        }
        guard record.label.count <= 200, record.label.unicodeScalars.allSatisfy({ $0.properties.isPrintable }) else {
            throw ImportFault("the label of `\(name)` cannot be shown")
        }
        let text = try Self.text(base, ".manifest")
        guard sha256(of: text).hexadecimal == record.manifestDigest, let manifest = Manifest(text: text) else {
            throw ImportFault("the manifest of `\(name)` is not the one that its record names")
        }
        guard tree == text, manifest.fileCount == record.fileCount, manifest.totalBytes == record.bytes,
            manifest.fileCount > 0
        else { throw ImportFault("the files of `\(name)` are not those of its manifest") }
        guard manifest.hasOnlyLinksInside else { throw ImportFault("a link of `\(name)` leads out of it") }
        (self.key, self.content, self.manifest, self.record) = (key, base, manifest, record)
    }

    private static func text(_ base: FilePath, _ suffix: String) throws -> String {
        let path = FilePath(base.string + suffix)
        do {
            guard try Files.status(path)?.kind == .regular else { throw ImportFault("`\(path)` is missing") }
            return try Files.readText(path)
        } catch FileError.notUTF8 {
            throw ImportFault("`\(path)` is not text")
        } catch FileError.tooLarge {
            throw ImportFault("`\(path)` is too large")
        }
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        default: true
        }
    }
}
