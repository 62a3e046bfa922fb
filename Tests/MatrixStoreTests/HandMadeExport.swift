import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage

/// An export of one small Python, written member by member, so that each of them can lie.
struct HandMadeExport: Sendable {
    let key: BuildKey
    var recordKey: String
    var kind = EntryKind.python
    var label = "3.13.5"
    var inputs: [BuildInputs.Row]
    /// What the manifest was made of, or what was put in its place.
    var files = ["lib/os.py": "sep = '/'\n"]
    var manifest: String
    /// Files that the manifest does not list, and those that it lists alone.
    var more: [String: String] = [:]
    var left: Set<String> = []
    var link: (path: String, target: String)?
    var hasRecord = true
    /// Below the top folder.
    var beside: [String: String] = [:]

    init(_ bench: StoreBench) {
        key = bench.key
        recordKey = bench.key.text
        inputs = bench.inputs().rows
        manifest = "\(sha256(of: "sep = '/'\n")) 10 lib/os.py\n"
    }

    func write(to folder: FilePath, adding: (inout TarBuilder) -> Void = { _ in }) throws -> FilePath {
        var tar = TarBuilder()
        let (top, bucket) = ("wsgimatrix-store-v1/", EntryKind.python.bucket)
        var listed = manifest
        if let link { listed += "link \(link.target)\t\(link.path)\n" }
        // The record names the true manifest, whatever stands in its place.
        let named = manifest.contains("11 lib") ? manifest.replacing("11 lib", with: "10 lib") : listed
        let record = EntryRecord(
            kind: kind, key: recordKey, label: label, inputs: inputs, manifestDigest: sha256(of: named).hexadecimal,
            fileCount: link == nil ? 1 : 2, bytes: 10, buildSeconds: 1, published: "2026-11-23T00:00:00Z")
        if hasRecord { tar.add("\(top)\(bucket)/\(key).json", content: try jsonText(record) + "\n") }
        tar.add("\(top)\(bucket)/\(key).manifest", content: listed)
        if hasRecord {
            for (path, content) in files.merging(more, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key })
            where !left.contains(path) {
                tar.add("\(top)\(bucket)/\(key)/\(path)", content: content)
            }
        }
        if let link { tar.add("\(top)\(bucket)/\(key)/\(link.path)", .symlink, link: link.target) }
        for (path, content) in beside { tar.add(top + path, content: content) }
        adding(&tar)
        let path = folder.appending("export.tar")
        try tar.write(to: path)
        return path
    }
}
