import Glibc
package import MatrixModel
package import SystemPackage

/// Why a file operation failed.
package enum FileError: Error, Equatable {
    case failed(FileOperation, FilePath, Errno)
    case tooLarge(FilePath, limit: ByteCount)
    /// The text of a file, or a name in a folder, is not UTF-8.
    case notUTF8(FilePath)

    /// What the system answered, when it was the system that refused.
    package var errno: Errno? {
        if case .failed(_, _, let errno) = self { errno } else { nil }
    }
}

/// What was being done to a path. The raw value fits after "cannot".
package enum FileOperation: String, Sendable {
    case makeFolder = "make the folder"
    case listFolder = "list the folder"
    case readStatus = "look at"
    case read
    case write
    case copy
    case link
    case rename
    case remove
    case sync = "flush to the disk"
    case readFreeSpace = "read the free space of"
}

extension FileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .failed(let operation, let path, let errno): "cannot \(operation.rawValue) `\(path)`: \(errno)"
        case .tooLarge(let path, let limit): "`\(path)` is larger than \(limit)"
        case .notUTF8(let path): "`\(path)` is not UTF-8"
        }
    }
}

/// Runs calls of swift-system and says to which path an `Errno` belongs.
func naming<Value>(_ operation: FileOperation, _ path: FilePath, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let errno as Errno {
        throw FileError.failed(operation, path, errno)
    }
}

/// Repeats a C call while it is interrupted; a negative result throws its `Errno`.
@discardableResult
func retried<Result: FixedWidthInteger & SignedInteger>(_ call: () -> Result) throws -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        let code = Errno.current
        if code != .interrupted { throw code }
    }
}

extension Errno {
    /// What the last failed C call of this thread left in `errno`.
    static var current: Errno { Errno(rawValue: errno) }
}
