import FoundationEssentials
import MatrixHost
package import MatrixModel
import Synchronization
package import SystemPackage

/// What a builder works in and what it hands over.
package struct BuildWork: Sendable {
    /// An empty folder in the store's own file system; removed afterwards unless it is kept.
    package var folder: FilePath
    /// Where the entry will stand: a prefix may be baked in.
    package var destination: FilePath
    private let start = StartTime()

    init(folder: FilePath, destination: FilePath) {
        self.folder = folder
        self.destination = destination
    }

    /// The build begins only now: what its record says of its time leaves out how long it waited for its turn.
    package func begin() { start.reset() }

    /// Since `begin`, else since the folder was there.
    fileprivate var seconds: Double { start.seconds }
}

private final class StartTime: Sendable {
    private let date = Mutex(Date())

    func reset() { date.withLock { $0 = Date() } }

    var seconds: Double { date.withLock { -$0.timeIntervalSinceNow } }
}

extension Store {
    /// The entry of these inputs, built by `build` when it is missing. Two processes that want one key build once: the
    /// other waits, then uses it.
    ///
    /// `build` returns the folder to publish, which must be in `work.folder`. Whatever it throws, and when the task is
    /// cancelled, nothing is published and the work folder is removed, or with `keep` moved to the store's `kept/`.
    /// `onWait` is told who builds it already; without it the console is.
    package func entry(
        for inputs: BuildInputs, label: String, keep: Bool = false, onWait: ((_ holder: String) -> Void)? = nil,
        build: (BuildWork) async throws -> FilePath
    ) async throws -> (entry: Entry, wasBuilt: Bool) {
        let (kind, key) = (inputs.kind, key(of: inputs))
        if let entry = try entry(kind, key) { return (entry, false) }
        try prepareForWriting()
        try await sweepStaging()
        return try await FileLock.withLock(
            layout.lock(kind, key), mode: .exclusive, timeout: Self.longestBuild, clock: host.clock,
            onWait: { holder in
                if let onWait { return onWait(holder) }
                host.console.note("waiting for \(holder), which builds \(kind.rawValue) \(label)")
            },
            body: {
                if let entry = try entry(kind, key) { return (entry, false) }
                return (try await made(inputs, key: key, label: label, keep: keep, build: build), true)
            })
    }

    /// A build that takes longer is stopped, or stuck: who waits for it is told whose it is.
    static let longestBuild = Duration.seconds(3600)

    /// Builds and publishes; the key's lock is held.
    private nonisolated(nonsending) func made(
        _ inputs: BuildInputs, key: BuildKey, label: String, keep: Bool, build: (BuildWork) async throws -> FilePath
    ) async throws -> Entry {
        // Whoever was waited for may have been killed.
        try removeWorkFolders { $0 == layout.lock(inputs.kind, key) }
        let work = BuildWork(folder: layout.workFolder(inputs.kind, key), destination: layout.entry(inputs.kind, key))
        try Files.makeFolder(work.folder)
        do {
            let content = try await build(work)
            try Task.checkCancellation()
            let entry = try publish(
                content, inputs: inputs, key: key, label: label, seconds: work.seconds)
            try discard(work.folder, keep: keep)
            return entry
        } catch {
            try? discard(work.folder, keep: keep)
            throw error
        }
    }

    /// Removes work folders that no running build holds: what a killed process left behind.
    package func sweepStaging() async throws {
        for lock in Set(try Files.listFolder(layout.staging).map(layout.lock(ofWorkFolder:))) {
            do {
                try await FileLock.withLock(lock, mode: .exclusive, timeout: .zero, clock: host.clock) {
                    try removeWorkFolders { $0 == lock }
                }
            } catch FileLockError.heldByAnother {
                continue
            }
        }
    }

    /// Removes the work folders of locks that the caller holds.
    private func removeWorkFolders(ofLock isHeld: (FilePath) -> Bool) throws {
        for name in try Files.listFolder(layout.staging) where isHeld(layout.lock(ofWorkFolder: name)) {
            do {
                try Files.removeTree(layout.staging.appending(name))
            } catch is FileError {
                // A compiler that outlived a killed run still writes there: the next sweep gets it.
                continue
            }
        }
    }

    private func discard(_ folder: FilePath, keep: Bool) throws {
        guard keep, let name = folder.lastComponent?.string.prefix(while: { $0 != "~" }) else {
            return try Files.removeTree(folder)
        }
        try Files.makeFolders(layout.kept)
        let kept = layout.kept.appending(String(name))
        try Files.removeTree(kept)
        try Files.rename(from: folder, to: kept)
        host.console.note("the build folder was kept: \(kept)")
    }

    /// Write, normalise, flush, rename, flush the parent, and only then the record that names it.
    private func publish(
        _ content: FilePath, inputs: BuildInputs, key: BuildKey, label: String, seconds: Double
    ) throws -> Entry {
        try Files.normaliseModes(content)
        let manifest = try Manifest(ofTree: content)
        guard manifest.fileCount > 0 else { throw StoreError.notPublishable(content, reason: "it is empty") }
        try Files.syncTree(content)
        return try place(
            content, manifest: manifest, key: key,
            record: EntryRecord(
                kind: inputs.kind, key: key.text, label: label, inputs: inputs.rows,
                manifestDigest: sha256(of: manifest.text).hexadecimal, fileCount: manifest.fileCount,
                bytes: manifest.totalBytes, buildSeconds: (seconds * 10).rounded() / 10,
                published: Date().formatted(.iso8601)))
    }

    /// Gives a tree that is complete and on disk its name, then its manifest and its record; the key's lock is held.
    func place(_ content: FilePath, manifest: Manifest, key: BuildKey, record: EntryRecord) throws -> Entry {
        let (kind, destination) = (record.kind, layout.entry(record.kind, key))
        if try Files.status(destination) != nil {
            try quarantine(
                Sighting(kind, key, in: layout), reason: "`\(destination)` stood there without a record")
        }
        try Files.rename(from: content, to: destination)
        try Files.syncFolder(layout.bucket(kind))
        try Files.replaceFile(layout.manifest(kind, key), manifest.text)
        try Files.replaceFile(layout.record(kind, key), jsonText(record) + "\n")
        return Entry(kind: kind, key: key, folder: destination, record: record)
    }
}
