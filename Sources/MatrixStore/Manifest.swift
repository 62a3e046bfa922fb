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
    }

    /// Reads what `init(ofTree:)` wrote; nil for anything else.
    package init?(text: String) {
        var lines: [Line] = []
        for row in text.utf8.split(separator: UInt8(ascii: "\n")).map(Substring.init) {
            if row.utf8.starts(with: "link ".utf8) {
                let parts = row.utf8.dropFirst(5).split(separator: UInt8(ascii: "\t"))
                guard parts.count == 2 else { return nil }
                lines.append(.link(target: Substring(parts[0]), path: Substring(parts[1])))
            } else {
                let parts = row.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2)
                guard parts.count == 3, let size = Int64(Substring(parts[1])) else { return nil }
                lines.append(.file(digest: Substring(parts[0]), size: size, path: Substring(parts[2])))
            }
        }
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
        for line in lines {
            switch line {
            case .file(let digest, let size, let path):
                let file = root.pushing(FilePath(String(path)))
                guard let status = try Files.status(file) else { return "`\(file)` is missing" }
                guard status.kind == .regular else { return "`\(file)` is not a regular file" }
                guard status.size.bytes == size else {
                    return "`\(file)` has \(status.size.bytes) bytes and should have \(size)"
                }
                if depth == .digests || isLoadedByApache(path) {
                    let found = try MatrixStore.digest(of: file).hexadecimal
                    if found != digest { return "`\(file)` has SHA-256 \(found) and should have \(digest)" }
                }
            case .link(let target, let path):
                let link = root.pushing(FilePath(String(path)))
                guard try Files.status(link)?.kind == .symlink else { return "the link `\(link)` is missing" }
                guard try Files.readSymlink(link).string == target else { return "`\(link)` points elsewhere" }
            }
        }
        return nil
    }

    /// `mod_wsgi.so` and libpython: the two files whose damage would take a server down before anything else is read.
    private func isLoadedByApache(_ path: Substring) -> Bool {
        path.hasPrefix("lib/libpython") || path == "mod_wsgi.so"
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
