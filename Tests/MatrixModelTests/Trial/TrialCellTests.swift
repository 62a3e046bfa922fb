import FoundationEssentials
import Testing

@testable import MatrixModel

struct TrialCellTests {
    private func read(_ text: String) -> TrialCell? {
        TrialCell(text, defaultTopology: .standalone, defaultDriver: "pymongo-4.20.0")
    }

    @Test(arguments: [
        "3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0",
        "2.7.18+4.9.4+embedded+prefork+replica-set+pymongo-3.13.0",
        "3.13.5t+6.1.1+daemon+worker+replica-set-5+checkout_a1b2",
    ])
    func readsWhatItWrites(name: String) throws {
        #expect(read(name)?.description == name)
        let data = try JSONEncoder().encode([read(name)])
        #expect(try JSONDecoder().decode([TrialCell?].self, from: data) == [read(name)])
    }

    @Test(arguments: [
        ("3.13.5+6.1.1", "3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0"),
        ("3.13.5+6.1.1+embedded+worker", "3.13.5+6.1.1+embedded+worker+standalone+pymongo-4.20.0"),
        ("3.13.5+6.1.1+daemon+event+replica-set", "3.13.5+6.1.1+daemon+event+replica-set+pymongo-4.20.0"),
    ])
    func whatIsLeftOutIsTheDefault(short: String, name: String) { #expect(read(short)?.description == name) }

    @Test(arguments: [
        "", "3.13.5", "3.13.5+6.1.1+daemon+event+mesh", "3.13.5+6.1.1+daemon+event+standalone+",
        "3.13.5+6.1.1+daemon+event+standalone+../etc", "3.13.5+6.1.1+daemon+event+standalone+a+b",
        "3.13.5+6.1.1+daemon+event+standalone+.hidden", "3.13.5+6.1.1+daemon+event++pymongo-4.20.0",
    ])
    func refusesAnythingElse(name: String) { #expect(read(name) == nil) }

    @Test func aShortNameIsNoRecord() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([TrialCell].self, from: Data("[\"3.13.5+6.1.1+daemon+event\"]".utf8))
        }
    }
}
