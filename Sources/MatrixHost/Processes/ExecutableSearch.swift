import Glibc
package import SystemPackage

/// The first program of that name in `folders` (or on a `PATH` text split at its colons); nil when there is none.
package func findExecutable(_ name: String, in folders: [String]) -> FilePath? {
    for folder in folders where folder.hasPrefix("/") {
        let path = FilePath(folder).appending(name)
        var status = stat()
        if stat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(path.string, X_OK) == 0 {
            return path
        }
    }
    return nil
}
