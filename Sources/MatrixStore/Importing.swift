import MatrixHost
import MatrixModel
package import SystemPackage

extension Store {
    /// Brings the entries of an export into the store; those that are there already stay as they are.
    ///
    /// Nothing in the archive is trusted: it is unpacked like any download, in a child with limits, which digests what it
    /// writes. An entry is published only when its key is the digest of its inputs and its files are those of its
    /// manifest. Throws `StoreError.notAnExport` or `ArchiveError`, and then nothing was published.
    package func importEntries(from path: FilePath) async throws -> [(entry: Entry, isNew: Bool)] {
        try prepareForWriting()
        try await sweepStaging()
        // Shared: imports run side by side, and whoever sweeps waits for none of them and removes none.
        return try await FileLock.withLock(layout.lock("import"), mode: .shared, clock: host.clock) {
            let work = layout.staging.appending("import~\(String(UInt64.random(in: .min ... .max), radix: 16))")
            try Files.makeFolder(work)
            do {
                let entries = try await publish(unpacked(path, in: work))
                try Files.removeTree(work)
                return entries
            } catch {
                try? Files.removeTree(work)
                throw error
            }
        }
    }

    private func unpacked(_ path: FilePath, in work: FilePath) async throws -> [ImportedEntry] {
        let (content, listing) = (work.appending("content"), work.appending("listing"))
        try Files.makeFolder(content)
        try await host.archives.unpackListing(path, content, listing)
        return try await onOwnThread {
            do {
                return try ImportedEntry.all(
                    in: content, listing: Files.readText(listing, limit: .mebibytes(256)), store: self)
            } catch let error as ImportFault {
                throw StoreError.notAnExport(path, reason: error.reason)
            }
        }
    }

    private func publish(_ imported: [ImportedEntry]) async throws -> [(entry: Entry, isNew: Bool)] {
        var entries: [(Entry, Bool)] = []
        var isOnDisk = false
        for item in imported {
            let (kind, key) = (item.record.kind, item.key)
            entries.append(
                try await FileLock.withLock(
                    layout.lock(kind, key), mode: .exclusive, timeout: Self.longestBuild, clock: host.clock,
                    onWait: {
                        host.console.note("waiting for \($0), which builds \(kind.rawValue) \(item.record.label)")
                    },
                    body: {
                        try Task.checkCancellation()
                        if let entry = try entry(kind, key) { return (entry, false) }
                        // One wait for all: one for each of thousands of files takes longer than everything else.
                        if !isOnDisk { try Files.syncFileSystem(of: item.content) }
                        isOnDisk = true
                        let entry = try place(
                            item.content, manifest: item.manifest, key: key, record: item.record)
                        return (entry, true)
                    }))
        }
        return entries
    }
}

/// What is wrong with an archive.
struct ImportFault: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
