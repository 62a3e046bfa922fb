import MatrixHost
import MatrixModel
import SystemPackage

/// Apache's error log since a start: a file that other runs have written to before.
package struct ErrorLog: Sendable {
    /// Where this start's lines begin.
    private let start: FileFollower

    var path: FilePath { start.path }

    /// The log as it is now, before a start.
    init(at path: FilePath) { start = FileFollower(endOf: path) }

    /// The lines written since; at most the first MiB of them, because the first error is the one that counts.
    func lines() -> [Substring] {
        var log = start
        return log.newLines(upTo: ByteCount(1 << 20))
    }

    /// Whether Apache has said that it loaded this mod_wsgi with this Python. The line names Python's series only.
    func isConfigured(_ cell: Cell) -> Bool {
        lines().contains { line in
            let words = line.split(separator: " ")
            return words.contains("mod_wsgi/\(cell.modWsgi)") && words.contains("configured")
                && words.contains {
                    $0 == "Python/\(cell.python.release.series)" || $0 == "Python/\(cell.python.release)"
                }
        }
    }

    /// A Python that cannot start takes its process down, and Apache starts another one for ever.
    func isHopeless() -> Bool {
        lines().contains { line in
            [
                "Fatal Python error", "ImportError: No module named site", "exit signal ", ":emerg]", ":alert]",
                "WSGI0028",
                "WSGI0036",
            ]
            .contains { line.contains($0) }
        }
    }

    func firstErrors() -> [String] { Self.firstErrors(in: lines()) }

    /// The first real errors: lines of level error and above, and what is no log line at all (Python's own words).
    package static func firstErrors(in lines: [Substring], limit: Int = 4) -> [String] {
        var found: [String] = []
        for line in lines where found.count < limit {
            let message = LogLine(line)
            guard message.isError, !message.text.isEmpty, !found.contains(message.text) else { continue }
            found.append(message.text)
        }
        return found
    }

    /// What a Python said last when it gave a request up: an application that is somebody else's has Apache answer with a
    /// page that tells nothing.
    package static func firstException(in lines: [Substring]) -> String? {
        for line in lines {
            let text = line.split(separator: "] ").last ?? line
            guard let colon = text.firstRange(of: ": ") else { continue }
            let name = text[..<colon.lowerBound]
            if name.hasSuffix("Error") || name.hasSuffix("Exception"), !name.contains(" ") { return String(text) }
        }
        return nil
    }
}

/// `[time] [module:level] [pid N:tid M] text`.
private struct LogLine {
    var isError: Bool
    var text: String

    init(_ line: Substring) {
        var rest = line.trimmingSpaces()
        var level: Substring?
        while rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            let field = rest[rest.index(after: rest.startIndex)..<end]
            if level == nil, let colon = field.lastIndex(of: ":"), !field.contains(" ") {
                level = field[field.index(after: colon)...]
            }
            rest = rest[rest.index(after: end)...].trimmingSpaces()
        }
        text = String(rest)
        // Python's own words carry no level; the death of a child is a mere notice.
        isError = level == nil || ["error", "crit", "alert", "emerg"].contains(level) || rest.contains("exit signal")
    }
}
