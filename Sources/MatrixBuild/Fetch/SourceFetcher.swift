package import MatrixHost
package import MatrixModel
package import SystemPackage

/// Brings sources into one folder and vouches for their bytes.
package struct SourceFetcher: Sendable {
    /// What a source may take when neither its recipe nor a place tells its size.
    private static let maximumSize = ByteCount.mebibytes(256)

    private let host: Host
    private let folder: SourceFolder
    private let locks: FilePath
    private let options: FetchOptions

    /// Keeps verified files in `folder` (`<sha256>/<file name>`) and its locks in `locks`; both are made when needed.
    package init(host: Host, folder: FilePath, locks: FilePath, options: FetchOptions) {
        self.host = host
        self.folder = SourceFolder(folder)
        self.locks = locks
        self.options = options
    }

    /// The verified file of a source, brought unless it is held.
    ///
    /// Throws `FetchError` when no place has it, `DownloadError` or `FileError` when this machine cannot take it, and
    /// `FileLockError` when another process has been bringing it for too long. What arrived stays for the next run.
    package func fetch(_ source: Source) async throws -> FilePath { try await fetch(anyOf: [source]).path }

    /// The first of several archives with the same content that can be had. One that is held wins before any network.
    package func fetch(anyOf sources: [Source]) async throws -> (source: Source, path: FilePath) {
        for source in sources {
            if let path = try await held(source) { return (source, path) }
        }
        var failures: [PlaceFailure] = []
        for source in sources {
            do {
                if let path = try await bring(source) { return (source, path) }
            } catch FetchError.unavailable(let more) {
                failures += more
            }
        }
        if options.offline && failures.isEmpty {
            throw FetchError.offline(missing: sources.map(\.fileName), folder: folder.path)
        }
        throw FetchError.unavailable(failures)
    }

    /// Whether the file of one of the sources is held, as far as its name tells: nothing is read.
    package func seemsHeld(anyOf sources: [Source]) throws -> Bool {
        try sources.contains { try Files.status(folder.finished($0)) != nil }
    }

    /// The verified file of a source if it is held; asks nobody. A damaged one is removed and told.
    package func held(_ source: Source) async throws -> FilePath? {
        switch try await folder.state(source) {
        case .good: return folder.finished(source)
        case .missing: return nil
        case .damaged: return try await locked(source) { try await heldWhileLocked(source) }
        }
    }

    /// Nil when there is nobody to ask.
    private func bring(_ source: Source) async throws -> FilePath? {
        let places = places(for: source)
        if places.isEmpty { return nil }
        return try await locked(source) {
            // Whoever had the lock may have brought it.
            if let path = try await heldWhileLocked(source) { return path }
            var failures: [PlaceFailure] = []
            for place in places {
                do {
                    try await ask(place, for: source)
                    return folder.finished(source)
                } catch let error where Self.isOfThePlace(error) {
                    try folder.removeEmptyPartial(source)
                    failures.append(PlaceFailure(fileName: source.fileName, place: place.name, reason: "\(error)"))
                }
            }
            throw FetchError.unavailable(failures)
        }
    }

    private func heldWhileLocked(_ source: Source) async throws -> FilePath? {
        switch try await folder.state(source) {
        case .good: return folder.finished(source)
        case .missing: return nil
        case .damaged(let found):
            let error = FetchError.wrongDigest(expected: source.digest, found: found)
            host.console.note("warning: removing `\(folder.finished(source))`: \(error)")
            try folder.removeFinished(source)
            return nil
        }
    }

    private func ask(_ place: FetchPlace, for source: Source) async throws {
        // A run that was killed before it could publish left nothing to bring.
        if try await folder.partialDigest(source) == source.digest { return try await folder.publish(source) }
        let file = try await place.locate()
        let partial = folder.partial(source)
        let request = DownloadRequest(
            url: file.url, destination: partial, expectedSize: source.size ?? file.size, maximumSize: Self.maximumSize)
        let progress = FetchProgress(host: host, fileName: source.fileName, place: place.name)
        while true {
            let wasResumed = (try Files.status(partial)?.size.bytes ?? 0) > 0
            let summary = try await progress.following { try await host.downloads.download(request, $0) }
            let found = try await folder.partialDigest(source) ?? sha256(of: "")
            if found == source.digest {
                try await folder.publish(source)
                return host.console.note(summary)
            }
            try Files.removeTree(partial)
            // What it went on from may have been the wrong part, so that deserves one restart from zero.
            guard wasResumed else { throw FetchError.wrongDigest(expected: source.digest, found: found) }
        }
    }

    private func places(for source: Source) -> [FetchPlace] {
        let mirrors = options.mirrors.filter { !options.offline || FetchPlace.isLocal(mirror: $0) }.map {
            FetchPlace(
                mirror: $0, fileName: source.fileName, workingDirectory: host.environment.workingDirectory)
        }
        return mirrors + (options.offline ? [] : source.places.map { FetchPlace($0, of: source, host: host) })
    }

    private func locked<Value>(
        _ source: Source, _ body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> Value {
        try Files.makeFolders(locks)
        try Files.makeFolders(folder.partial(source).removingLastComponent())
        return try await FileLock.withLock(
            locks.appending("download-\(source.digest)"), mode: .exclusive, timeout: options.lockTimeout,
            clock: host.clock,
            onWait: { host.console.note("waiting for \($0), which fetches \(source.fileName)") }, body: body)
    }

    /// Whether the next place may do better; a disk that is full is full for all.
    private static func isOfThePlace(_ error: any Error) -> Bool {
        switch error {
        case DownloadError.fileSystemFull, DownloadError.cannotWrite: false
        case is DownloadError, is FetchError, is ProcessError: true
        default: false
        }
    }
}
