import Glibc
package import SystemPackage

/// File operations for whoever is given a root folder.
///
/// They block, throw `FileError`, and never follow a symbolic link in the last component unless they say so.
package enum Files {
    /// Makes one folder; fails when the path exists. `permissions` are cut by the umask.
    package static func makeFolder(_ path: FilePath, permissions: FilePermissions = .sharedFolder) throws {
        try naming(.makeFolder, path) {
            try path.withPlatformString { name in _ = try retried { mkdir(name, permissions.rawValue) } }
        }
    }

    /// Makes a folder and the parents that are missing; a folder that exists (or a link to one) is fine, and so is
    /// another process that makes the same ones at the same time.
    package static func makeFolders(_ path: FilePath, permissions: FilePermissions = .sharedFolder) throws {
        do {
            try makeFolder(path, permissions: permissions)
        } catch FileError.failed(_, _, .noSuchFileOrDirectory) where path.removingLastComponent() != path {
            let parent = path.removingLastComponent()
            guard !parent.isEmpty else { throw FileError.failed(.makeFolder, path, .noSuchFileOrDirectory) }
            try makeFolders(parent, permissions: permissions)
            try makeFolders(path, permissions: permissions)
        } catch FileError.failed(_, _, .fileExists) {
            let target = try naming(.makeFolder, path) { try Stat(path) }
            guard target.type == .directory else { throw FileError.failed(.makeFolder, path, .fileExists) }
        }
    }

    /// Moves a path inside one file system, replacing what is there: `rename(2)`, atomic, not yet durable.
    package static func rename(from source: FilePath, to destination: FilePath) throws {
        try naming(.rename, source) {
            try source.withPlatformString { old in
                try destination.withPlatformString { new in _ = try retried { Glibc.rename(old, new) } }
            }
        }
    }
}

extension FilePermissions {
    /// 0755: what a folder of ours has.
    package static let sharedFolder: FilePermissions = [
        .ownerReadWriteExecute, .groupReadExecute, .otherReadExecute,
    ]
    /// 0644: what a file of ours has.
    package static let sharedFile: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
}
