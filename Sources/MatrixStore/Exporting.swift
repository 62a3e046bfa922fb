import MatrixHost
package import MatrixModel
package import SystemPackage

extension Layout {
    /// The one top folder of an export, with the version of its format.
    static let exportFolder = "wsgimatrix-store-v1"
}

extension Store {
    /// Writes entries to the new archive `path`: of each its record, its manifest and its tree. The same entries give
    /// the same bytes. Every file is held against the manifest on the way.
    ///
    /// The archive appears under its name when it is complete; one that was there is replaced. `threads` compress.
    package func export(_ entries: [Entry], to path: FilePath, threads: Int) async throws {
        let partial = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "").partial")
        try Files.removeTree(partial)
        // A store that somebody has copied without its locks.
        if try Files.status(layout.locks) == nil { try prepareForWriting() }
        do {
            try await using(entries) {
                try await onOwnThread { try write(entries, to: partial, threads: threads) }
            }
            try Task.checkCancellation()
            try Files.rename(from: partial, to: path)
        } catch {
            try? Files.removeTree(partial)
            throw error
        }
    }

    /// The entries and the Pythons that they were built for, Pythons first and each once.
    package func withNeeded(_ entries: [Entry]) throws -> [Entry] {
        let needed = try entries.compactMap(\.record.pythonKey).compactMap { key in
            try record(.python, key).map {
                Entry(kind: .python, key: key, folder: layout.entry(.python, key), record: $0)
            }
        }
        var seen: Set<BuildKey> = []
        return (needed + entries.filter { $0.kind == .python } + entries.filter { $0.kind != .python })
            .filter { seen.insert($0.key).inserted }
    }

    private func write(_ entries: [Entry], to path: FilePath, threads: Int) throws {
        let archive = try ArchiveWriter.create(path, threads: threads)
        for entry in entries.sorted(by: { $0.kind.place($0.key) < $1.kind.place($1.key) }) {
            guard let text = try storedText(layout.manifest(entry.kind, entry.key)),
                sha256(of: text).hexadecimal == entry.record.manifestDigest, let manifest = Manifest(text: text)
            else { throw damage(entry, "its manifest is not the one that was published") }
            let name = "\(Layout.exportFolder)/\(entry.kind.bucket)/\(entry.key)"
            try archive.addText(name + ".json", jsonText(entry.record) + "\n")
            try archive.addText(name + ".manifest", text)
            try archive.addFolder(name)
            guard try packed(entry, manifest.paths, name, in: archive) == text else {
                throw damage(entry, try difference(in: entry, depth: .digests) ?? "it changed while it was read")
            }
        }
        try archive.finish()
    }

    /// Adds the tree but for what was put there later, and returns the manifest of what was added.
    private func packed(
        _ entry: Entry, _ listed: Set<String>, _ name: String, in archive: borrowing ArchiveWriter
    ) throws -> String {
        var text = ""
        for (relative, status) in try files(of: entry) {
            let path = entry.folder.pushing(relative)
            guard status.kind == .folder || listed.contains(relative.string) else { continue }
            switch status.kind {
            case .folder: try archive.addFolder("\(name)/\(relative)")
            case .regular:
                let digest = try archive.addFile("\(name)/\(relative)", from: path, status: status)
                text += "\(digest) \(status.size.bytes) \(relative)\n"
            case .symlink:
                let target = try Files.readSymlink(path)
                try archive.addLink("\(name)/\(relative)", target: target.string)
                text += "link \(target)\t\(relative)\n"
            case .other: throw damage(entry, "`\(path)` is neither a file nor a folder nor a link")
            }
        }
        return text
    }

    private func files(of entry: Entry) throws -> [(FilePath, FileStatus)] {
        var files: [(FilePath, FileStatus)] = []
        try Files.walk(entry.folder) { files.append(($0, $1)) }
        return files
    }

    private func damage(_ entry: Entry, _ reason: String) -> StoreError { .damaged(entry.folder, reason: reason) }
}

extension EntryKind {
    /// An entry's in an export: what others need comes first.
    func place(_ key: BuildKey) -> String { (self == .python ? "0" : "1") + key.text }
}

extension EntryRecord {
    /// The Python that a module or a driver was built for.
    package var pythonKey: BuildKey? {
        inputs.first { $0.name == "python" }.flatMap { BuildKey($0.value) }
    }
}
