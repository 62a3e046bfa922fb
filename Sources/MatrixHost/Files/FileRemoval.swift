import Glibc
package import SystemPackage

extension Files {
    /// Removes a file, a link or a whole tree; what is not there is fine.
    ///
    /// Every step is relative to an open folder and follows no link, so nothing outside the tree is touched. Folders
    /// that their owner may not read or write are opened up first. Stops at the first failure and leaves the rest.
    package static func removeTree(_ path: FilePath) throws {
        try path.withPlatformString { name in
            try remove(name, in: AT_FDCWD, path)
        }
    }

    private static func remove(_ name: UnsafePointer<CChar>, in parent: Int32, _ path: FilePath) throws {
        // Most names are files, so that is tried first: Linux answers EISDIR for a folder.
        if unlinkat(parent, name, 0) == 0 { return }
        switch Errno.current {
        case .noSuchFileOrDirectory, .notDirectory: return
        case .isDirectory: break
        case let errno: throw FileError.failed(.remove, path, errno)
        }
        try removeContents(of: name, in: parent, path)
        guard unlinkat(parent, name, AT_REMOVEDIR) == 0 || Errno.current == .noSuchFileOrDirectory else {
            throw FileError.failed(.remove, path, Errno.current)
        }
    }

    private static func removeContents(of name: UnsafePointer<CChar>, in parent: Int32, _ path: FilePath) throws {
        try naming(.remove, path) {
            let folder = try openForRemoval(name, in: parent)
            try folder.closeAfter {
                for child in try names(inFolder: folder) {
                    try child.withPlatformString { try remove($0, in: folder.rawValue, path.appending(child)) }
                }
            }
        }
    }

    private static func openForRemoval(_ name: UnsafePointer<CChar>, in parent: Int32) throws -> FileDescriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var descriptor = openat(parent, name, flags)
        if descriptor < 0 && Errno.current == .permissionDenied {
            try retried { fchmodat(parent, name, S_IRWXU, AT_SYMLINK_NOFOLLOW) }
            descriptor = openat(parent, name, flags)
        }
        guard descriptor >= 0 else { throw Errno.current }
        // A folder that is not ours stays as it is: the first removal in it then says why.
        _ = fchmod(descriptor, S_IRWXU)
        return FileDescriptor(rawValue: descriptor)
    }
}
