import CArchive
import Glibc
import SystemPackage

/// The writing half of libarchive, below one folder.
///
/// Each entry is written from a fresh header that holds only what was admitted, so that no owner, ACL, flag, extended
/// attribute or special mode bit can come along. The library's own guards are the second net behind `EntryFilter`.
struct DiskWriter: ~Copyable {
    private let disk: OpaquePointer
    private let entry: OpaquePointer
    private let root: String

    /// `root` is an existing folder; no link may be in its path, because every link in a name is refused.
    init(root: String) throws {
        self.root = root
        disk = archive_write_disk_new()
        entry = archive_entry_new()
        // Names are absolute here because the root is, so SECURE_NOABSOLUTEPATHS is left to the filter. Never
        // OWNER, ACL, FFLAGS, XATTR or UNLINK. Parents are entries of our own, so the library makes none.
        let flags =
            ARCHIVE_EXTRACT_SECURE_SYMLINKS | ARCHIVE_EXTRACT_SECURE_NODOTDOT | ARCHIVE_EXTRACT_NO_OVERWRITE
            | ARCHIVE_EXTRACT_NO_AUTODIR | ARCHIVE_EXTRACT_PERM | ARCHIVE_EXTRACT_TIME
        guard archive_write_disk_set_options(disk, flags) == ARCHIVE_OK else { throw failure(at: "") }
    }

    deinit {
        archive_entry_free(entry)
        archive_write_free(disk)
    }

    /// Makes a folder, a link, or an empty file whose bytes follow. Times of the archive are kept: `make` compares them.
    func make(_ admitted: AdmittedEntry, size: Int64, modified: Duration?) throws {
        archive_entry_clear(entry)
        describe(admitted)
        if let (seconds, attoseconds) = modified?.components {
            archive_entry_set_mtime(entry, Int(seconds), Int(attoseconds / 1_000_000_000))
        }
        if case .file = admitted { archive_entry_set_size(entry, size) }
        guard archive_write_header(disk, entry) == ARCHIVE_OK else { throw failure(at: admitted.path) }
    }

    func write(_ block: UnsafeRawBufferPointer, at offset: Int64, of admitted: AdmittedEntry) throws {
        guard archive_write_data_block(disk, block.baseAddress, block.count, offset) == ARCHIVE_OK else {
            throw failure(at: admitted.path)
        }
    }

    func finish(_ admitted: AdmittedEntry) throws {
        guard archive_write_finish_entry(disk) == ARCHIVE_OK else { throw failure(at: admitted.path) }
    }

    /// Sets the folders' times and permissions, which could not be set while files were still made in them.
    func close() throws {
        guard archive_write_close(disk) == ARCHIVE_OK else { throw failure(at: "") }
    }

    private func describe(_ admitted: AdmittedEntry) {
        let (kind, permissions): (mode_t, mode_t) =
            switch admitted {
            case .folder: (S_IFDIR, 0o755)
            case .file(_, let isExecutable): (S_IFREG, isExecutable ? 0o755 : 0o644)
            case .symlink: (S_IFLNK, 0o777)
            case .hardlink: (S_IFREG, 0o644)
            }
        archive_entry_copy_pathname(entry, root + "/" + admitted.path)
        archive_entry_set_filetype(entry, UInt32(kind))
        archive_entry_set_perm(entry, permissions)
        switch admitted {
        case .folder, .file: break
        case .symlink(_, let target): archive_entry_copy_symlink(entry, target)
        case .hardlink(_, let target): archive_entry_copy_hardlink(entry, root + "/" + target)
        }
    }

    /// The system's errors are the machine's fault, the library's own ones the archive's.
    private func failure(at path: String) -> ArchiveError {
        let code = archive_errno(disk)
        guard code > 0, code != EILSEQ, code != EINVAL else { return .damaged(message(of: disk)) }
        return .cannotWrite(path.isEmpty ? root : root + "/" + path, Errno(rawValue: code))
    }
}
