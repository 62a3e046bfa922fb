import CLinux
import Glibc
package import SystemPackage

extension Files {
    /// Flushes a file's bytes and size to the disk.
    package static func syncFile(_ path: FilePath) throws {
        try sync(path, options: [.noFollow, .closeOnExec])
    }

    /// Flushes a folder's list of names to the disk: after a `rename`, both old and new name are then settled.
    package static func syncFolder(_ path: FilePath) throws {
        try sync(path, options: [.directory, .closeOnExec])
    }

    /// Flushes a tree: all its files, then its folders from the deepest up, the root last. Links live in their folder.
    package static func syncTree(_ root: FilePath) throws {
        var folders = [root]
        try walk(root) { relative, status in
            let path = root.appending(relative.components)
            switch status.kind {
            case .regular: try syncFile(path)
            case .folder: folders.append(path)
            case .symlink, .other: break
            }
        }
        for folder in folders.reversed() { try syncFolder(folder) }
    }

    /// Flushes all that the file system of `path` holds in memory, other people's too: for a tree of thousands of small
    /// files one wait instead of one for each. Linux tells of every file that could not be written since.
    package static func syncFileSystem(of path: FilePath) throws {
        try naming(.sync, path) {
            let file = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
            try file.closeAfter { _ = try retried { wsgimatrix_syncfs(file.rawValue) } }
        }
    }

    private static func sync(_ path: FilePath, options: FileDescriptor.OpenOptions) throws {
        try naming(.sync, path) {
            let file = try FileDescriptor.open(path, .readOnly, options: options)
            try file.closeAfter { _ = try retried { fsync(file.rawValue) } }
        }
    }
}
