import Testing

@testable import MatrixHost

struct TransientLinesTests {
    @Test func everyLineThatStoodThereIsWipedBeforeTheNext() {
        var lines = TransientLines()
        #expect(lines.replace(with: "a\nb\nc", columns: 80, rows: 24) == "a\nb\nc")
        #expect(lines.replace(with: "d", columns: 80, rows: 24) == "\r\u{1B}[K\u{1B}[1A\u{1B}[K\u{1B}[1A\u{1B}[Kd")
        #expect(lines.replace(with: "", columns: 80, rows: 24) == "\r\u{1B}[K")
        #expect(lines.wipe() == "")
    }

    @Test func nothingWrapsAndNothingScrolls() {
        var lines = TransientLines()
        #expect(lines.replace(with: "1234567890\nb", columns: 6, rows: 24) == "12345\nb")
        #expect(lines.replace(with: "a\nb\nc\nd", columns: 80, rows: 3).hasSuffix("\u{1B}[Kc\nd"))
    }
}
