package import MatrixHost
package import MatrixModel
import SystemPackage

/// The content-addressed store: builds by the digest of all their inputs.
package struct Store: Sendable {
    package let layout: Layout
    let host: Host
    private let checked: CheckedEntries

    /// A store at `layout.root`; nothing is made or read yet. Takes our user from `host` and the words for people.
    package init(layout: Layout, host: Host) {
        self.layout = layout
        self.host = host
        checked = CheckedEntries()
    }

    /// The key of a set of inputs.
    package func key(of inputs: BuildInputs) -> BuildKey { BuildKey(sha256(of: inputs.canonicalText)) }

    /// Makes the folders that are missing. Throws `StoreError.notWritable` or `.foreignOwner`.
    package func prepareForWriting() throws {
        if let status = try Files.status(layout.root), status.userID != host.environment.userID {
            throw StoreError.foreignOwner(layout.root, owner: status.userID, user: host.environment.userID)
        }
        do {
            for folder in layout.folders {
                if try Files.status(folder) == nil { try Files.makeFolders(folder) }
                try Files.requireWritable(folder)
            }
        } catch let error as FileError {
            guard let errno = error.errno else { throw error }
            throw StoreError.notWritable(layout.root, errno)
        }
    }

    /// The entry of a key, held against its manifest; nil when there is none.
    ///
    /// A damaged entry goes to quarantine and is a miss. The digests are read once in a process; errors that say
    /// nothing about the entry (EIO, EACCES) are thrown and delete nothing.
    package func entry(_ kind: EntryKind, _ key: BuildKey, depth: Manifest.Depth = .sizes) throws -> Entry? {
        let sighting = try Sighting(kind, key, in: layout)
        guard let record = try record(kind, key) else { return nil }
        let entry = Entry(kind: kind, key: key, folder: layout.entry(kind, key), record: record)
        if checked.contains(entry.folder, depth) { return entry }
        if let difference = try difference(in: entry, depth: depth) {
            try quarantine(sighting, reason: difference)
            return nil
        }
        checked.insert(entry.folder, depth)
        try noteUse(kind, key)
        return entry
    }

    /// All entries with a record that this release reads, by label; not held against their manifests. Those of a later
    /// release are told and left out.
    package func entries(_ kind: EntryKind) throws -> [Entry] {
        guard try Files.status(layout.bucket(kind)) != nil else { return [] }
        return try Files.listFolder(layout.bucket(kind))
            .compactMap { name in name.hasSuffix(".json") ? BuildKey(String(name.dropLast(5))) : nil }
            .compactMap { key in
                do {
                    guard let record = try record(kind, key) else { return nil }
                    return Entry(kind: kind, key: key, folder: layout.entry(kind, key), record: record)
                } catch let error as StoreError {
                    host.console.note("\(error)")
                    return nil
                }
            }
            .sorted { ($0.record.label, $0.key.text) < ($1.record.label, $1.key.text) }
    }

    /// What differs from the manifest, as a sentence; nil when nothing does.
    func difference(in entry: Entry, depth: Manifest.Depth) throws -> String? {
        let path = layout.manifest(entry.kind, entry.key)
        guard try Files.status(path) != nil else { return "`\(path)` is missing" }
        guard let text = try storedText(path), sha256(of: text).hexadecimal == entry.record.manifestDigest,
            let manifest = Manifest(text: text)
        else {
            return "`\(path)` is not the manifest that was published"
        }
        return try manifest.firstDifference(in: entry.folder, depth: depth)
    }

    func record(_ kind: EntryKind, _ key: BuildKey) throws -> EntryRecord? {
        let path = layout.record(kind, key)
        guard try Files.status(path) != nil, let text = try storedText(path) else { return nil }
        return try EntryRecord(json: text, at: path)
    }

    /// Nil for what cannot be a text of ours: damage, where a disk that does not answer is an error.
    func storedText(_ path: FilePath) throws -> String? {
        do {
            return try Files.readText(path)
        } catch FileError.notUTF8 {
            return nil
        } catch FileError.tooLarge {
            return nil
        }
    }
}
