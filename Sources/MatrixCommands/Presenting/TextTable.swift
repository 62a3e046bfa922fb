/// Columns of text, as wide as their widest cell, two spaces apart; nothing follows a row's last cell that has a text.
struct TextTable {
    var header: [String]
    var rows: [[String]]

    var text: String {
        let all = [header] + rows
        // Counting characters is most of the work, so each cell is counted once.
        let lengths = all.map { $0.map(\.count) }
        let widths = header.indices.map { column in lengths.map { $0[column] }.max() ?? 0 }
        return zip(all, lengths).map { cells, lengths in
            var line = ""
            var gap = 0
            for (cell, (length, width)) in zip(cells, zip(lengths, widths)) {
                if length > 0 {
                    line += String(repeating: " ", count: gap) + cell
                    gap = 0
                }
                gap += width - length + 2
            }
            return line
        }.joined(separator: "\n")
    }
}
