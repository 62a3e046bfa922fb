package import SystemPackage

/// Why a lock was not taken.
package enum FileLockError: Error, Equatable {
    /// Somebody else held it until the time-out; `holder` is what they wrote inside, for people.
    case heldByAnother(FilePath, holder: String)
    /// The file system has no `flock` (some network ones), so nothing here can be made exclusive.
    case notSupported(FilePath, Errno)
    case cannotOpen(FilePath, Errno)
    case cannotLock(FilePath, Errno)
}

extension FileLockError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .heldByAnother(let path, let holder): "the lock `\(path)` is still held by \(holder)"
        case .notSupported(let path, let errno): "the file system of `\(path)` has no file locks (\(errno))"
        case .cannotOpen(let path, let errno): "cannot open the lock `\(path)`: \(errno)"
        case .cannotLock(let path, let errno): "cannot lock `\(path)`: \(errno)"
        }
    }
}
