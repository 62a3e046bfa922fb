import MatrixHost
import MatrixModel
import SystemPackage

/// A file of `configure` results: its key, their digest, then a line each as autoconf's cache has it.
struct SeedFile {
    /// Another key's results take the place of those that are there.
    let path: FilePath
    private let key: BuildKey

    init(_ path: FilePath, for inputs: BuildInputs) {
        self.path = path
        key = BuildKey(sha256(of: inputs.canonicalText))
    }

    /// Nil when there are none for this key, or what is there is not what was written.
    func read() -> [String]? {
        guard let text = try? Files.readText(path) else { return nil }
        let parts = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == key.text, parts[1] == sha256(of: String(parts[2])).hexadecimal else {
            return nil
        }
        return parts[2].split(separator: "\n").map(String.init)
    }

    /// One that cannot be written only costs time.
    func write(_ results: [String]) {
        let text = results.map { $0 + "\n" }.joined()
        try? Files.makeFolders(path.removingLastComponent())
        try? Files.replaceFile(path, "\(key)\n\(sha256(of: text).hexadecimal)\n\(text)")
    }

    func remove() { try? Files.removeTree(path) }
}
