import FoundationEssentials
import Testing

@testable import MatrixModel

/// `RECORD_GOLDEN=1` writes the golden files anew. The JUnit one was checked against `junit-10.xsd` of Jenkins' xUnit plugin.
struct ReportTests {
    private let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Golden/reports")

    private func compare(_ text: String, _ name: String) throws {
        let file = golden.appending(path: name)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: golden, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try text == String(contentsOf: file, encoding: .utf8), "\(name)")
    }

    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func theJUnitFile() throws { try compare(JUnitReport(SampleResults.all).text, "junit.xml") }

    @Test func theEvergreenFile() throws {
        try compare(try json(EvergreenReport(SampleResults.all)), "results.json")
    }

    @Test func theJSONOfARun() throws {
        let report = TrialReport(SampleResults.all, plan: "[KEY]")
        try compare(try json(report), "report.json")
        #expect(try JSONDecoder().decode(TrialReport.self, from: JSONEncoder().encode(report)) == report)
    }

    /// Issue 3's list.
    @Test func theKeysOfTheContractAreThere() throws {
        let text = try json(SampleResults.passed)
        for key in ["cell", "verdict", "findings", "server", "driver", "requests", "latency", "samples"] {
            #expect(text.contains("\n  \"\(key)\" : "), "\(key)")
        }
    }

    @Test func nothingThatXMLCannotHoldIsInTheFile() {
        let text = JUnitReport(SampleResults.all).text
        let bad = text.unicodeScalars.filter {
            ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || $0.value == 0xfffe || $0.value == 0xffff
        }
        #expect(bad.isEmpty)
        #expect(text.contains("colour ␛[31m, null ␀, bell ␇"))
        #expect(!text.contains("]]>"))
    }

    @Test func theExitCodeTellsTheWorst() {
        func code(_ results: TrialResult...) -> Int32 { TrialReport(results).exitCode }
        #expect(code() == 0)
        #expect(code(SampleResults.passed, SampleResults.expectedFailure, SampleResults.unsupported) == 0)
        #expect(code(SampleResults.passed, SampleResults.unexpectedPass) == 2)
        #expect(code(SampleResults.failed, SampleResults.unexpectedPass, SampleResults.lost) == 1)
        #expect(code(SampleResults.passed, SampleResults.lost) == 75)
    }

    @Test func theSummaryCountsEachOutcome() {
        #expect(
            TrialReport(SampleResults.all + [SampleResults.passed]).summary
                == "2 passed, 1 failed, 1 expected-failure, 1 unexpected-pass, 1 unsupported, 1 lost")
    }

    @Test func aRateIsOfThePhase() {
        #expect(TrialResult.Phase(name: "measure", requests: 1_500, seconds: 15).rate == 100)
        #expect(TrialResult.Phase(name: "stop", requests: 0, seconds: 0).rate == 0)
    }
}
