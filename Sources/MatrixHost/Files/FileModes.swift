import Glibc
package import SystemPackage

extension Files {
    /// Sets the twelve permission bits of a file or folder; a link is followed.
    package static func setPermissions(_ path: FilePath, _ permissions: FilePermissions) throws {
        try naming(.write, path) {
            _ = try path.withPlatformString { name in try retried { chmod(name, permissions.rawValue) } }
        }
    }

    /// Sets a file's time of modification, to now or to whole seconds since 1970; what it holds stays.
    package static func touch(_ path: FilePath, seconds: Int? = nil) throws {
        try naming(.write, path) {
            _ = try path.withPlatformString { name in
                guard let seconds else { return try retried { utimes(name, nil) } }
                let time = timeval(tv_sec: seconds, tv_usec: 0)
                return try retried { utimes(name, [time, time]) }
            }
        }
    }

    /// Throws where this user may not write, on a read-only file system too. Says nothing about free space.
    package static func requireWritable(_ path: FilePath) throws {
        try naming(.write, path) {
            _ = try path.withPlatformString { name in try retried { access(name, W_OK) } }
        }
    }

    /// Gives every folder below and including `root` 0755 and every file 0644, or 0755 when its owner may execute it.
    package static func normaliseModes(_ root: FilePath) throws {
        try setPermissions(root, .sharedFolder)
        try walk(root) { relative, status in
            let wanted: FilePermissions? =
                switch status.kind {
                case .folder: .sharedFolder
                case .regular: status.permissions.contains(.ownerExecute) ? .sharedFolder : .sharedFile
                case .symlink, .other: nil
                }
            if let wanted, wanted != status.permissions { try setPermissions(root.pushing(relative), wanted) }
        }
    }
}
