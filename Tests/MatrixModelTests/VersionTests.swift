import MatrixModel
import Testing

struct VersionTests {
    @Test(arguments: ["", "3.", ".3", "3..1", "3.1a", "-3", "3.1 ", "٣.١"])
    func refusesWhatIsNoVersion(text: String) {
        #expect(Version(text) == nil)
    }

    @Test func comparesNumbersAndNotText() throws {
        let sorted = ["3.9.2", "3.10", "3.13.5", "3.13.16", "4.4.23", "4.4.3"].compactMap { Version($0) }.sorted()
        #expect(sorted.map(\.description) == ["3.9.2", "3.10", "3.13.5", "3.13.16", "4.4.3", "4.4.23"])
    }

    @Test func aMissingNumberIsZero() throws {
        let (short, long) = (try #require(Version("3.10")), try #require(Version("3.10.0")))
        #expect(short == long)
        #expect(short.hashValue == long.hashValue)
    }

    @Test(arguments: [
        ("*", "2.7.18", true), ("4.9.*", "4.9.4", true), ("4.9.*", "4.10.0", false), ("4.9.4", "4.9.4", true),
        (">=3.8,<3.13", "3.12.9", true), (">=3.8,<3.13", "3.13.0", false), (">=3.8,<3.13", "3.7.17", false),
        (" >= 3.8 , < 3.13", "3.8", true), ("<=5.0.2", "5.0.2", true), (">6", "6.0.0", false),
    ])
    func rangesHold(range: String, version: String, holds: Bool) throws {
        #expect(try #require(VersionRange(range)).contains(try #require(Version(version))) == holds)
    }

    @Test(arguments: ["", ",", "~3.8", ">=", "3.*.1", "* ,x"])
    func refusesWhatIsNoRange(text: String) {
        #expect(VersionRange(text) == nil)
    }

    @Test func readsVariants() throws {
        let python = try #require(PythonVersion("3.13.5t"))
        #expect(python.release == Version("3.13.5"))
        #expect(python.variant.isFreeThreaded && !python.variant.isDebug)
        #expect(python.abiSeries == "3.13t")
        #expect(PythonVersion("3.13.5x") == nil)
        #expect(PythonVersion("t") == nil)
    }

    @Test(arguments: ["3.13.5+6.1.1+embedded+prefork", "2.7.18+4.9.4+daemon+worker", "3.13.5t+6.1.1+daemon+event"])
    func aCellsNameIsReadBack(name: String) throws {
        #expect(try #require(Cell(name)).description == name)
    }

    @Test(arguments: ["3.13.5", "3.13.5+", "a+b", "3.13.5+6.1.1+threaded", "3.13.5+6.1.1+daemon+event+x", "../x+6"])
    func refusesWhatIsNoCell(name: String) {
        #expect(Cell(name) == nil)
    }

    @Test func aDigestIsSixtyFourHexadecimalDigits() {
        #expect(SHA256Digest(String(repeating: "A0", count: 32))?.hexadecimal == String(repeating: "a0", count: 32))
        #expect(SHA256Digest(String(repeating: "a", count: 63)) == nil)
        #expect(SHA256Digest(String(repeating: "g", count: 64)) == nil)
        #expect(SHA256Digest(bytes: Array(0..<32)).hexadecimal.hasPrefix("000102030405060708090a0b0c0d0e0f10"))
    }

    @Test(arguments: [(0, "0 B"), (999, "999 B"), (22_856_016, "22.9 MB"), (1_500_000_000, "1.5 GB")])
    func sizesAreWrittenForPeople(bytes: Int, text: String) {
        #expect(ByteCount(bytes).description == text)
    }
}
