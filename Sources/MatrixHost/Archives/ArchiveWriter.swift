import CArchive
import Glibc
package import MatrixModel
package import SystemPackage

/// Packs a tar in zstd: the same names and bytes give the same archive, whoever packs them and whenever.
///
/// Names have to come in an order that does not change. Owners and modes are fixed, folders and links have no time;
/// a file's time is kept to the second, because byte code names its source by that. Blocks, throws `FileError`.
package struct ArchiveWriter: ~Copyable {
    private let writer: OpaquePointer
    private let entry: OpaquePointer
    private let file: FileDescriptor
    private let path: FilePath

    /// A level from which on a CPython hardly gets smaller, and is still packed in seconds.
    private static let level = 9

    /// Makes the file `path`, which must not exist. `threads` compress, at least one; their number changes no byte.
    package static func create(_ path: FilePath, threads: Int) throws -> ArchiveWriter {
        let file = try naming(.write, path) {
            try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .sharedFile)
        }
        return try ArchiveWriter(file, path, threads: threads)
    }

    private init(_ file: FileDescriptor, _ path: FilePath, threads: Int) throws {
        self.path = path
        self.file = file
        writer = archive_write_new()
        entry = archive_entry_new()
        let answers = [
            archive_write_set_format_pax_restricted(writer), archive_write_add_filter_zstd(writer),
            archive_write_set_filter_option(writer, "zstd", "compression-level", "\(Self.level)"),
            archive_write_set_filter_option(writer, "zstd", "threads", "\(max(1, threads))"),
            archive_write_open_fd(writer, file.rawValue),
        ]
        // A libarchive or a libzstd without threads warns about them and packs with one.
        guard answers.allSatisfy({ $0 >= ARCHIVE_WARN }) else { throw failure() }
    }

    deinit {
        archive_entry_free(entry)
        archive_write_free(writer)
        try? file.close()
    }

    package func addFolder(_ name: String) throws { try add(name, S_IFDIR, 0o755) }

    package func addLink(_ name: String, target: String) throws {
        try add(name, S_IFLNK, 0o777) { archive_entry_copy_symlink($0, target) }
    }

    package func addText(_ name: String, _ text: String) throws {
        try add(name, S_IFREG, 0o644) { archive_entry_set_size($0, Int64(text.utf8.count)) }
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
    }

    /// Adds a regular file and returns the digest of what was packed, read only once.
    package func addFile(_ name: String, from source: FilePath, status: FileStatus) throws -> SHA256Digest {
        let mode: mode_t = status.permissions.contains(.ownerExecute) ? 0o755 : 0o644
        try add(name, S_IFREG, mode) {
            archive_entry_set_size($0, status.size.bytes)
            archive_entry_set_mtime($0, Int(status.modified.components.seconds), 0)
        }
        var digest = DigestContext()
        let input = try naming(.read, source) {
            try FileDescriptor.open(source, .readOnly, options: [.noFollow, .closeOnExec])
        }
        defer { try? input.close() }
        var packed: Int64 = 0
        try withUnsafeTemporaryAllocation(byteCount: 1 << 17, alignment: 16) { buffer in
            while case let count = try naming(.read, source, { try input.read(into: buffer) }), count > 0 {
                let block = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                digest.update(block)
                packed += Int64(count)
                // It grows while it is read: the header has promised less.
                guard packed <= status.size.bytes else { break }
                try write(block)
            }
        }
        guard packed == status.size.bytes else { throw FileError.failed(.read, source, .ioError) }
        return digest.finish()
    }

    /// Ends the archive and flushes it to the disk.
    package func finish() throws {
        guard archive_write_close(writer) == ARCHIVE_OK else { throw failure() }
        try naming(.sync, path) { _ = try retried { fsync(file.rawValue) } }
    }

    private func add(
        _ name: String, _ kind: mode_t, _ permissions: mode_t, describe: (OpaquePointer) -> Void = { _ in }
    ) throws {
        archive_entry_clear(entry)
        archive_entry_copy_pathname(entry, name)
        archive_entry_set_filetype(entry, UInt32(kind))
        archive_entry_set_perm(entry, permissions)
        archive_entry_set_mtime(entry, 0, 0)
        describe(entry)
        guard archive_write_header(writer, entry) == ARCHIVE_OK else { throw failure() }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = archive_write_data(writer, rest.baseAddress, rest.count)
            guard count > 0 else { throw failure() }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    private func failure() -> FileError {
        let code = archive_errno(writer)
        return .failed(.write, path, code > 0 ? Errno(rawValue: code) : .ioError)
    }
}
