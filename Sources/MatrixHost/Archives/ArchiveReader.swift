import CArchive
import Glibc
import MatrixModel
import SystemPackage

/// The reading half of libarchive: tar and nothing else, plain or in gzip, bzip2, xz or zstd.
///
/// Every answer but `ARCHIVE_OK` is a failure, `ARCHIVE_WARN` and `ARCHIVE_RETRY` too.
struct ArchiveReader: ~Copyable {
    private let reader: OpaquePointer
    private let file: FileDescriptor
    let packedSize: ByteCount

    static func open(_ archive: FilePath) throws -> ArchiveReader {
        do {
            let file = try FileDescriptor.open(archive, .readOnly, options: .closeOnExec)
            let size = try file.seek(offset: 0, from: .end)
            try file.seek(offset: 0, from: .start)
            return try ArchiveReader(file, packedSize: ByteCount(size))
        } catch let errno as Errno {
            throw ArchiveError.cannotRead(archive.string, errno)
        }
    }

    private init(_ file: FileDescriptor, packedSize: ByteCount) throws {
        self.file = file
        self.packedSize = packedSize
        reader = archive_read_new()
        let answers = [
            archive_read_support_format_tar(reader), archive_read_support_filter_gzip(reader),
            archive_read_support_filter_bzip2(reader), archive_read_support_filter_xz(reader),
            archive_read_support_filter_zstd(reader), archive_read_open_fd(reader, file.rawValue, 1 << 16),
        ]
        guard answers.allSatisfy({ $0 == ARCHIVE_OK }) else { throw failure() }
    }

    deinit {
        archive_read_free(reader)
        // Nothing was written to it.
        try? file.close()
    }

    /// What the filter has put out so far.
    var decompressedBytes: Int64 { archive_filter_bytes(reader, 0) }

    /// The next entry, which lives until the next call; nil at the end of the archive.
    func next() throws -> ArchiveEntry? {
        var entry: OpaquePointer?
        switch archive_read_next_header(reader, &entry) {
        case ARCHIVE_OK: return entry.map(ArchiveEntry.init)
        case ARCHIVE_EOF: return nil
        default: throw failure()
        }
    }

    /// Hands over the current entry's bytes, block by block, each with its offset in the file.
    func readBlocks(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws {
        while true {
            var start: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            switch archive_read_data_block(reader, &start, &count, &offset) {
            case ARCHIVE_OK: try body(UnsafeRawBufferPointer(start: start, count: count), offset)
            case ARCHIVE_EOF: return
            default: throw failure()
            }
        }
    }

    private func failure() -> ArchiveError { .damaged(message(of: reader)) }
}

/// One header as libarchive read it.
struct ArchiveEntry {
    private let entry: OpaquePointer

    init(_ entry: OpaquePointer) { self.entry = entry }

    var header: EntryHeader {
        EntryHeader(
            name: bytes(archive_entry_pathname(entry)), kind: kind,
            target: bytes(archive_entry_hardlink(entry) ?? archive_entry_symlink(entry)),
            isExecutable: archive_entry_perm(entry) & S_IXUSR != 0)
    }

    /// What a file declares; nothing else brings bytes of its own.
    var size: Int64 { kind == .file ? archive_entry_size(entry) : 0 }

    /// Since 1970.
    var modified: Duration? {
        guard archive_entry_mtime_is_set(entry) != 0 else { return nil }
        return .seconds(archive_entry_mtime(entry)) + .nanoseconds(archive_entry_mtime_nsec(entry))
    }

    private var kind: ArchivedKind {
        if archive_entry_hardlink(entry) != nil { return .hardlink }
        return switch archive_entry_filetype(entry) {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .symlink
        case S_IFIFO: .fifo
        case S_IFSOCK: .socket
        case S_IFCHR, S_IFBLK: .device
        default: .unknown
        }
    }

    private func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
        guard let text else { return [] }
        return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}

/// What libarchive says about its last failure.
func message(of archive: OpaquePointer) -> String {
    archive_error_string(archive).map { String(cString: $0) } ?? "no reason given"
}
