import FoundationEssentials
import Testing

@testable import MatrixModel

struct RunRecordTests {
    private func result(_ name: String, _ found: Verdict?, at seconds: Double = 0) throws -> TrialResult {
        TrialResult(
            try PlanFixture().cell(name), findings: found.map { [Finding($0, evidence: "")] } ?? [], expected: nil,
            startedAt: Timestamp(secondsSince1970: seconds), seconds: 1)
    }

    private func plan(_ names: [String]) throws -> Plan {
        let fixture = try PlanFixture()
        return Plan(names.map { Plan.Row(fixture.cell($0), unsupported: nil, expected: nil) })
    }

    @Test func whatFailedAndWhatWasNeverTestedIsTestedAgain() throws {
        let record = RunRecord(
            plan: "k", results: [try result("3.13.5+6.1.1", nil), try result("3.11.2+6.1.1", .leak)])
        let plan = try plan(["3.9.2+4.9.4", "3.11.2+6.1.1", "3.13.5+6.1.1"])
        #expect(record.unfinished(of: plan).cells == Array(plan.cells.prefix(2)))
    }

    @Test func anApplicationWithoutADriverIsFoundInItsPlan() throws {
        let fixture = try PlanFixture()
        let plan = try plan(["3.11.2+6.1.1", "3.13.5+6.1.1", "3.13.5+6.1.1+daemon+event+standalone+pymongo-4.9.2"])
            .withoutDriver(fixture.matrix, recipes: fixture.recipes)
        let (older, newer) = ("3.11.2+6.1.1+daemon+event+standalone", "3.13.5+6.1.1+daemon+event+standalone")
        #expect(plan.cells.map(\.description) == ["\(older)+no-driver", "\(newer)+no-driver"])
        let record = RunRecord(
            plan: "k", results: [try result("\(older)+no-driver", .crash), try result("\(newer)+no-driver", nil)])
        #expect(record.unfinished(of: plan).cells.map(\.description) == ["\(older)+no-driver"])
    }

    @Test func theLastResultOfACellCounts() throws {
        var record = RunRecord(plan: "k", results: [try result("3.13.5+6.1.1", .leak, at: 5)])
        record.note(try result("3.13.5+6.1.1", nil, at: 9))
        #expect(record.unfinished(of: try plan(["3.13.5+6.1.1"])).rows.isEmpty)
        record.note(try result("3.13.5+6.1.1", .crash, at: 10))
        #expect(record.unfinished(of: try plan(["3.13.5+6.1.1"])).rows.count == 1)
    }

    @Test func itIsReadAsItWasWritten() throws {
        let record = RunRecord(
            plan: "k", results: [try result("3.13.5+6.1.1", nil), try result("2.7.18+4.9.4", .hang, at: 3)])
        let data = try JSONEncoder().encode(record)
        #expect(try JSONDecoder().decode(RunRecord.self, from: data) == record)
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.contains("\"3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0\":{"))
    }
}
