import Glibc
package import SystemPackage

extension Files {
    /// The names in a folder, sorted; throws `.notUTF8` rather than give a name that leads nowhere.
    package static func listFolder(_ path: FilePath) throws -> [String] {
        try names(inFolder: path)
            .map { name in
                guard let text = String(validating: name) else { throw FileError.notUTF8(path.appending(name)) }
                return text
            }
            .sorted()
    }

    /// Visits all that is below a folder, a folder before what is in it, siblings in the order of their bytes. Links
    /// are visited, not followed.
    package static func walk(
        _ root: FilePath, visit: (_ relative: FilePath, _ status: FileStatus) throws -> Void
    ) throws {
        try walk(root, below: FilePath(""), visit)
    }

    private static func walk(
        _ root: FilePath, below folder: FilePath, _ visit: (FilePath, FileStatus) throws -> Void
    ) throws {
        let path = folder.isEmpty ? root : root.appending(folder.components)
        for name in try names(inFolder: path).sorted(by: { $0.string.utf8.lexicographicallyPrecedes($1.string.utf8) }) {
            let relative = folder.appending(name)
            // What another process has removed since is not there to be visited.
            guard let status = try status(path.appending(name)) else { continue }
            try visit(relative, status)
            if status.kind == .folder { try walk(root, below: relative, visit) }
        }
    }

    private static func names(inFolder path: FilePath) throws -> [FilePath.Component] {
        try naming(.listFolder, path) {
            let folder = try FileDescriptor.open(path, .readOnly, options: [.directory, .noFollow, .closeOnExec])
            return try folder.closeAfter { try names(inFolder: folder) }
        }
    }

    /// The names in an open folder without `.` and `..`, in no order; throws `Errno`.
    static func names(inFolder folder: FileDescriptor) throws -> [FilePath.Component] {
        // `closedir` closes what `fdopendir` was given, and the caller still needs its own.
        let copy = try retried { fcntl(folder.rawValue, F_DUPFD_CLOEXEC, 0) }
        guard let stream = fdopendir(copy) else {
            let errno = Errno.current
            close(copy)
            throw errno
        }
        defer { closedir(stream) }
        var names: [FilePath.Component] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    FilePath.Component(platformString: $0)
                }
            }
            if let name, name.kind == .regular { names.append(name) }
        }
        guard errno == 0 else { throw Errno.current }
        return names
    }
}
