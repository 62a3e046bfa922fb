import Testing

@testable import MatrixCommands

@Suite struct TextTableTests {
    @Test func columnsAreAsWideAsTheirWidestCell() {
        let table = TextTable(header: ["cell", "n"], rows: [["3.13.5+6.1.1", "1"], ["ü", "10"]])
        #expect(
            table.text == """
                cell          n
                3.13.5+6.1.1  1
                ü             10
                """)
    }

    @Test func noLineEndsWithSpaces() {
        let table = TextTable(header: ["a", "bb"], rows: [["1", ""], ["", "long"], ["", ""]])
        #expect(table.text == "a  bb\n1\n   long\n")
    }

    @Test func aTableWithoutRowsIsItsHeader() {
        #expect(TextTable(header: ["kind", "version"], rows: []).text == "kind  version")
    }
}
