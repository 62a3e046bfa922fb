import Glibc
package import MatrixModel
package import SystemPackage

extension Files {
    /// Copies a regular file's bytes and its permissions to a new path, which must not exist.
    ///
    /// The file system shares the blocks when it can (`FICLONE`). The copy is not flushed; what a failure has left of it
    /// is removed.
    package static func copyFile(from source: FilePath, to destination: FilePath) throws {
        try naming(.copy, source) {
            let input = try FileDescriptor.open(source, .readOnly, options: [.noFollow, .closeOnExec])
            try input.closeAfter {
                guard let status = try status(source), status.kind == .regular else { throw Errno.invalidArgument }
                try naming(.write, destination) {
                    let output = try FileDescriptor.open(
                        destination, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                        permissions: .sharedFile)
                    do {
                        try output.closeAfter {
                            try copyBytes(from: input, to: output)
                            try retried { fchmod(output.rawValue, status.permissions.rawValue & 0o777) }
                        }
                    } catch {
                        _ = destination.withPlatformString { unlink($0) }
                        throw error
                    }
                }
            }
        }
    }

    /// What an unprivileged user may still write to the file system that holds `path`.
    package static func freeSpace(_ path: FilePath) throws -> ByteCount {
        var status = statvfs()
        try naming(.readFreeSpace, path) {
            try path.withPlatformString { name in _ = try retried { statvfs(name, &status) } }
        }
        return ByteCount(UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    private static func copyBytes(from input: FileDescriptor, to output: FileDescriptor) throws {
        let shareBlocks: UInt = 0x4004_9409  // FICLONE of <linux/fs.h>, a macro that Swift cannot read
        if ioctl(output.rawValue, shareBlocks, input.rawValue) == 0 { return }
        try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
            while case let count = try input.read(into: buffer), count > 0 {
                _ = try output.writeAll(buffer[..<count])
            }
        }
    }
}
