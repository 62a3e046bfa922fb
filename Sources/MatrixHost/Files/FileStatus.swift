import Glibc
package import MatrixModel
package import SystemPackage

/// What `lstat(2)` says about a path.
package struct FileStatus: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case regular
        case folder
        case symlink
        /// A device, a FIFO or a socket.
        case other
    }

    package var kind: Kind
    package var size: ByteCount
    /// The twelve low bits: setuid, setgid and sticky too.
    package var permissions: FilePermissions
    package var userID: UInt32
    /// Since 1970, to the nanosecond.
    package var modified: Duration
    package var inode: UInt64
    package var device: UInt64

    package init(
        kind: Kind, size: ByteCount, permissions: FilePermissions, userID: UInt32, modified: Duration, inode: UInt64,
        device: UInt64
    ) {
        self.kind = kind
        self.size = size
        self.permissions = permissions
        self.userID = userID
        self.modified = modified
        self.inode = inode
        self.device = device
    }
}

extension Files {
    /// The status of the path itself, not of what a link points to; nil only when there is nothing (ENOENT, ENOTDIR).
    package static func status(_ path: FilePath) throws -> FileStatus? {
        do {
            return FileStatus(try Stat(path, followTargetSymlink: false).rawValue)
        } catch .noSuchFileOrDirectory, .notDirectory {
            return nil
        } catch {
            throw FileError.failed(.readStatus, path, error)
        }
    }
}

extension FileStatus {
    init(_ raw: stat) {
        kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .symlink
            default: .other
            }
        size = ByteCount(raw.st_size)
        permissions = FilePermissions(rawValue: raw.st_mode & 0o7777)
        userID = raw.st_uid
        // By whole: which C module owns the members of `timespec` differs between debug and release builds.
        modified = Duration(raw.st_mtim)
        inode = UInt64(raw.st_ino)
        device = UInt64(raw.st_dev)
    }
}
