import MatrixHost
import MatrixModel
import Synchronization
import SystemPackage

/// The folder of verified tarballs: `<sha256>/<file name>`, and `partial/<sha256>` for what is on its way.
final class SourceFolder: Sendable {
    let path: FilePath
    private let verified = Mutex<Set<FilePath>>([])

    init(_ path: FilePath) { self.path = path }

    func finished(_ source: Source) -> FilePath {
        path.appending(source.digest.hexadecimal).appending(source.fileName)
    }

    func partial(_ source: Source) -> FilePath { path.appending("partial").appending(source.digest.hexadecimal) }

    enum State: Equatable {
        case missing
        case good
        case damaged(SHA256Digest)
    }

    /// Looks for the finished file. Its size is checked each time, its digest once a process.
    func state(_ source: Source) async throws -> State {
        let path = finished(source)
        guard let size = try Files.status(path)?.size else { return .missing }
        if size == source.size ?? size, verified.withLock({ $0.contains(path) }) { return .good }
        let digest = try await digest(of: path)
        guard digest == source.digest else { return .damaged(digest) }
        verified.withLock { _ = $0.insert(path) }
        return .good
    }

    func removeFinished(_ source: Source) throws {
        verified.withLock { _ = $0.remove(finished(source)) }
        try Files.removeTree(finished(source))
    }

    /// The digest of what has arrived so far; nil when nothing has.
    func partialDigest(_ source: Source) async throws -> SHA256Digest? {
        guard let size = try Files.status(partial(source))?.size, size.bytes > 0 else { return nil }
        return try await digest(of: partial(source))
    }

    func removeEmptyPartial(_ source: Source) throws {
        if try Files.status(partial(source))?.size.bytes == 0 { try Files.removeTree(partial(source)) }
    }

    /// Moves a partial file that is complete and right to its final name.
    func publish(_ source: Source) async throws {
        let (staged, path) = (partial(source), finished(source))
        try await onOwnThread { try Files.publishFile(staged, as: path) }
        verified.withLock { _ = $0.insert(path) }
    }

    private func digest(of path: FilePath) async throws -> SHA256Digest {
        try await onOwnThread {
            do {
                return try sha256(ofFile: path)
            } catch let errno as Errno {
                throw FileError.failed(.read, path, errno)
            }
        }
    }
}
