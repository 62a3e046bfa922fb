import MatrixModel

/// One version of a Debian source package, as `apt-cache showsrc` prints it.
struct SourcePackage: Equatable {
    let version: String
    /// File names by their SHA-256.
    private let fileNames: [String: String]

    func fileName(of digest: SHA256Digest) -> String? { fileNames[digest.hexadecimal] }

    /// Reads deb822: paragraphs between empty lines, fields at a line's start, what goes on is indented.
    static func all(in text: String) -> [SourcePackage] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
            .compactMap { SourcePackage(paragraph: Array($0)) }
    }

    private init?(paragraph: [Substring]) {
        var version: String?
        var fileNames: [String: String] = [:]
        var field = ""
        for line in paragraph {
            if !line.hasPrefix(" "), let colon = line.firstIndex(of: ":") {
                field = line[..<colon].lowercased()
                if field == "version" { version = String(line[line.index(after: colon)...].drop { $0 == " " }) }
            } else if field == "checksums-sha256" {
                let words = line.split(separator: " ")
                if words.count == 3 { fileNames[words[0].lowercased()] = String(words[2]) }
            }
        }
        guard let version else { return nil }
        self.version = version
        self.fileNames = fileNames
    }
}
