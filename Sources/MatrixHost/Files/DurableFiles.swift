import Glibc
package import MatrixModel
package import SystemPackage

/// The size of a file; nil when nothing has that name. Throws `FileError`.
package func sizeOfFile(_ path: FilePath) throws(FileError) -> ByteCount? {
    var status = stat()
    if stat(path.string, &status) == 0 { return ByteCount(status.st_size) }
    let reason = Errno(rawValue: errno)
    if reason == .noSuchFileOrDirectory { return nil }
    throw .cannotRead(path, reason)
}

/// Makes a folder and those above it, unless they are there. Throws `FileError`.
package func makeFolder(_ path: FilePath) throws(FileError) {
    if mkdir(path.string, 0o755) == 0 { return }
    switch Errno(rawValue: errno) {
    case .fileExists: return
    case .noSuchFileOrDirectory where path.removingLastComponent() != path && !path.removingLastComponent().isEmpty:
        try makeFolder(path.removingLastComponent())
        if mkdir(path.string, 0o755) != 0, case let reason = Errno(rawValue: errno), reason != .fileExists {
            throw .cannotMakeFolder(path, reason)
        }
    case let reason: throw .cannotMakeFolder(path, reason)
    }
}

/// Removes a file; one that is gone already is as good. Throws `FileError`.
package func removeFile(_ path: FilePath) throws(FileError) {
    guard unlink(path.string) != 0, case let reason = Errno(rawValue: errno) else { return }
    if reason != .noSuchFileOrDirectory { throw .cannotRemove(path, reason) }
}

/// Moves a file that is complete to its name, atomically and for good: read-only, its bytes on disk before the name is,
/// and the name on disk on return. The folder above is made. Both are in one file system. Throws `FileError`.
package func publishFile(_ staged: FilePath, as path: FilePath) throws(FileError) {
    let folder = path.removingLastComponent()
    try makeFolder(folder)
    try synchronize(folder.removingLastComponent())
    guard chmod(staged.string, 0o444) == 0 else { throw .cannotPublish(path, Errno(rawValue: errno)) }
    try synchronize(staged)
    guard rename(staged.string, path.string) == 0 else { throw .cannotPublish(path, Errno(rawValue: errno)) }
    try synchronize(folder)
}

private func synchronize(_ path: FilePath) throws(FileError) {
    do {
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        try file.closeAfter { if fsync(file.rawValue) != 0 { throw Errno(rawValue: errno) } }
    } catch {
        throw .cannotPublish(path, error as? Errno ?? .ioError)
    }
}
