import FoundationEssentials
import Glibc
package import SystemPackage

extension Files {
    /// The paths below `root`, relative to it, that a pattern names; `*` stands for any text within one component.
    package static func matches(of pattern: String, in root: FilePath) throws -> [FilePath] {
        try FilePath(pattern).components.reduce([FilePath("")]) { found, component in
            try found.flatMap { folder in
                try names(matching: component.string, in: root.pushing(folder)).map { folder.appending($0) }
            }
        }
    }

    private static func names(matching pattern: String, in folder: FilePath) throws -> [String] {
        guard pattern.contains("*") else {
            return try status(folder.appending(pattern)) == nil ? [] : [pattern]
        }
        guard try status(folder)?.kind == .folder else { return [] }
        return try listFolder(folder).filter { fnmatch(pattern, $0, FNM_PERIOD) == 0 }
    }

    /// The path with every link in it followed. Throws when nothing is there.
    package static func real(_ path: FilePath) throws -> FilePath {
        try naming(.read, path) {
            guard let real = path.withPlatformString({ realpath($0, nil) }) else { throw Errno(rawValue: errno) }
            defer { free(real) }
            return FilePath(platformString: real)
        }
    }
}
