import MatrixHost
import MatrixStore
import SystemPackage

/// A way in which an entry can be harmed, with what the store should say about it.
struct Damage: Sendable, CustomStringConvertible {
    let description: String
    /// A part of the sentence that says what differs.
    let reason: String
    /// Whether it shows without reading every file.
    var isFoundBySizes = true
    let inflict: @Sendable (StoreBench) throws -> Void

    static let all = [
        Damage(description: "a truncated file", reason: "has 4 bytes and should have 10") {
            try Files.writeFile($0.entry.pushing(FilePath(StoreBench.module)), "sep ")
        },
        Damage(description: "an empty file", reason: "has 0 bytes and should have 10") {
            try Files.writeFile($0.entry.pushing(FilePath(StoreBench.module)), "")
        },
        Damage(description: "a missing file", reason: "is missing") {
            try Files.removeTree($0.entry.pushing(FilePath(StoreBench.module)))
        },
        Damage(description: "a folder instead of a file", reason: "is not a regular file") {
            try Files.removeTree($0.entry.pushing(FilePath(StoreBench.module)))
            try Files.makeFolder($0.entry.pushing(FilePath(StoreBench.module)))
        },
        Damage(description: "a bit-flip in libpython", reason: "has SHA-256") {
            try Files.writeFile($0.entry.pushing(FilePath(StoreBench.library)), "the library's bYtes\n")
        },
        Damage(description: "a bit-flip elsewhere", reason: "has SHA-256", isFoundBySizes: false) {
            try Files.writeFile($0.entry.pushing(FilePath(StoreBench.module)), "sep = '.'\n")
        },
        Damage(description: "a link that leads elsewhere", reason: "points elsewhere") {
            try Files.replaceSymlink(at: $0.entry.pushing(FilePath(StoreBench.link)), target: "/usr/lib/other.so")
        },
        Damage(description: "a missing link", reason: "is missing") {
            try Files.removeTree($0.entry.pushing(FilePath(StoreBench.link)))
        },
        Damage(description: "a missing entry", reason: "is missing") { try Files.removeTree($0.entry) },
        Damage(description: "a manifest of something else", reason: "is not the manifest that was published") {
            try Files.writeFile($0.manifest, Files.readText($0.manifest).replacing("10", with: "11"))
        },
        Damage(description: "an empty manifest", reason: "is not the manifest that was published") {
            try Files.writeFile($0.manifest, "")
        },
        Damage(description: "a manifest that is not text", reason: "is not the manifest that was published") {
            let file = try FileDescriptor.open($0.manifest, .writeOnly)
            _ = try file.closeAfter { try file.writeAll([0xFF]) }
        },
        Damage(description: "a missing manifest", reason: "is missing") { try Files.removeTree($0.manifest) },
    ]
}
