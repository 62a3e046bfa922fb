import Glibc
package import SystemPackage

/// An open folder, to ask for thousands of paths below it: the kernel need not walk down to the folder for each.
package struct OpenFolder {
    private let path: FilePath
    private let descriptor: FileDescriptor

    /// Opens `path` while `body` runs. Throws `FileError` when it is no folder or cannot be opened.
    package static func with<Value>(_ path: FilePath, _ body: (OpenFolder) throws -> Value) throws -> Value {
        let descriptor = try naming(.listFolder, path) {
            try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
        }
        defer { try? descriptor.close() }
        return try body(OpenFolder(path: path, descriptor: descriptor))
    }

    /// The status of a relative path itself, not of what a link points to; nil only when there is nothing.
    package func status(_ relative: Substring) throws -> FileStatus? {
        var raw = stat()
        let result = relative.withCString { fstatat(descriptor.rawValue, $0, &raw, AT_SYMLINK_NOFOLLOW) }
        if result == 0 { return FileStatus(raw) }
        let reason = Errno.current
        if reason == .noSuchFileOrDirectory || reason == .notDirectory { return nil }
        throw FileError.failed(.readStatus, path.appending(String(relative)), reason)
    }
}
