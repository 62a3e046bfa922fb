import Glibc
package import SystemPackage

/// A lock between processes (and between the tasks of one): `flock` on a file that is made when missing and never
/// unlinked, because a lock on an unlinked file excludes nobody.
///
/// The kernel drops it when its holder dies, so none goes stale.
package struct FileLock {
    package enum Mode: Sendable {
        case shared
        case exclusive
    }

    /// How often a lock that is held is asked for again.
    package static let pollInterval = Duration.milliseconds(50)

    /// Runs `body` while the lock is held, and releases it whichever way `body` ends.
    ///
    /// The folder of `path` must exist. `timeout` nil waits for ever. `onWait` is called once, when somebody else holds
    /// the lock, with who they are: `pid 4711 (wsgimatrix run …)`, or `another process` when the holders are sharers or
    /// wrote nothing. Throws `FileLockError`, `CancellationError` while waiting, or what `body` throws.
    package nonisolated(nonsending) static func withLock<Value>(
        _ path: FilePath, mode: Mode, timeout: Duration? = nil, clock: any Clock<Duration> = ContinuousClock(),
        onWait: (_ holder: String) -> Void = { _ in }, body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> Value {
        let file = try open(path, mode: mode)
        // Closing is releasing: no child has the descriptor, it is close-on-exec.
        defer { try? file.close() }
        try await acquire(file, path, mode: mode, timeout: timeout, clock: clock, onWait: onWait)
        guard mode == .exclusive else { return try await body() }
        LockHolder.current.write(to: file)
        defer { LockHolder.erase(file) }
        return try await body()
    }

    /// Whether nobody holds it exclusively right now.
    package static func isFree(_ path: FilePath) async throws -> Bool {
        do {
            return try await withLock(path, mode: .shared, timeout: .zero) { true }
        } catch FileLockError.heldByAnother {
            return false
        }
    }

    private static func open(_ path: FilePath, mode: Mode) throws(FileLockError) -> FileDescriptor {
        let permissions: FilePermissions = [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
        do {
            guard mode == .shared else {
                return try FileDescriptor.open(
                    path, .readWrite, options: [.create, .closeOnExec], permissions: permissions)
            }
            // Sharing works in a store that this user may only read.
            do {
                return try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            } catch Errno.noSuchFileOrDirectory {
                return try FileDescriptor.open(
                    path, .readOnly, options: [.create, .closeOnExec], permissions: permissions)
            }
        } catch {
            throw .cannotOpen(path, error as? Errno ?? .ioError)
        }
    }

    private nonisolated(nonsending) static func acquire(
        _ file: FileDescriptor, _ path: FilePath, mode: Mode, timeout: Duration?, clock: some Clock<Duration>,
        onWait: (String) -> Void
    ) async throws {
        let start = clock.now
        var hasWaited = false
        while try !tryLock(file, path, mode: mode) {
            if let timeout, start.duration(to: clock.now) >= timeout {
                throw FileLockError.heldByAnother(path, holder: LockHolder.description(in: file))
            }
            if !hasWaited { onWait(LockHolder.description(in: file)) }
            hasWaited = true
            try await clock.sleep(for: pollInterval)
        }
        try Task.checkCancellation()
    }

    private static func tryLock(
        _ file: FileDescriptor, _ path: FilePath, mode: Mode
    ) throws(FileLockError) -> Bool {
        while flock(file.rawValue, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            switch Errno(rawValue: errno) {
            case .interrupted: continue
            case .wouldBlock: return false
            case let reason where reason == .noLocks || reason == .notSupportedOnSocket || reason == .noFunction:
                throw .notSupported(path, reason)
            case let reason: throw .cannotLock(path, reason)
            }
        }
        return true
    }
}
