import Glibc
package import MatrixModel
package import SystemPackage

extension Files {
    /// Writes a file in place, replacing what it held, and flushes it. Not atomic, and the folder is not flushed: for
    /// a staging folder that is published as a whole.
    package static func writeFile(
        _ path: FilePath, _ text: String, permissions: FilePermissions = .sharedFile
    ) throws {
        try write(text, to: path, options: [.create, .truncate], permissions)
    }

    /// Replaces a file atomically and durably: a staged file beside it, flushed, `rename(2)`, the folder flushed.
    ///
    /// Readers see the old text or the new one. A killed process may leave a `.staged-…` file beside it.
    package static func replaceFile(
        _ path: FilePath, _ text: String, permissions: FilePermissions = .sharedFile
    ) throws {
        try replace(path) { try write(text, to: $0, options: [.create, .exclusiveCreate], permissions) }
    }

    /// Points a symbolic link, new or not, at `target`, atomically and durably, in the way of `replaceFile`.
    ///
    /// `target` is stored as it is given; it need not exist. A folder at `path` is an error, not replaced.
    package static func replaceSymlink(at path: FilePath, target: FilePath) throws {
        try replace(path) { try makeSymlink(at: $0, target: target) }
    }

    /// The same as `replaceFile` where nothing stands: what somebody put there is never replaced, not even in the
    /// moment between a look and the write. Throws `.fileExists` for it.
    package static func addFile(_ path: FilePath, _ text: String, permissions: FilePermissions = .sharedFile) throws {
        try replace(path, by: moveToFreeName) {
            try write(text, to: $0, options: [.create, .exclusiveCreate], permissions)
        }
    }

    /// The same as `replaceSymlink` where nothing stands, in the way of `addFile`.
    package static func addSymlink(at path: FilePath, target: FilePath) throws {
        try replace(path, by: moveToFreeName) { try makeSymlink(at: $0, target: target) }
    }

    /// Where a symbolic link points, as it is stored.
    package static func readSymlink(_ path: FilePath) throws -> FilePath {
        try naming(.read, path) {
            try withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX) + 1) { buffer in
                let count = try path.withPlatformString { name in
                    try retried { readlink(name, buffer.baseAddress!, buffer.count - 1) }
                }
                buffer[count] = 0
                return FilePath(platformString: buffer.baseAddress!)
            }
        }
    }

    /// The text of a file that a link may lead to; throws `.tooLarge` beyond `limit` and `.notUTF8`.
    package static func readText(_ path: FilePath, limit: ByteCount = .mebibytes(16)) throws -> String {
        let bytes = try naming(.read, path) {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter { try readBytes(file, path, limit) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw FileError.notUTF8(path) }
        return text
    }

    private static func readBytes(_ file: FileDescriptor, _ path: FilePath, _ limit: ByteCount) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            while case let count = try file.read(into: buffer), count > 0 {
                bytes.append(contentsOf: buffer[..<count])
                guard bytes.count <= limit.bytes else { throw FileError.tooLarge(path, limit: limit) }
            }
        }
        return bytes
    }

    private static func write(
        _ text: String, to path: FilePath, options: FileDescriptor.OpenOptions, _ permissions: FilePermissions
    ) throws {
        try naming(.write, path) {
            let file = try FileDescriptor.open(
                path, .writeOnly, options: options.union(.closeOnExec), permissions: permissions)
            try file.closeAfter {
                _ = try file.writeAll(text.utf8)
                try retried { fsync(file.rawValue) }
            }
        }
    }

    private static func makeSymlink(at path: FilePath, target: FilePath) throws {
        try naming(.link, path) {
            try target.withPlatformString { target in
                try path.withPlatformString { name in _ = try retried { symlink(target, name) } }
            }
        }
    }

    /// `link(2)` names the staged file, or the staged link itself, a second time and fails where something stands.
    private static func moveToFreeName(from staged: FilePath, to path: FilePath) throws {
        try naming(.link, path) {
            try staged.withPlatformString { old in
                try path.withPlatformString { new in _ = try retried { link(old, new) } }
            }
        }
        try removeTree(staged)
    }

    private static func replace(
        _ path: FilePath, by move: (FilePath, FilePath) throws -> Void = { try rename(from: $0, to: $1) },
        stage: (FilePath) throws -> Void
    ) throws {
        let folder = path.removingLastComponent()
        let name = ".staged-" + String(UInt64.random(in: .min ... .max), radix: 16)
        let staged = folder.appending(name)
        do {
            try stage(staged)
            try move(staged, path)
        } catch {
            _ = staged.withPlatformString { unlink($0) }
            throw error
        }
        try syncFolder(folder.isEmpty ? "." : folder)
    }
}
