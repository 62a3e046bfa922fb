/// The lines at a terminal's end that the next ones replace.
struct TransientLines {
    private var count = 0

    /// What to write so that the lines of `text` stand there instead; none with an empty text. Lines that do not fit are cut, of
    /// too many the last ones stay: the terminal must neither wrap nor scroll what is to be wiped.
    mutating func replace(with text: String, columns: Int, rows: Int) -> String {
        let wiped = wipe()
        guard !text.isEmpty else { return wiped }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).suffix(max(1, rows - 1))
        count = lines.count
        return wiped + lines.map { $0.prefix(max(1, columns - 1)) }.joined(separator: "\n")
    }

    /// What to write so that none stands there.
    mutating func wipe() -> String {
        guard count > 0 else { return "" }
        // To the line's beginning and clear it; then as often up and clear.
        defer { count = 0 }
        return "\r\u{1B}[K" + String(repeating: "\u{1B}[1A\u{1B}[K", count: count - 1)
    }
}
