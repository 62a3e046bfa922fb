import MatrixHost
import MatrixModel
package import SystemPackage

/// The files of an entry with their sizes and digests: one line each, `sha256 size path` or `link target<tab>path`.
///
/// A text that splits at spaces and line ends, because three thousand lines are read on every hit.
package struct Manifest: Sendable {
    package private(set) var text: String
    private var lines: [Line]

    private enum Line: Sendable {
        case file(digest: Substring, size: Int64, path: Substring)
        case link(target: Substring, path: Substring)

        init?(_ row: Substring) {
            if row.utf8.starts(with: "link ".utf8) {
                guard let (target, path) = row[row.utf8.index(row.startIndex, offsetBy: 5)...].cut(at: "\t") else {
                    return nil
                }
                self = .link(target: target, path: path)
            } else {
                guard let (digest, rest) = row.cut(at: " "), let (number, path) = rest.cut(at: " "),
                    let size = Int64(number), !path.isEmpty
                else { return nil }
                self = .file(digest: digest, size: size, path: path)
            }
        }
    }

    /// Reads what `init(ofTree:)` wrote; nil for anything else.
    package init?(text: String) {
        var lines: [Line] = []
        var rest = text[...]
        while let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
            guard let line = Line(rest[..<end]) else { return nil }
            lines.append(line)
            rest = rest[rest.utf8.index(after: end)...]
        }
        guard rest.isEmpty else { return nil }
        self.text = text
        self.lines = lines
    }

    /// Digests every file of a tree. Blocks. Throws `StoreError.notPublishable` for what is neither file, folder nor link.
    package init(ofTree root: FilePath) throws {
        var text = ""
        try Files.walk(root) { relative, status in
            let path = root.pushing(relative)
            guard isListable(relative) else {
                throw StoreError.notPublishable(path, reason: "its name holds a tab or a line end, or is not UTF-8")
            }
            switch status.kind {
            case .regular:
                text += "\(try digest(of: path)) \(status.size.bytes) \(relative)\n"
            case .symlink:
                let target = try Files.readSymlink(path)
                guard isListable(target) else {
                    throw StoreError.notPublishable(
                        path, reason: "its target holds a tab or a line end, or is not UTF-8")
                }
                text += "link \(target)\t\(relative)\n"
            case .folder: break
            case .other:
                throw StoreError.notPublishable(path, reason: "it is neither a file nor a folder nor a link")
            }
        }
        guard let manifest = Manifest(text: text) else {
            throw StoreError.notPublishable(root, reason: "a name in it cannot be listed")
        }
        self = manifest
    }

    package var fileCount: Int { lines.count }

    package var totalBytes: Int64 {
        lines.reduce(0) { sum, line in if case .file(_, let size, _) = line { sum + size } else { sum } }
    }

    /// Whether every link is relative and climbs, at its start alone, no further than the entry's own folder.
    var hasOnlyLinksInside: Bool {
        lines.allSatisfy { line in
            guard case .link(let target, let path) = line else { return true }
            let components = target.split(separator: "/", omittingEmptySubsequences: false)
            let climbs = components.prefix { $0 == ".." }.count
            return components.first != "" && climbs <= path.count { $0 == "/" }
                && !components.dropFirst(climbs).contains("..")
        }
    }

    /// The names of all files and links.
    var paths: Set<String> {
        Set(
            lines.map { line in
                switch line {
                case .file(_, _, let path), .link(_, let path): String(path)
                }
            })
    }

    /// The SHA-256 that the file at `path` should have; nil when it lists none of that name.
    func recordedDigest(of path: String) -> String? {
        for case .file(let digest, _, let name) in lines where name == path { return String(digest) }
        return nil
    }

    /// How thoroughly a tree is held against its manifest.
    package enum Depth: Sendable {
        /// Every file is there with its size, every link points where it should; the digests of what Apache loads itself.
        case sizes
        /// The digest of every file too.
        case digests
    }

    /// The first difference between the tree and the manifest, as a sentence; nil when there is none. Blocks.
    ///
    /// Throws `FileError` for anything but a difference: an unreadable disk is no reason to rebuild.
    package func firstDifference(in root: FilePath, depth: Depth) throws -> String? {
        guard try Files.status(root)?.kind == .folder else { return "the folder `\(root)` is missing" }
        do {
            return try OpenFolder.with(root) { folder in
                for line in lines {
                    if let difference = try difference(of: line, in: folder, at: root, depth: depth) {
                        return difference
                    }
                }
                return nil
            }
        } catch let error as FileError where error.errno == .noSuchFileOrDirectory {
            // Another process quarantines it right now: what the open folder still shows is gone under its name.
            return "`\(root)` went away while it was read"
        }
    }

    private func difference(of line: Line, in folder: OpenFolder, at root: FilePath, depth: Depth) throws -> String? {
        switch line {
        case .file(let digest, let size, let path):
            let status = try folder.status(path)
            // The common case needs no path: making one for each of thousands of files would take longer than asking.
            let isRightSize = status?.kind == .regular && status?.size.bytes == size
            if isRightSize && depth == .sizes && !isLoadedByApache(path) { return nil }
            let file = root.pushing(FilePath(String(path)))
            guard let status else { return "`\(file)` is missing" }
            guard status.kind == .regular else { return "`\(file)` is not a regular file" }
            guard isRightSize else { return "`\(file)` has \(status.size.bytes) bytes and should have \(size)" }
            let found = try MatrixStore.digest(of: file).hexadecimal
            return found == digest ? nil : "`\(file)` has SHA-256 \(found) and should have \(digest)"
        case .link(let target, let path):
            let link = root.pushing(FilePath(String(path)))
            guard try folder.status(path)?.kind == .symlink else { return "the link `\(link)` is missing" }
            return try Files.readSymlink(link).string == target ? nil : "`\(link)` points elsewhere"
        }
    }

    /// `mod_wsgi.so` and libpython: the two files whose damage would take a server down before anything else is read.
    private func isLoadedByApache(_ path: Substring) -> Bool {
        path.hasPrefix("lib/libpython") || path == "mod_wsgi.so"
    }
}

extension Substring {
    /// The text before and behind the first `separator`.
    fileprivate func cut(at separator: Unicode.Scalar) -> (Substring, Substring)? {
        guard let index = utf8.firstIndex(of: UInt8(ascii: separator)) else { return nil }
        return (self[..<index], self[utf8.index(after: index)...])
    }
}

/// Whether a name fits into one line of a manifest and leads back to the same file.
private func isListable(_ path: FilePath) -> Bool {
    guard let text = String(validating: path) else { return false }
    return !text.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }
}

private func digest(of path: FilePath) throws -> SHA256Digest {
    do {
        return try sha256(ofFile: path)
    } catch let errno as Errno {
        throw FileError.failed(.read, path, errno)
    }
}
